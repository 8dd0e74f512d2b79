#include "stages/decode/article/moment_words.h"

#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include "lib/text/date_words.h"
#include "lib/text/fold.h"
#include "stages/decode/article/date_token.h"
#include "stages/decode/article/hijri_date.h"

namespace marsad::decode {
namespace {

using text::DateWordKind;

constexpr size_t kLongestDate = 200;  // bytes
constexpr int kFirstYear = 1600;      // numbers below are years of another calendar

class WordyDate {
 public:
  explicit WordyDate(std::vector<DateToken> tokens) : tokens_(std::move(tokens)) {}

  std::optional<Moment> Read() {
    while (at_ < tokens_.size()) {
      const DateToken& token = tokens_[at_];
      const bool taken = token.IsNumber() ? TakeNumber() : token.IsWord() ? TakeWord() : TakeSign();
      if (!taken) return std::nullopt;
    }
    return Resolve();
  }

 private:
  const DateToken* Ahead(size_t count) const { return at_ + count < tokens_.size() ? &tokens_[at_ + count] : nullptr; }
  bool IsAhead(size_t count, char sign) const { return Ahead(count) != nullptr && Ahead(count)->Is(sign); }

  bool TakeNumber() {
    if (IsAhead(1, ':')) return TakeClock();
    if (IsHourSign(1)) return TakeFrenchClock();
    if (IsDottedClock()) return TakeDottedClock();
    const std::string& digits = tokens_[at_].text;
    if (IsCompactDate(digits)) return TakeCompactDate(digits);
    if (IsCompactClock(digits)) return TakeCompactClock(digits);
    if (digits.size() > 4 || numbers_.size() == 3) return false;
    numbers_.push_back(tokens_[at_++]);
    if (at_ < tokens_.size() && numbers_.size() < 3 && tokens_[at_].Is('.')) ++dots_;
    return true;
  }

  // 20251103, 20251103143000
  bool IsCompactDate(const std::string& digits) const {
    return numbers_.empty() && (digits.size() == 8 || digits.size() == 14);
  }

  bool TakeCompactDate(const std::string& digits) {
    is_compact_ = true;
    for (const auto& [from, count] : {std::pair(0, 4), std::pair(4, 2), std::pair(6, 2)}) {
      numbers_.push_back(
          {DateToken::Kind::kNumber, digits.substr(static_cast<size_t>(from), static_cast<size_t>(count))});
    }
    if (digits.size() > 8) return TakeCompactClock(digits.substr(8));
    ++at_;
    return true;
  }

  // 1430 and 143005 after a compact date
  bool IsCompactClock(const std::string& digits) const {
    return is_compact_ && !clock_ && (digits.size() == 6 || digits.size() == 4);
  }

  bool TakeCompactClock(const std::string& digits) {
    ++at_;
    const int seconds = digits.size() == 6 ? std::atoi(digits.c_str() + 4) : 0;
    moment_.precision = digits.size() == 6 ? Precision::kSecond : Precision::kMinute;
    return SetClock(std::atoi(digits.substr(0, 2).c_str()), std::atoi(digits.substr(2, 2).c_str()), seconds);
  }

  bool SetClock(int hour, int minute, int second) {
    if (clock_ || hour > 23 || minute > 59 || second > 60) return false;
    clock_ = hour * 3600 + minute * 60 + second;
    after_clock_ = at_;
    return true;
  }

  // 14:30, 14:30:05, 14:30:05.123
  bool TakeClock() {
    const DateToken* minute = Ahead(2);
    if (!tokens_[at_].IsNumber(2) || minute == nullptr || !minute->IsNumber(2)) return false;
    const int hour = tokens_[at_].number();
    int second = 0;
    moment_.precision = Precision::kMinute;
    at_ += 3;
    if (IsAhead(0, ':')) {
      const DateToken* seconds = Ahead(1);
      if (seconds == nullptr || !seconds->IsNumber(2)) return false;
      second = seconds->number();
      moment_.precision = Precision::kSecond;
      at_ += 2;
      const DateToken* fraction = Ahead(1);
      if ((IsAhead(0, '.') || IsAhead(0, ',')) && fraction != nullptr && fraction->IsNumber() && fraction->glued) {
        moment_.nanos = std::atoi((fraction->text + "000000000").substr(0, 9).c_str());
        moment_.precision = Precision::kMillisecond;
        at_ += 2;
      }
    }
    return SetClock(hour, minute->number(), second);
  }

