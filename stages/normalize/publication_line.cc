#include "stages/normalize/publication_line.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "lib/text/code_point.h"
#include "lib/text/date_words.h"
#include "lib/text/sentence_break.h"
#include "stages/normalize/credit_parts.h"
#include "stages/normalize/date_line.h"
#include "stages/normalize/line_shape.h"
#include "stages/normalize/phrases.h"

namespace marsad::normalize {
namespace {

using text::DateWordKind;
using text::SentenceClass;
using text::Token;
using TokenSpan = std::span<const Token>;

constexpr size_t kMostWords = 26;
constexpr size_t kLongestLine = 300;  // bytes
constexpr size_t kNumbersOfDateAndClock = 5;
constexpr size_t kMostPostWords = 8;
constexpr size_t kFewestNameWords = 2;
constexpr size_t kMostNameWords = 3;
constexpr size_t kMostOutletWords = 4;

bool BeginsWithDigit(std::string_view folded) { return !folded.empty() && folded[0] >= '0' && folded[0] <= '9'; }

// Words of `field` from `at` on that are one word of a date, one or two; 0: there is none.
size_t DateWordsAt(const Field& field, TokenSpan words, size_t at, DateWordKind* kind) {
  if (at + 1 < words.size()) {
    const std::string both = std::string(field.Word(words[at])).append(" ").append(field.Word(words[at + 1]));
    *kind = text::FindDateWord(both).kind;
    if (*kind != DateWordKind::kNone) return 2;
  }
  *kind = text::FindDateWord(field.Word(words[at])).kind;
  return *kind == DateWordKind::kNone ? 0 : 1;
}

bool IsDay(DateWordKind kind) {
  return kind == DateWordKind::kMonth || kind == DateWordKind::kHijri || kind == DateWordKind::kWeekday ||
         kind == DateWordKind::kAge;
}

// What the words of a page about itself hold.
struct OwnWords {
  size_t numbers = 0;
  bool holds_day = false;  // a month, a weekday, an age, a clock in one word
  bool is_told = false;    // published, updated
  bool is_ago = false;

