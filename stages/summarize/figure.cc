#include "stages/summarize/figure.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "lib/text/date_words.h"

namespace marsad::summarize {
namespace {

using text::DateWordKind;
using text::OriginalSpan;
using text::Script;
using text::Token;

constexpr std::string_view kWaw = "\u0648";
constexpr size_t kMostParts = 4;  // words of one figure
constexpr std::array<std::string_view, 5> kBlanks = {" ", "\u00A0", "\u202F", "\u2009", ""};
constexpr std::array<std::string_view, 4> kScoreMarks = {"-", "\u2013", ":", "\u2212"};
constexpr std::array<std::string_view, 4> kPercent = {"%", " %", "\u066A", "\u00A0%"};
constexpr std::array<std::string_view, 6> kNumberMarks = {"/", "#", "\u00B0 ", "\u00B0", "\u2116", "\u2116 "};

template <size_t kCount>
bool IsOneOf(const std::array<std::string_view, kCount>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// -1 if `word` is not all digits, or has more than four.
int ValueOf(std::string_view word) {
  constexpr size_t kMostDigits = 4;
  if (word.empty() || word.size() > kMostDigits) return -1;
  int value = 0;
  for (const char c : word) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

// Of the calendars of Gregory and of the Hijra, by the moon and by the sun.
bool IsYear(int value) { return (value >= 1900 && value <= 2100) || (value >= 1300 && value <= 1500); }

bool IsMonth(std::string_view word) {
  const DateWordKind kind = text::FindDateWord(word).kind;
  return kind == DateWordKind::kMonth || kind == DateWordKind::kHijri;
}

// "23.40", "18h40".
bool IsTimeInOneWord(std::string_view word) {
  const size_t mark = word.find_first_of(".h");
  if (mark == std::string_view::npos || mark + 3 != word.size()) return false;
  const int hours = ValueOf(word.substr(0, mark));
  const int minutes = ValueOf(word.substr(mark + 1));
  return hours >= 0 && hours < 25 && minutes >= 0 && minutes < 60;
}

}  // namespace

std::string_view Figures::Between(const Token& first, const Token& second) const {
  return article_.body.substr(first.original.end, second.original.begin - first.original.end);
}

bool Figures::IsNumber(std::span<const Token> tokens, size_t at) const {
  return tokens[at].script == Script::kDigits ||
         phrases_.Find(tokens.subspan(at), article_.search_body).Has(Phrase::kNumber);
}

bool Figures::NamesSomething(std::span<const Token> tokens, size_t at) const {
  const std::string_view before = article_.body.substr(0, tokens[at].original.begin);
  const bool is_marked = std::any_of(kNumberMarks.begin(), kNumberMarks.end(),
                                     [&](std::string_view mark) { return before.ends_with(mark); });
  if (is_marked && tokens[at].script == Script::kDigits) return true;
  const std::string_view behind = article_.body.substr(tokens[at].original.end);
  if (behind.starts_with("+") || before.ends_with("+")) return true;  // the 90+4th minute
  if (at == 0) {                                                      // an item's number
    constexpr std::array<std::string_view, 5> kItemMarks = {". ", ") ", "- ", " - ", " . "};
    return std::any_of(kItemMarks.begin(), kItemMarks.end(), [&](auto mark) { return behind.starts_with(mark); });
  }
  const Token& previous = tokens[at - 1];
  if (Between(previous, tokens[at]) == "-" && previous.script != Script::kDigits) return true;  // M-505
  return phrases_.Find(tokens.subspan(at - 1), article_.search_body).Has(Phrase::kNumbered);
}

bool Figures::IsInDate(std::span<const Token> tokens, size_t at) const {
  const int value = ValueOf(Word(tokens[at]));
  if (value < 0) return false;
  if (IsYear(value)) return true;
  if (value > 31) return false;
  const auto is_month = [&](size_t other) { return other < tokens.size() && IsMonth(Word(tokens[other])); };
  const auto is_parted = [&](size_t other) {  // 4/9/1445
    if (other + 1 >= tokens.size() || tokens[other + 1].script != Script::kDigits) return false;
    const std::string_view between = Between(tokens[other], tokens[other + 1]);
    return between == "/" || between == " / ";
  };
  return is_month(at + 1) || (at > 0 && is_month(at - 1)) || is_parted(at) || (at > 0 && is_parted(at - 1));
}

bool Figures::IsInTime(std::span<const Token> tokens, size_t at) const {
  if (IsTimeInOneWord(Word(tokens[at])) && IsBesideClock(tokens, at)) return true;
  const auto is_time = [&](size_t hours) {
    if (hours + 1 >= tokens.size() || Between(tokens[hours], tokens[hours + 1]) != ":") return false;
    const std::string_view minutes = Word(tokens[hours + 1]);
    const int value = ValueOf(Word(tokens[hours]));
    return value >= 0 && value < 25 && minutes.size() == 2 && ValueOf(minutes) >= 0 && ValueOf(minutes) < 60;
  };
  return is_time(at) || (at > 0 && is_time(at - 1));
}

bool Figures::IsBesideClock(std::span<const Token> tokens, size_t at) const {
  if (Word(tokens[at]).find('h') != std::string_view::npos) return true;
  const auto is_clock = [&](size_t other) {
    return phrases_.Find(tokens.subspan(other), article_.search_body).Has(Phrase::kClock);
  };
  return (at > 0 && is_clock(at - 1)) || (at + 1 < tokens.size() && is_clock(at + 1));
}

bool Figures::IsScore(std::span<const Token> tokens, size_t at) const {
  if (at + 1 >= tokens.size() || !IsOneOf(kScoreMarks, Between(tokens[at], tokens[at + 1]))) return false;
  const auto may_be = [&](size_t which) {
    constexpr int kMostGoals = 200;
    const int value = ValueOf(Word(tokens[which]));
    return value >= 0 && value < kMostGoals;
  };
  const auto joins = [&](size_t which) {  // a longer run, as in a date
    return which + 1 < tokens.size() && tokens[which + 1].script == Script::kDigits &&
           IsOneOf(kScoreMarks, Between(tokens[which], tokens[which + 1]));
  };
  return may_be(at) && may_be(at + 1) && !joins(at + 1) && !(at > 0 && joins(at - 1)) && !IsInTime(tokens, at);
}

OriginalSpan Figures::At(std::span<const Token> tokens, size_t at) const {
  if (!IsNumber(tokens, at) || NamesSomething(tokens, at)) return {};
  if (IsScore(tokens, at)) return {tokens[at].original.begin, tokens[at + 1].original.end};
  const bool is_time = tokens[at].script == Script::kDigits && (IsInTime(tokens, at) || IsInDate(tokens, at));
  return is_time ? OriginalSpan() : OriginalSpan{tokens[at].original.begin, EndOf(tokens, at)};
}

uint32_t Figures::EndOf(std::span<const Token> tokens, size_t at) const {
  uint32_t end = tokens[at].original.end;
  for (size_t next = at + 1; next < tokens.size() && next < at + kMostParts; ++next) {
    if (Word(tokens[next]) == kWaw && next + 1 < tokens.size() && IsNumber(tokens, next + 1)) continue;  // "and"
    if (!IsNumber(tokens, next) || !IsOneOf(kBlanks, Between(tokens[next - 1], tokens[next]))) break;
    end = tokens[next].original.end;
  }
  const std::string_view behind = article_.body.substr(end);
  const auto* const mark =
      std::find_if(kPercent.begin(), kPercent.end(), [&](std::string_view one) { return behind.starts_with(one); });
  return mark == kPercent.end() ? end : end + static_cast<uint32_t>(mark->size());
}

}  // namespace marsad::summarize