  bool IsHourSign(size_t count) const {
    const DateToken* const sign = Ahead(count);
    return sign != nullptr && sign->IsWord() && sign->text == "h" && tokens_[at_].IsNumber(2);
  }

  // 7h45, 14 h 05, 18h
  bool TakeFrenchClock() {
    const int hour = tokens_[at_].number();
    const DateToken* const minute = Ahead(2);
    const bool has_minute = minute != nullptr && minute->IsNumber() && minute->text.size() == 2;
    at_ += has_minute ? 3 : 2;
    moment_.precision = Precision::kMinute;
    return SetClock(hour, has_minute ? minute->number() : 0, 0);
  }

  // 10.00 Uhr
  bool IsDottedClock() const {
    const DateToken* const minute = Ahead(2);
    const DateToken* const word = Ahead(3);
    return IsAhead(1, '.') && minute != nullptr && minute->glued && minute->IsNumber(2) && word != nullptr &&
           word->IsWord() && word->text == "uhr" && tokens_[at_].IsNumber(2);
  }

  bool TakeDottedClock() {
    const int hour = tokens_[at_].number();
    const int minute = Ahead(2)->number();
    at_ += 3;
    moment_.precision = Precision::kMinute;
    return SetClock(hour, minute, 0);
  }

  // The word at `at_`, which moves past it: a name of two words, if there is one. Months of the Levant are numbered, too:
  // the first and the second Kanun.
  text::DateWord NextWord() {
    const std::string& first = tokens_[at_++].text;
    const DateToken* const second = Ahead(0);
    if (second != nullptr && (second->IsWord() || second->text == "1" || second->text == "2")) {
      const text::DateWord joined = text::FindDateWord(first + ' ' + second->text);
      if (joined.kind != DateWordKind::kNone) {
        ++at_;
        return joined;
      }
    }
    return text::FindDateWord(first);
  }

  bool TakeWord() {
    const text::DateWord word = NextWord();
    const bool follows_clock = clock_ && at_ - 1 == after_clock_;
    switch (word.kind) {
      case DateWordKind::kMonth:
        return SetMonth(word.value);
      case DateWordKind::kZone:
        SetZone(word.value);
        return true;
      case DateWordKind::kHalf:
        if (follows_clock) half_ = word.value;
        return true;
      case DateWordKind::kWeekday:
      case DateWordKind::kFiller:
        return true;
      case DateWordKind::kHijri:
        return false;
      case DateWordKind::kAge:
      case DateWordKind::kNone:
        return follows_clock || (numbers_.empty() && !clock_);
    }
    return false;
  }

  // Two calendars' names of one month stand side by side in Arabic.
  bool SetMonth(int month) {
    if (month_ != 0 && month_ != month) return false;
    month_ = month;
    return true;
  }

  void SetZone(int minutes) {
    if (clock_ && !zone_) zone_ = minutes;
  }

  bool TakeSign() {
    if (IsAhead(0, '(')) return TakeBracket();
    const DateToken* next = Ahead(1);
    const bool is_offset = clock_ && next != nullptr && next->IsNumber() && next->glued;
    if (is_offset && (IsAhead(0, '+') || IsAhead(0, '-'))) return TakeOffset();
    if (IsAhead(0, '+')) return false;
    // A colon that no number follows is half a clock.
    return !tokens_[at_++].Is(':');
  }

  // What it says is passed over, but for the name of a zone.
  bool TakeBracket() {
    const DateToken* const inside = Ahead(1);
    if (inside != nullptr && inside->IsWord() && IsAhead(2, ')')) {
      const text::DateWord word = text::FindDateWord(inside->text);
      if (word.kind == DateWordKind::kZone) SetZone(word.value);
    }
    while (at_ < tokens_.size() && !tokens_[at_].Is(')')) ++at_;
    at_ += at_ < tokens_.size();
    return true;
  }

  // +0300, +03:00, +03, +3; GMT+3 too
  bool TakeOffset() {
    const bool west = IsAhead(0, '-');
    const std::optional<int> offset = TakeHoursAndMinutes();
    if (!offset) return false;
    // RFC 2822, 3.3: -0000 says that the zone is not known.
    const bool is_unknown = west && *offset == 0;
    zone_ = is_unknown ? std::nullopt : std::optional(west ? -*offset : *offset);
    return true;
  }

