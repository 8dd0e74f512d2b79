// Dates and times as sources write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace marsad::decode {

enum class Precision { kDay, kMinute, kSecond, kMillisecond };

// A moment with what the source said of it, no more.
struct Moment {
  int64_t unix_seconds = 0;  // UTC; local time read as UTC where no zone was given
  int32_t nanos = 0;
  std::optional<int> offset_minutes = {};  // absent: no zone was given
  Precision precision = Precision::kSecond;
  bool hijri = false;  // given by the Hijri calendar alone
  // Of 03/04/2025: what unix_seconds would be if the month came first; unix_seconds has the day first. Absent from all
  // that ParseMoment gives.
  std::optional<int64_t> month_first = {};

  friend bool operator==(const Moment&, const Moment&) = default;
};

// Reads RFC 3339 and its looser kin (a date alone, "T" or a blank before the time, without seconds, without a zone, zone
// as +03:00, +0300 or +03; the offset -00:00 says that the zone is not known), ten or thirteen digits since 1970, RFC 822
// and what moment_words.h lists. `text` is valid UTF-8. Absent if it is no such date, or a day or hour that does not
// exist.
std::optional<Moment> ParseMoment(std::string_view text);

// The same, and days of which the order of day and month is in doubt, with both readings (day_order.h decides).
std::optional<Moment> ParseOpenMoment(std::string_view text);

// Reads a number since 1970-01-01T00:00:00Z: seconds, or milliseconds from 10^11 on (which as seconds would be the year
// 5138). Absent if it lies before 1970 or after the year 9999.
std::optional<Moment> MomentFromUnix(int64_t number);

// Whether `moment` lies after `received_ms`. Clocks differ by minutes (5 are allowed), and local time without a zone
// may be up to 14 hours ahead of UTC.
bool IsFuture(const Moment& moment, int64_t received_ms);

}  // namespace marsad::decode
