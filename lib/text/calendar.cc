#include "lib/text/calendar.h"

#include <unicode/ucal.h>

#include <algorithm>
#include <memory>
#include <string>

namespace marsad::text {
namespace {

struct CloseCalendar {
  void operator()(UCalendar* calendar) const { ucal_close(calendar); }
};
using Calendar = std::unique_ptr<UCalendar, CloseCalendar>;

constexpr double kDayMs = 86'400'000;

Calendar Open(std::u16string_view zone, const char* locale) {
  UErrorCode status = U_ZERO_ERROR;
  Calendar calendar(ucal_open(zone.data(), static_cast<int32_t>(zone.size()), locale, UCAL_DEFAULT, &status));
  return U_SUCCESS(status) ? std::move(calendar) : nullptr;
}

// Only names that ICU lists: of others it makes GMT.
bool IsZone(const std::u16string& name) {
  UErrorCode status = U_ZERO_ERROR;
  char16_t canonical[64];
  const int32_t size = ucal_getCanonicalTimeZoneID(name.data(), static_cast<int32_t>(name.size()), canonical,
                                                   std::size(canonical), nullptr, &status);
  return U_SUCCESS(status) && size > 0;
}

}  // namespace

std::optional<int64_t> DaysOfUmmAlQura(int year, int month, int day) {
  if (year < 1300 || year > 1600 || month < 1 || month > 12 || day < 1 || day > 30) return std::nullopt;
  const Calendar calendar = Open(u"UTC", "ar@calendar=islamic-umalqura");
  if (!calendar) return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  ucal_clear(calendar.get());
  ucal_setDate(calendar.get(), year, month - 1, day, &status);
  const double ms = ucal_getMillis(calendar.get(), &status);
  // A day 30 of a month of 29 becomes the first of the next.
  const bool is_day = U_SUCCESS(status) && ucal_get(calendar.get(), UCAL_DATE, &status) == day;
  if (!is_day) return std::nullopt;
  return static_cast<int64_t>(ms / kDayMs);
}

std::optional<int> OffsetOfZone(std::string_view name, int64_t local_seconds) {
  const std::u16string zone(name.begin(), name.end());
  if (name.find('/') == std::string_view::npos || name.size() > 40 || !IsZone(zone)) return std::nullopt;
  const Calendar calendar = Open(zone, "en");
  if (!calendar) return std::nullopt;
  int32_t minutes = 0;
  // Twice: the offset is first asked for as if the local time were UTC.
  for (int round = 0; round < 2; ++round) {
    UErrorCode status = U_ZERO_ERROR;
    ucal_setMillis(calendar.get(), (static_cast<double>(local_seconds) - minutes * 60.0) * 1000, &status);
    const int32_t ms =
        ucal_get(calendar.get(), UCAL_ZONE_OFFSET, &status) + ucal_get(calendar.get(), UCAL_DST_OFFSET, &status);
    if (U_FAILURE(status)) return std::nullopt;
    minutes = ms / 60'000;
  }
  return minutes;
}

}  // namespace marsad::text
