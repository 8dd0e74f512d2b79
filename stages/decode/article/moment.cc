#include "stages/decode/article/moment.h"

#include <chrono>
#include <cstdlib>
#include <string>

#include "lib/text/calendar.h"
#include "stages/decode/article/moment_words.h"
#include "stages/decode/trim.h"

namespace marsad::decode {
namespace {

constexpr int64_t kMinute = 60;                          // in seconds
constexpr int64_t kFirstMilliseconds = 100'000'000'000;  // 1973 in milliseconds, 5138 in seconds
constexpr int64_t kLastSecond = 253'402'300'799;         // 9999-12-31T23:59:59Z, the end of protobuf's Timestamp
constexpr int64_t kFirstSecond = -62'135'596'800;
constexpr int64_t kClockTolerance = 5 * kMinute;
constexpr int64_t kZoneTolerance = int64_t{14} * 60 * kMinute;

// Reads from the front of a text. Every method takes what it read, or nothing.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool empty() const { return rest_.empty(); }

  bool Take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // Exactly `digits` digits.
  bool Number(size_t digits, int* value) {
    if (rest_.size() < digits) return false;
    *value = 0;
    for (size_t i = 0; i < digits; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return false;
      *value = *value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(digits);
    return true;
  }

  // One digit or more; those after the ninth are read and dropped.
  bool Fraction(int32_t* nanos) {
    int32_t unit = 100'000'000;
    size_t count = 0;
    for (*nanos = 0; count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9'; ++count, unit /= 10) {
      *nanos += (rest_[count] - '0') * unit;
    }
    rest_.remove_prefix(count);
    return count > 0;
  }

 private:
  std::string_view rest_;
};

bool ReadDate(Scanner* in, Moment* moment) {
  int year, month, day;
  if (!in->Number(4, &year) || !in->Take('-') || !in->Number(2, &month) || !in->Take('-') || !in->Number(2, &day)) {
    return false;
  }
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (year < 1 || !date.ok()) return false;
  moment->unix_seconds = std::chrono::sys_days(date).time_since_epoch().count() * int64_t{86400};
  moment->precision = Precision::kDay;
  return true;
}

bool ReadClock(Scanner* in, Moment* moment) {
  int hour, minute;
  int second = 0;
  if (!in->Number(2, &hour) || !in->Take(':') || !in->Number(2, &minute) || hour > 23 || minute > 59) return false;
  moment->precision = Precision::kMinute;
  if (in->Take(':')) {
    if (!in->Number(2, &second) || second > 60) return false;  // 60: a leap second, which becomes the next second
    moment->precision = Precision::kSecond;
    if (in->Take('.') || in->Take(',')) {
      if (!in->Fraction(&moment->nanos)) return false;
      moment->precision = Precision::kMillisecond;
    }
  }
  moment->unix_seconds += hour * 3600 + minute * 60 + second;
  return true;
}

// 03, 0300, 03:00: minutes.
std::optional<int> ReadOffset(Scanner* in) {
  int hours = 0;
  int minutes = 0;
  if (!in->Number(2, &hours)) return std::nullopt;
  if (in->Take(':') || !in->empty()) {
    if (!in->Number(2, &minutes)) return std::nullopt;
  }
  return hours > 23 || minutes > 59 ? std::nullopt : std::optional(hours * 60 + minutes);
}

bool ReadZone(Scanner* in, Moment* moment) {
  in->Take(' ');
  if (in->Take('Z') || in->Take('z')) {
    moment->offset_minutes = 0;
    return true;
  }
  const bool west = in->Take('-');
  if (!west && !in->Take('+')) return false;
  const std::optional<int> offset = ReadOffset(in);
  if (!offset) return false;
  if (west && *offset == 0) return true;
  moment->offset_minutes = west ? -*offset : *offset;
  moment->unix_seconds -= *moment->offset_minutes * kMinute;
  return true;
}

std::optional<Moment> ParseIso(std::string_view text) {
  Scanner in(text);
  Moment moment;
  if (!ReadDate(&in, &moment)) return std::nullopt;
  if (in.empty()) return moment;
  if (!in.Take('T') && !in.Take('t') && !in.Take(' ')) return std::nullopt;
  if (!ReadClock(&in, &moment)) return std::nullopt;
  if (!in.empty() && !ReadZone(&in, &moment)) return std::nullopt;
  if (!in.empty()) return std::nullopt;
  return moment;
}

bool IsUnixTime(std::string_view text) {
  return (text.size() == 10 || text.size() == 13) && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// What programs write where they know no date: the epoch, the first day of year 1, and days of calendars that are not ours.
bool IsPlaceholder(const Moment& moment) {
  constexpr int64_t kYear1600 = -11'676'096'000;
  const bool is_epoch =
      moment.unix_seconds == 0 || moment.unix_seconds + moment.offset_minutes.value_or(0) * kMinute == 0;
  return is_epoch || moment.unix_seconds < kYear1600;
}

bool IsLetter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

// "America/Chicago" in `text`, also in brackets; empty: there is no such name.
std::string_view FindZone(std::string_view text) {
  for (size_t slash = text.find('/'); slash != std::string_view::npos; slash = text.find('/', slash + 1)) {
    size_t begin = slash;
    size_t end = slash + 1;
    const auto is_part = [](char c) { return IsLetter(c) || c == '_' || c == '/' || c == '-'; };
    while (begin > 0 && IsLetter(text[begin - 1])) --begin;
    while (end < text.size() && is_part(text[end])) ++end;
    if (slash - begin >= 3 && end - slash >= 3) return text.substr(begin, end - begin);
  }
  return {};
}

std::optional<Moment> ParsePlain(std::string_view text) {
  std::optional<Moment> moment = ParseIso(text);
  if (moment && !IsPlaceholder(*moment)) return moment;
  return ParseWordyMoment(text);
}

// Local time in a zone that is named.
std::optional<Moment> ParseZoned(std::string_view text, std::string_view zone) {
  const auto begin = static_cast<size_t>(zone.data() - text.data());
  std::string rest(text.substr(0, begin));
  if (rest.ends_with('[') || rest.ends_with('(')) rest.pop_back();
  std::string_view after = text.substr(begin + zone.size());
  if (after.starts_with(']') || after.starts_with(')')) after.remove_prefix(1);
  rest += after;
  std::optional<Moment> moment = ParsePlain(Trim(rest));
  if (!moment || moment->offset_minutes || moment->precision == Precision::kDay) return moment;
  moment->offset_minutes = text::OffsetOfZone(zone, moment->unix_seconds);
  if (!moment->offset_minutes) return moment;
  moment->unix_seconds -= *moment->offset_minutes * kMinute;
  if (moment->month_first) *moment->month_first -= *moment->offset_minutes * kMinute;
  return moment;
}

}  // namespace

std::optional<Moment> ParseMoment(std::string_view text) {
  const std::optional<Moment> moment = ParseOpenMoment(text);
  return moment && moment->month_first ? std::nullopt : moment;
}

std::optional<Moment> ParseOpenMoment(std::string_view text) {
  text = Trim(text);
  if (IsUnixTime(text)) return MomentFromUnix(std::strtoll(std::string(text).c_str(), nullptr, 10));
  const std::string_view zone = FindZone(text);
  std::optional<Moment> moment = zone.empty() ? ParsePlain(text) : ParseZoned(text, zone);
  if (!moment && !zone.empty()) moment = ParsePlain(text);
  if (moment && IsPlaceholder(*moment)) return std::nullopt;
  // A zone can push the first or last day of the calendar out of what a Timestamp holds.
  if (moment && (moment->unix_seconds > kLastSecond || moment->unix_seconds < kFirstSecond)) return std::nullopt;
  return moment;
}

std::optional<Moment> MomentFromUnix(int64_t number) {
  if (number <= 0) return std::nullopt;  // 0 is written where nobody knows
  if (number < kFirstMilliseconds) return Moment{.unix_seconds = number, .offset_minutes = 0};
  if (number / 1000 > kLastSecond) return std::nullopt;
  return Moment{.unix_seconds = number / 1000,
                .nanos = static_cast<int32_t>(number % 1000 * 1'000'000),
                .offset_minutes = 0,
                .precision = Precision::kMillisecond};
}

bool IsFuture(const Moment& moment, int64_t received_ms) {
  const int64_t tolerance = moment.offset_minutes ? kClockTolerance : kZoneTolerance;
  return moment.unix_seconds > received_ms / 1000 + tolerance;
}

}  // namespace marsad::decode