  // The minutes that the sign and the digits ahead tell.
  std::optional<int> TakeHoursAndMinutes() {
    const std::string& digits = tokens_[at_ + 1].text;
    if (digits.size() > 4 || digits.size() == 3) return std::nullopt;
    int hours = std::atoi(digits.substr(0, digits.size() == 4 ? 2 : digits.size()).c_str());
    int minutes = digits.size() == 4 ? std::atoi(digits.c_str() + 2) : 0;
    at_ += 2;
    if (digits.size() < 4 && IsAhead(0, ':') && Ahead(1) != nullptr && Ahead(1)->IsNumber(2)) {
      minutes = Ahead(1)->number();
      at_ += 2;
    }
    if (hours > 14 || minutes > 59) return std::nullopt;
    return hours * 60 + minutes;
  }

  std::optional<Moment> Resolve() {
    std::optional<std::chrono::year_month_day> date = month_ == 0 ? NumericDate() : NamedDate();
    if (!date || !date->ok() || date->year() < std::chrono::year(kFirstYear)) return std::nullopt;
    const int64_t midnight = SecondsOf(*date);
    moment_.unix_seconds = midnight;
    SetTime();
    if (month_ == 0 && IsInDoubt()) {
      moment_.month_first = SecondsOf(*Date(numbers_[2].number(), numbers_[0].number(), numbers_[1].number())) +
                            (moment_.unix_seconds - midnight);
    }
    return moment_;
  }

  static int64_t SecondsOf(const std::chrono::year_month_day& date) {
    return std::chrono::sys_days(date).time_since_epoch().count() * int64_t{86400};
  }

  void SetTime() {
    if (!clock_) {
      moment_.precision = Precision::kDay;
      return;
    }
    const int hour = *clock_ / 3600;
    if (half_ && hour >= 1 && hour <= 12) *clock_ += (hour % 12 + *half_ - hour) * 3600;
    moment_.unix_seconds += *clock_;
    moment_.offset_minutes = zone_;
    if (zone_) moment_.unix_seconds -= int64_t{*zone_} * 60;
  }

  // Whether either of the first two numbers may be the month, and which one makes a difference.
  bool IsInDoubt() const {
    return numbers_[0].text.size() != 4 && dots_ != 2 && numbers_[0].number() <= 12 && numbers_[1].number() <= 12 &&
           numbers_[0].number() != numbers_[1].number();
  }

  static std::optional<std::chrono::year_month_day> Date(int year, int month, int day) {
    return std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                       std::chrono::day(static_cast<unsigned>(day)));
  }

  // 3 Nov 2025, Nov 3 2025, 2025 Nov 3, 3 Nov 25
  std::optional<std::chrono::year_month_day> NamedDate() const {
    if (numbers_.size() != 2) return std::nullopt;
    const bool year_first = numbers_[0].text.size() == 4;
    const DateToken& year = numbers_[year_first ? 0 : 1];
    const DateToken& day = numbers_[year_first ? 1 : 0];
    if (!day.IsNumber(2) || year.text.size() < 2) return std::nullopt;
    int value = year.number();
    if (year.text.size() == 2) value += value < 50 ? 2000 : 1900;
    if (year.text.size() == 3) value += 1900;  // RFC 2822, 4.3
    return Date(value, month_, day.number());
  }

  // 2025/11/3; 3.11.2025; 13/11/2025 and 11/13/2025, of which one number is no month; 3/11/2025 with the day first
  std::optional<std::chrono::year_month_day> NumericDate() const {
    if (numbers_.size() != 3) return std::nullopt;
    const int first = numbers_[0].number();
    const int second = numbers_[1].number();
    const int third = numbers_[2].number();
    if (numbers_[0].text.size() == 4) return Date(first, second, third);
    if (numbers_[2].text.size() != 4) return std::nullopt;
    return second > 12 && dots_ != 2 ? Date(third, first, second) : Date(third, second, first);
  }

  const std::vector<DateToken> tokens_;
  size_t at_ = 0;
  std::vector<DateToken> numbers_;  // day, month and year as they come
  int dots_ = 0;                    // between them
  int month_ = 0;
  bool is_compact_ = false;
  std::optional<int> clock_;  // seconds of the day
  size_t after_clock_ = 0;    // the token that follows it
  std::optional<int> half_;
  std::optional<int> zone_;
  Moment moment_;
};

}  // namespace

std::optional<Moment> ParseWordyMoment(std::string_view text) {
  if (text.size() > kLongestDate) return std::nullopt;
  std::vector<DateToken> tokens = CutDate(text::FoldText(text));
  // The date of our calendar beside it is the surer one.
  const std::optional<Moment> hijri = TakeHijriDate(&tokens);
  const std::optional<Moment> moment = WordyDate(std::move(tokens)).Read();
  return moment ? moment : hijri;
}

}  // namespace marsad::decode
