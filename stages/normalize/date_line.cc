#include "stages/normalize/date_line.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include "lib/text/date_words.h"
#include "stages/normalize/phrases.h"

namespace marsad::normalize {
namespace {

using text::DateWordKind;

constexpr size_t kMostWords = 14;
constexpr int kLeastBareNumbers = 3;  // 12/11/2025
constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2100;

bool IsYear(std::string_view digits) {
  int year = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), year);
  return digits.size() == 4 && year >= kFirstYear && year < kLastYear;
}

// "1448 AH" and "2026 AD" in Arabic, each written as one word.
bool IsYearWithSign(std::string_view word) {
  constexpr std::string_view kSigns[] = {"\u0647", "\u0645", "\u0647\u0640"};
  const size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());
  return digits == 4 && std::ranges::find(kSigns, word.substr(digits)) != std::end(kSigns);
}

// "18h20"
bool IsClockWithHour(std::string_view word) {
  const size_t hour = word.find('h');
  return word.size() <= 5 && hour != word.npos && hour > 0 && word.find_first_not_of("0123456789h") == word.npos &&
         word.find('h', hour + 1) == word.npos;
}

// The kind of the name that begins at `at`; `words` of it are one or two.
DateWordKind KindAt(const Field& field, std::span<const text::Token> tokens, size_t at, size_t* words) {
  *words = 2;
  if (at + 1 < tokens.size()) {
    const std::string both = std::string(field.Word(tokens[at])).append(" ").append(field.Word(tokens[at + 1]));
    if (const auto kind = text::FindDateWord(both).kind; kind != DateWordKind::kNone) return kind;
  }
  *words = 1;
  return text::FindDateWord(field.Word(tokens[at])).kind;
}

// What a line of numbers and words of dates holds.
struct DateParts {
  int numbers = 0;
  bool holds_year = false;
  bool holds_name = false;
};

bool IsName(DateWordKind kind) {
  return kind == DateWordKind::kMonth || kind == DateWordKind::kWeekday || kind == DateWordKind::kAge;
}

// Takes the words that begin at `at`, and moves past them; false: they are of no date.
bool TakeWords(const Field& field, std::span<const text::Token> tokens, size_t* at, DateParts* parts) {
  size_t words = 0;
  const std::string_view first = field.Word(tokens[*at]);
  const DateWordKind kind = KindAt(field, tokens, *at, &words);
  const bool is_other_calendar = kind == DateWordKind::kNone && Phrases::Get().Is(WordKind::kDate, first);
  if (kind == DateWordKind::kNone && !is_other_calendar && !IsYearWithSign(first)) return false;
  parts->holds_name = parts->holds_name || is_other_calendar || IsName(kind);
  *at += words;
  return true;
}

// Nothing if `tokens` hold anything else.
std::optional<DateParts> ReadParts(const Field& field, std::span<const text::Token> tokens) {
  if (tokens.size() > kMostWords) return std::nullopt;
  DateParts parts;
  for (size_t at = 0; at < tokens.size();) {
    const bool is_number = tokens[at].script == text::Script::kDigits;
    if (is_number || IsClockWithHour(field.Word(tokens[at]))) {
      ++parts.numbers;
      parts.holds_year = parts.holds_year || (is_number && IsYear(field.Word(tokens[at])));
      ++at;
    } else if (!TakeWords(field, tokens, &at, &parts)) {
      return std::nullopt;
    }
  }
  return parts;
}

}  // namespace

bool IsDateLine(const Field& field, std::span<const text::Token> tokens) {
  const std::optional<DateParts> parts = ReadParts(field, tokens);
  if (!parts) return false;
  return parts->holds_name ? parts->numbers > 0 : parts->holds_year && parts->numbers >= kLeastBareNumbers;
}

bool IsDay(const Field& field, std::span<const text::Token> tokens) {
  const std::optional<DateParts> parts = ReadParts(field, tokens);
  return parts && (parts->holds_name ? parts->numbers > 0 : parts->numbers >= 2);
}

}  // namespace marsad::normalize
