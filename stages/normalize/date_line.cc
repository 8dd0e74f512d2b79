#include "stages/normalize/date_line.h"

#include <algorithm>
#include <charconv>
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

}  // namespace

bool IsDateLine(const Field& field, std::span<const text::Token> tokens) {
  if (tokens.size() > kMostWords) return false;
  int numbers = 0;
  bool holds_year = false;
  bool holds_name = false;
  for (size_t at = 0; at < tokens.size();) {
    if (tokens[at].script == text::Script::kDigits) {
      ++numbers;
      holds_year = holds_year || IsYear(field.Word(tokens[at]));
      ++at;
      continue;
    }
    if (IsClockWithHour(field.Word(tokens[at]))) {
      ++numbers;
      ++at;
      continue;
    }
    size_t words = 0;
    const DateWordKind kind = KindAt(field, tokens, at, &words);
    const bool is_other_calendar = kind == DateWordKind::kNone && Phrases::Get().IsDateWord(field.Word(tokens[at]));
    if (kind == DateWordKind::kNone && !is_other_calendar && !IsYearWithSign(field.Word(tokens[at]))) return false;
    holds_name = holds_name || is_other_calendar;
    holds_name =
        holds_name || kind == DateWordKind::kMonth || kind == DateWordKind::kWeekday || kind == DateWordKind::kAge;
    at += words;
  }
  return holds_name ? numbers > 0 : holds_year && numbers >= kLeastBareNumbers;
}

}  // namespace marsad::normalize
