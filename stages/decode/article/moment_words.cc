#include "stages/decode/article/moment_words.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include "lib/text/calendar.h"
#include "lib/text/code_point.h"
#include "lib/text/date_words.h"
#include "lib/text/fold.h"

namespace marsad::decode {
namespace {

using text::DateWordKind;

constexpr size_t kLongestDate = 200;  // bytes
constexpr size_t kMostTokens = 60;

// A number, a word or one sign of punctuation. Blanks only part.
struct Token {
  enum class Kind { kNumber, kWord, kSign } kind;
  std::string text;
  bool glued = false;  // no blank before it

  bool Is(char sign) const { return kind == Kind::kSign && text[0] == sign; }
  bool IsNumber(size_t most_digits) const { return kind == Kind::kNumber && text.size() <= most_digits; }
  int number() const { return std::atoi(text.c_str()); }
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Dashes, commas and quotes beyond ASCII stand between the parts of a date, all else beyond it is letters.
bool IsLetter(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  constexpr char32_t kArabicComma = 0x060C;
  constexpr char32_t kMinus = 0x2212;
  const bool is_general_punctuation = c >= 0x2000 && c <= 0x206F;
  return !is_general_punctuation && c != kArabicComma && c != kMinus && c > 0xBF;
}

std::vector<Token> Cut(std::string_view text) {
  std::vector<Token> tokens;
  bool glued = false;
  for (size_t i = 0; i < text.size() && tokens.size() < kMostTokens;) {
    const text::CodePoint c = text::CodePointAt(text, i);
    if (c.value == ' ' || c.value == '\t' || c.value == '\n') {
      glued = false;
    } else if (IsDigit(text[i]) || IsLetter(c.value)) {
      const auto kind = IsDigit(text[i]) ? Token::Kind::kNumber : Token::Kind::kWord;
      if (!glued || tokens.empty() || tokens.back().kind != kind) tokens.push_back({kind, {}, glued});
      tokens.back().text += text.substr(i, c.bytes);
      glued = true;
    } else if (text[i] != '.' || tokens.empty() || tokens.back().kind != Token::Kind::kWord) {  // Nov. and p.m.
      tokens.push_back({Token::Kind::kSign, std::string(1, c.value < 0x80 ? text[i] : ','), glued});
      glued = true;
    }
    i += c.bytes;
  }
  return tokens;
}

// ---- The Hijri calendar.

constexpr int kFirstHijriYear = 1300;
constexpr int kLastHijriYear = 1600;
constexpr int kFirstUnmarkedYear = 1411;  // 1990; earlier ones may be years of the Iranian calendar

bool IsHijriYear(const Token& token) {
  return token.kind == Token::Kind::kNumber && token.text.size() == 4 && token.number() >= kFirstHijriYear &&
         token.number() <= kLastHijriYear;
}

std::optional<Moment> HijriDay(int year, int month, int day) {
  const std::optional<int64_t> days = text::DaysOfUmmAlQura(year, month, day);
  if (!days) return std::nullopt;
  return Moment{.unix_seconds = *days * 86400, .precision = Precision::kDay, .hijri = true};
}

using TokenPlace = std::vector<Token>::iterator;

// "12 Ramadan 1447" at `month`, which may be of two words: cut out of `tokens`.
std::optional<Moment> TakeNamedHijri(std::vector<Token>* tokens, TokenPlace month) {
  if (month->kind != Token::Kind::kWord || month == tokens->begin() || !std::prev(month)->IsNumber(2))
    return std::nullopt;
  auto year = std::next(month);
  text::DateWord word;
  if (year != tokens->end() && year->kind == Token::Kind::kWord) {
    word = text::FindDateWord(month->text + ' ' + year->text);
    if (word.kind == DateWordKind::kHijri) ++year;
  }
  if (word.kind != DateWordKind::kHijri) word = text::FindDateWord(month->text);
  while (year != tokens->end() && year->kind == Token::Kind::kSign) ++year;
  if (word.kind != DateWordKind::kHijri || year == tokens->end() || !IsHijriYear(*year)) return std::nullopt;
  const std::optional<Moment> moment = HijriDay(year->number(), word.value, std::prev(month)->number());
  tokens->erase(std::prev(month), std::next(year));
  return moment;
}

// "1447/05/12", "12-5-1447".
std::optional<Moment> TakeNumericHijri(std::vector<Token>* tokens, TokenPlace first) {
  if (tokens->end() - first < 5 || first[1].kind != Token::Kind::kSign || !first[2].IsNumber(2) ||
      first[3].kind != Token::Kind::kSign || first[4].kind != Token::Kind::kNumber) {
    return std::nullopt;
  }
  const bool year_first = IsHijriYear(first[0]) && first[4].IsNumber(2);
  if (!year_first && !(first[0].IsNumber(2) && IsHijriYear(first[4]))) return std::nullopt;
  const int year = first[year_first ? 0 : 4].number();
  if (year < kFirstUnmarkedYear) return std::nullopt;
  const std::optional<Moment> moment = HijriDay(year, first[2].number(), first[year_first ? 4 : 0].number());
  tokens->erase(first, first + 5);
  return moment;
}

// Takes the first Hijri date out of `tokens`.
std::optional<Moment> TakeHijri(std::vector<Token>* tokens) {
  if (std::ranges::none_of(*tokens, IsHijriYear)) return std::nullopt;
  for (auto at = tokens->begin(); at != tokens->end(); ++at) {
    const size_t before = tokens->size();
    std::optional<Moment> moment = at->kind == Token::Kind::kWord     ? TakeNamedHijri(tokens, at)
                                   : at->kind == Token::Kind::kNumber ? TakeNumericHijri(tokens, at)
                                                                      : std::nullopt;
    if (tokens->size() < before) return moment;
  }
  return std::nullopt;
}

class WordyDate {
 public:
  explicit WordyDate(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  std::optional<Moment> Read() {
    while (at_ < tokens_.size()) {
      const Token& token = tokens_[at_];
      const bool taken = token.kind == Token::Kind::kNumber ? TakeNumber()
                         : token.kind == Token::Kind::kWord ? TakeWord()
                                                            : TakeSign();
      if (!taken) return std::nullopt;
    }
    return Resolve();
  }

 private:
  const Token* Ahead(size_t count) const { return at_ + count < tokens_.size() ? &tokens_[at_ + count] : nullptr; }
  bool IsAhead(size_t count, char sign) const { return Ahead(count) != nullptr && Ahead(count)->Is(sign); }

  bool TakeNumber() {
    if (IsAhead(1, ':')) return TakeClock();
    if (IsHourSign(1)) return TakeFrenchClock();
    if (IsDottedClock()) return TakeDottedClock();
    const std::string& digits = tokens_[at_].text;
    if (digits.size() == 14 && numbers_.empty()) {  // 20251103143000
      ++at_;
      return TakeCompactDate(digits.substr(0, 8)) && TakeCompactClock(digits.substr(8));
    }
    if (digits.size() == 8 && numbers_.empty()) {
      ++at_;
      return TakeCompactDate(digits);
    }
    if (is_compact_ && !clock_ && (digits.size() == 6 || digits.size() == 4)) {
      ++at_;
      return TakeCompactClock(digits);
    }
    if (digits.size() > 4 || numbers_.size() == 3) return false;
    numbers_.push_back(tokens_[at_++]);
    if (at_ < tokens_.size() && numbers_.size() < 3 && tokens_[at_].Is('.')) ++dots_;
    return true;
  }

  bool TakeCompactDate(const std::string& digits) {
    is_compact_ = true;
    for (const auto& [from, count] : {std::pair(0, 4), std::pair(4, 2), std::pair(6, 2)}) {
      numbers_.push_back({Token::Kind::kNumber, digits.substr(static_cast<size_t>(from), static_cast<size_t>(count))});
    }
    return true;
  }

  bool TakeCompactClock(const std::string& digits) {
    const int seconds = digits.size() == 6 ? std::atoi(digits.c_str() + 4) : 0;
    moment_.precision = digits.size() == 6 ? Precision::kSecond : Precision::kMinute;
    return SetClock(std::atoi(digits.substr(0, 2).c_str()), std::atoi(digits.substr(2, 2).c_str()), seconds);
  }

  bool SetClock(int hour, int minute, int second) {
    if (clock_ || hour > 23 || minute > 59 || second > 60) return false;
    clock_ = hour * 3600 + minute * 60 + second;
    behind_clock_ = at_;
    return true;
  }

  // 14:30, 14:30:05, 14:30:05.123
  bool TakeClock() {
    const Token* minute = Ahead(2);
    if (!tokens_[at_].IsNumber(2) || minute == nullptr || !minute->IsNumber(2)) return false;
    const int hour = tokens_[at_].number();
    int second = 0;
    moment_.precision = Precision::kMinute;
    at_ += 3;
    if (IsAhead(0, ':')) {
      const Token* seconds = Ahead(1);
      if (seconds == nullptr || !seconds->IsNumber(2)) return false;
      second = seconds->number();
      moment_.precision = Precision::kSecond;
      at_ += 2;
      const Token* fraction = Ahead(1);
      if ((IsAhead(0, '.') || IsAhead(0, ',')) && fraction != nullptr && fraction->kind == Token::Kind::kNumber &&
          fraction->glued) {
        moment_.nanos = std::atoi((fraction->text + "000000000").substr(0, 9).c_str());
        moment_.precision = Precision::kMillisecond;
        at_ += 2;
      }
    }
    return SetClock(hour, minute->number(), second);
  }

  bool IsHourSign(size_t count) const {
    const Token* const sign = Ahead(count);
    return sign != nullptr && sign->kind == Token::Kind::kWord && sign->text == "h" && tokens_[at_].IsNumber(2);
  }

  // 7h45, 14 h 05, 18h
  bool TakeFrenchClock() {
    const int hour = tokens_[at_].number();
    const Token* const minute = Ahead(2);
    const bool has_minute = minute != nullptr && minute->kind == Token::Kind::kNumber && minute->text.size() == 2;
    at_ += has_minute ? 3 : 2;
    moment_.precision = Precision::kMinute;
    return SetClock(hour, has_minute ? minute->number() : 0, 0);
  }

  // 10.00 Uhr
  bool IsDottedClock() const {
    const Token* const minute = Ahead(2);
    const Token* const word = Ahead(3);
    return IsAhead(1, '.') && minute != nullptr && minute->glued && minute->IsNumber(2) && word != nullptr &&
           word->kind == Token::Kind::kWord && word->text == "uhr" && tokens_[at_].IsNumber(2);
  }

  bool TakeDottedClock() {
    const int hour = tokens_[at_].number();
    const int minute = Ahead(2)->number();
    at_ += 3;
    moment_.precision = Precision::kMinute;
    return SetClock(hour, minute, 0);
  }

  bool TakeWord() {
    text::DateWord word;
    // A name of two words; months of the Levant are numbered, too: the first and the second Kanun.
    const Token* next = Ahead(1);
    const bool may_join =
        next != nullptr && (next->kind == Token::Kind::kWord || next->text == "1" || next->text == "2");
    if (may_join) {
      word = text::FindDateWord(tokens_[at_].text + ' ' + next->text);
      at_ += word.kind != DateWordKind::kNone;
    }
    if (word.kind == DateWordKind::kNone) word = text::FindDateWord(tokens_[at_].text);
    const bool is_behind_clock = clock_ && at_ == behind_clock_;
    ++at_;
    switch (word.kind) {
      case DateWordKind::kMonth:
        // Two calendars' names of one month stand side by side in Arabic.
        if (month_ != 0 && month_ != word.value) return false;
        month_ = word.value;
        return true;
      case DateWordKind::kZone:
        if (clock_ && !zone_) zone_ = word.value;
        return true;
      case DateWordKind::kHalf:
        if (is_behind_clock) half_ = word.value;
        return true;
      case DateWordKind::kWeekday:
      case DateWordKind::kFiller:
        return true;
      case DateWordKind::kHijri:
        return false;
      case DateWordKind::kAge:
      case DateWordKind::kNone:
        return is_behind_clock || (numbers_.empty() && !clock_);
    }
    return false;
  }

  bool TakeSign() {
    if (IsAhead(0, '(')) {
      const Token* const inside = Ahead(1);
      const bool is_word = inside != nullptr && inside->kind == Token::Kind::kWord && IsAhead(2, ')');
      const text::DateWord word = is_word ? text::FindDateWord(inside->text) : text::DateWord();
      if (word.kind == DateWordKind::kZone && clock_ && !zone_) zone_ = word.value;
      while (at_ < tokens_.size() && !tokens_[at_].Is(')')) ++at_;
      at_ += at_ < tokens_.size();
      return true;
    }
    const Token* next = Ahead(1);
    const bool is_offset = clock_ && next != nullptr && next->kind == Token::Kind::kNumber && next->glued;
    if (is_offset && (IsAhead(0, '+') || IsAhead(0, '-'))) return TakeOffset();
    if (IsAhead(0, '+')) return false;
    // A colon that no number follows is half a clock.
    return !tokens_[at_++].Is(':');
  }

  // +0300, +03:00, +03, +3; GMT+3 too
  bool TakeOffset() {
    const bool west = IsAhead(0, '-');
    const std::string& digits = tokens_[at_ + 1].text;
    if (digits.size() > 4 || digits.size() == 3) return false;
    int hours = std::atoi(digits.substr(0, digits.size() == 4 ? 2 : digits.size()).c_str());
    int minutes = digits.size() == 4 ? std::atoi(digits.c_str() + 2) : 0;
    at_ += 2;
    if (digits.size() < 4 && IsAhead(0, ':') && Ahead(1) != nullptr && Ahead(1)->IsNumber(2)) {
      minutes = Ahead(1)->number();
      at_ += 2;
    }
    if (hours > 14 || minutes > 59) return false;
    zone_ = hours * 60 + minutes;
    if (!west) return true;
    // RFC 2822, 3.3: -0000 says that the zone is not known.
    zone_ = *zone_ == 0 ? std::nullopt : std::optional<int>(-*zone_);
    return true;
  }

  std::optional<Moment> Resolve() {
    std::optional<std::chrono::year_month_day> date = month_ == 0 ? NumericDate() : NamedDate();
    if (!date || !date->ok() || date->year() < std::chrono::year(kLastHijriYear)) return std::nullopt;
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
    if (zone_) moment_.unix_seconds -= *zone_ * 60;
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
    const Token& year = numbers_[year_first ? 0 : 1];
    const Token& day = numbers_[year_first ? 1 : 0];
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

  const std::vector<Token> tokens_;
  size_t at_ = 0;
  std::vector<Token> numbers_;  // day, month and year as they come
  int dots_ = 0;                // between them
  int month_ = 0;
  bool is_compact_ = false;
  std::optional<int> clock_;  // seconds of the day
  size_t behind_clock_ = 0;   // the token that follows it
  std::optional<int> half_;
  std::optional<int> zone_;
  Moment moment_;
};

}  // namespace

std::optional<Moment> ParseWordyMoment(std::string_view text) {
  if (text.size() > kLongestDate) return std::nullopt;
  std::vector<Token> tokens = Cut(text::FoldText(text));
  // The date of our calendar beside it is the surer one.
  const std::optional<Moment> hijri = TakeHijri(&tokens);
  const std::optional<Moment> moment = WordyDate(std::move(tokens)).Read();
  return moment ? moment : hijri;
}

}  // namespace marsad::decode