  bool HoldsTime() const { return numbers > 0 ? holds_day || numbers > 1 : is_ago && holds_day; }
  bool IsDate() const { return (holds_day && numbers > 1) || numbers >= kNumbersOfDateAndClock; }
};

// Of the word at `at`, and perhaps the next: how many were read; 0: it is no such word.
size_t Read(const Field& field, TokenSpan words, size_t at, OwnWords* parts) {
  const std::string_view word = field.Word(words[at]);
  const Phrases& phrases = Phrases::Get();
  if (BeginsWithDigit(word)) {
    ++parts->numbers;
    parts->holds_day = parts->holds_day || word.find_first_not_of("0123456789") != word.npos;
    return 1;
  }
  if (phrases.Is(WordKind::kPublished, word)) {
    parts->is_told = true;
    return 1;
  }
  parts->is_ago = parts->is_ago || phrases.Is(WordKind::kAgo, word);
  DateWordKind kind = DateWordKind::kNone;
  if (const size_t read = DateWordsAt(field, words, at, &kind); read > 0) {
    parts->holds_day = parts->holds_day || IsDay(kind);
    return read;
  }
  parts->holds_day = parts->holds_day || phrases.Is(WordKind::kDate, word);
  const bool may_stand = phrases.Is(WordKind::kByPublished, word) || phrases.Is(WordKind::kDate, word) ||
                         phrases.Is(WordKind::kAgo, word) || phrases.Is(WordKind::kCounted, word) ||
                         phrases.Is(WordKind::kByCounted, word);
  return may_stand ? 1 : 0;
}

// Whether a number stands among `words`, or they are so few that an age may have none: "an hour ago".
bool MayTellTime(const Field& field, TokenSpan words) {
  return words.size() <= kMostPostWords ||
         std::ranges::any_of(words, [&](const Token& word) { return BeginsWithDigit(field.Word(word)); });
}

// Nothing if one of `words` is no such word.
std::optional<OwnWords> ReadAll(const Field& field, TokenSpan words) {
  if (!MayTellTime(field, words)) return std::nullopt;
  OwnWords parts;
  for (size_t at = 0; at < words.size();) {
    const size_t read = Read(field, words, at, &parts);
    if (read == 0) return std::nullopt;
    at += read;
  }
  return parts;
}

SentenceClass FirstClass(const Field& field, const Token& word) { return ClassAt(field.original, word.original.begin); }

// How many words at `at` belong to a time: 0, 1 or 2.
size_t TimeWordsAt(const Field& field, TokenSpan words, size_t at) {
  const std::string_view word = field.Word(words[at]);
  DateWordKind kind = DateWordKind::kNone;
  if (BeginsWithDigit(word)) return 1;
  const size_t read = DateWordsAt(field, words, at, &kind);
  if (kind == DateWordKind::kZone || kind == DateWordKind::kHalf || kind == DateWordKind::kFiller) return read;
  return Phrases::Get().Is(WordKind::kPublished, word) ? 1 : 0;
}

// Whether one or two digits, a sign and two digits stand in `text`.
bool HoldsClock(std::string_view text) {
  const auto is_digit = [&](size_t at) { return at < text.size() && text[at] >= '0' && text[at] <= '9'; };
  for (size_t mark = text.find_first_of(":.h"); mark != text.npos; mark = text.find_first_of(":.h", mark + 1)) {
    if (mark > 0 && is_digit(mark - 1) && is_digit(mark + 1) && is_digit(mark + 2) && !is_digit(mark + 3)) return true;
  }
  return false;
}

// How many words from `at` on belong to a time: its numbers, "am", "GMT", "posted at".
size_t TimeWords(const Field& field, TokenSpan words, size_t at, bool* holds_clock) {
  size_t end = at;
  while (end < words.size()) {
    const size_t read = TimeWordsAt(field, words, end);
    if (read == 0) break;
    end += read;
  }
  if (end == at) return 0;
  const std::string_view time =
      text::OriginalSpan{words[at].original.begin, words[end - 1].original.end}.Cut(field.original);
  *holds_clock = *holds_clock || HoldsClock(time);
  return end - at;
}

// Two or three words with capitals; in a script that has none after or before a dash, and none that no name begins with.
bool IsWriter(const Field& field, TokenSpan words, bool is_parted) {
  if (words.size() < kFewestNameWords || words.size() > kMostNameWords) return false;
  if (FirstClass(field, words[0]) == SentenceClass::kOtherLetter)
    return is_parted && Phrases::Get().MayBeginName(words[0].original.Cut(field.original));
  return std::ranges::all_of(words,
                             [&](const Token& word) { return FirstClass(field, word) == SentenceClass::kUpper; });
}

bool HoldsDash(const Field& field, const Token& before, const Token& behind) {
  const std::string_view gap = text::OriginalSpan{before.original.end, behind.original.begin}.Cut(field.original);
  return gap.find_first_of("-|") != gap.npos || gap.find("\u2013") != gap.npos || gap.find("\u2014") != gap.npos;
}

// "2h ago", "3 hours ago"
bool IsAge(const Field& field, TokenSpan words) {
  constexpr size_t kMostAgeWords = 4;
  if (words.size() < 2 || words.size() > kMostAgeWords) return false;
  const std::optional<OwnWords> parts = ReadAll(field, words);
  if (!parts || parts->numbers > 1 || !parts->is_ago || parts->is_told) return false;
  return parts->holds_day || parts->numbers == 1;
}

bool IsOutlet(std::string_view part) {
  const std::vector<std::string_view> words = Words(part);
  return !words.empty() && words.size() <= kMostOutletWords && std::ranges::all_of(words, [](std::string_view word) {
    const SentenceClass first = ClassAt(word, 0);
    return first == SentenceClass::kUpper || first == SentenceClass::kOtherLetter;
  });
}

}  // namespace

bool IsPublicationLine(const Field& field, TokenSpan words, std::string_view line, bool at_edge) {
  if (words.size() < 2 || words.size() > kMostWords || line.size() > kLongestLine) return false;
  const std::optional<OwnWords> parts = ReadAll(field, words);
  if (!parts) return false;
  // "23 March: published." is a sentence; one that begins with "Published" is none.
  const bool ends_in_unit = Phrases::Get().Is(WordKind::kByCounted, field.Word(words.back()));  // "4 min."
  if (line.ends_with('.') && !ends_in_unit && BeginsWithDigit(field.Word(words.front()))) return false;
  return parts->HoldsTime() && (parts->is_told || (at_edge && parts->IsDate()));
}

bool IsPostTime(const Field& field, TokenSpan words, std::string_view line) {
  if (words.empty() || words.size() > kMostPostWords || EndsLikeProse(line)) return false;
  if (IsAge(field, words)) return true;
  bool holds_clock = false;
  if (const size_t time = TimeWords(field, words, 0, &holds_clock); time > 0) {
    if (!holds_clock) return false;
    return time == words.size() || IsWriter(field, words.subspan(time), HoldsDash(field, words[time - 1], words[time]));
  }
  for (size_t name = kFewestNameWords; name <= kMostNameWords && name < words.size(); ++name) {
    if (TimeWords(field, words, name, &holds_clock) != words.size() - name) continue;
    return holds_clock && IsWriter(field, words.first(name), HoldsDash(field, words[name - 1], words[name]));
  }
  return false;
}

bool IsDateAndOutlet(std::string_view line) {
  constexpr std::array<std::string_view, 4> kSigns = {" | ", " / ", " \u00B7 ", " \u2022 "};
  constexpr size_t kFewestParts = 3;
  if (line.size() > kLongestLine) return false;
  for (const std::string_view sign : kSigns) {
    if (line.find(sign) == line.npos) continue;
    size_t parts = 0;
    size_t outlets = 0;
    for (size_t begin = 0; begin <= line.size(); ++parts) {
      const size_t end = std::min(line.find(sign, begin), line.size());
      const Field part = MakeField(line.substr(begin, end - begin));
      begin = end + sign.size();
      bool holds_clock = false;
      const bool is_time = !part.tokens.empty() && TimeWords(part, part.tokens, 0, &holds_clock) == part.tokens.size();
      if (is_time || IsDateLine(part, part.tokens) || IsPublicationLine(part, part.tokens, part.original, true))
        continue;
      if (!IsOutlet(part.original)) return false;
      ++outlets;
    }
    if (parts >= kFewestParts) return outlets <= 1;
  }
  return false;
}

bool IsSourceAndDate(std::string_view line, std::span<const std::string_view> authors) {
  if (line.size() > kLongestLine) return false;
  const auto is_sign = [](char c) { return c == ',' || c == '|' || c == '/' || c == '-'; };
  const auto sign = static_cast<size_t>(std::ranges::find_if(line, is_sign) - line.begin());
  if (sign == line.size() || sign == 0 || !HasDigit(line.substr(sign))) return false;
  const std::string_view source = line.substr(0, line.find_last_not_of(' ', sign - 1) + 1);
  if (!Phrases::Get().IsAgency(source) && std::ranges::find(authors, source) == authors.end()) return false;
  const Field date = MakeField(line.substr(sign + 1));
  const text::OriginalSpan whole = {0, static_cast<uint32_t>(date.original.size())};
  const std::optional<PhraseMatch> match = Phrases::Get().Match(date, date.tokens, whole);
  return IsDateLine(date, date.tokens) || IsPublicationLine(date, date.tokens, date.original, true) ||
         (match && match->rule == Rule::kBoilerplate);
}

}  // namespace marsad::normalize
