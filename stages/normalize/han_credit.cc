#include "stages/normalize/han_credit.h"

#include <algorithm>
#include <array>
#include <string>

#include "lib/base/utf8.h"
#include "lib/text/code_point.h"
#include "lib/text/sentence_break.h"
#include "stages/normalize/phrases.h"

namespace marsad::normalize {
namespace {

using text::SentenceClass;

constexpr size_t kLongestCredit = 160;       // bytes
constexpr size_t kMostBetween = 24;          // characters of place and date
constexpr std::string_view kDay = "\u65E5";  // after the number of a day
constexpr char32_t kFirstOfEastAsia = 0x3000;

struct Bracket {
  std::string_view open;
  std::string_view close;
};
constexpr std::array<Bracket, 6> kBrackets = {{{"\u3010", "\u3011"},  // lenticular
                                               {"\u3014", "\u3015"},  // tortoise shell
                                               {"\uFF08", "\uFF09"},  // full width
                                               {"\uFF3B", "\uFF3D"},
                                               {"[", "]"},
                                               {"(", ")"}}};

SentenceClass ClassAt(std::string_view text, size_t at) {
  return text::SentenceBreaker::ClassOf(text::CodePointAt(text, at).value);
}

size_t SkipSpace(std::string_view text, size_t at) {
  while (at < text.size() && ClassAt(text, at) == SentenceClass::kSpace) at += text::CodePointAt(text, at).bytes;
  return at;
}

size_t BytesAtStart(std::string_view text, const std::vector<std::string>& words) {
  size_t most = 0;
  for (const std::string& word : words) {
    if (text.starts_with(word)) most = std::max(most, word.size());
  }
  return most;
}

bool EndsWithAny(std::string_view text, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return text.ends_with(word); });
}

bool EndsWithDay(std::string_view text) {
  if (!text.ends_with(kDay) || text.size() == kDay.size()) return false;
  return ClassAt(text, PreviousBoundary(text, text.size() - kDay.size())) == SentenceClass::kNumeric;
}

// A bracket at `at` and what is in it; no bytes where none begins or ends there.
struct Bracketed {
  std::string_view inner;
  size_t bytes = 0;
};

Bracketed BracketAt(std::string_view text, size_t at) {
  for (const Bracket& bracket : kBrackets) {
    if (!text.substr(at).starts_with(bracket.open)) continue;
    const size_t begin = at + bracket.open.size();
    const size_t end = text.find(bracket.close, begin);
    if (end != text.npos) return {text.substr(begin, end - begin), end + bracket.close.size() - at};
  }
  return {};
}

// An outlet, perhaps a place and a day, a dispatch word: what stands between outlet and word is a name or a date.
struct Dispatch {
  size_t bytes = 0;  // 0: none
  bool has_place_or_day = false;
};

// Whether a dispatch word may end before `at`.
bool EndsDispatch(std::string_view text, size_t at, bool may_be_comma) {
  if (at >= text.size()) return true;
  const text::CodePoint c = text::CodePointAt(text, at);
  const bool is_colon = c.value == ':' || c.value == 0xFF1A;
  const bool is_comma = c.value == ',' || c.value == 0xFF0C;
  return ClassAt(text, at) == SentenceClass::kSpace || is_colon || (is_comma && may_be_comma) ||
         BracketAt(text, at).bytes > 0;
}

Dispatch FindDispatch(std::string_view text) {
  const Phrases& phrases = Phrases::Get();
  const size_t begin = BytesAtStart(text, phrases.Of(HanWord::kOutlet));
  if (begin == 0) return {};
  size_t at = begin;
  for (size_t count = 0; at < text.size() && count <= kMostBetween; ++count) {
    const std::string_view between = text.substr(begin, at - begin);
    const bool has_day = EndsWithDay(between);
    const size_t word = BytesAtStart(text.substr(at), phrases.Of(HanWord::kDispatch));
    const bool may_be_comma = has_day || between.empty();
    if (word > 0 && EndsDispatch(text, at + word, may_be_comma)) return {at + word, !between.empty()};
    const SentenceClass found = ClassAt(text, at);
    const bool is_name = found == SentenceClass::kOtherLetter || found == SentenceClass::kNumeric ||
                         found == SentenceClass::kSpace || text[at] == '/';
    if (!is_name) break;
    at += text::CodePointAt(text, at).bytes;
  }
  return {};
}

std::optional<BlockKind> JudgeBracket(std::string_view inner) {
  const Phrases& phrases = Phrases::Get();
  if (const Dispatch dispatch = FindDispatch(inner); dispatch.bytes > 0 && dispatch.bytes == inner.size())
    return dispatch.has_place_or_day ? BlockKind::kDateline : BlockKind::kByline;
  if (EndsWithAny(inner, phrases.Of(HanWord::kPaper))) return BlockKind::kByline;
  const bool names_reporter = BytesAtStart(inner, phrases.Of(HanWord::kReporter)) > 0;
  if (names_reporter && EndsWithAny(inner, phrases.Of(HanWord::kDispatch))) return BlockKind::kDateline;
  const bool is_agency = BytesAtStart(inner, phrases.Of(HanWord::kOutlet)) == inner.size();
  if (!inner.empty() && is_agency) return BlockKind::kByline;
  if (EndsWithAny(inner, phrases.Of(HanWord::kOutlet))) return BlockKind::kDateline;
  return std::nullopt;
}

// After what may follow a credit: the reporter in brackets, a colon or dash, a blank.
size_t EndBehind(std::string_view text, size_t at) {
  const Bracketed bracket = BracketAt(text, SkipSpace(text, at));
  if (bracket.bytes > 0 && BytesAtStart(bracket.inner, Phrases::Get().Of(HanWord::kReporter)) > 0)
    at = SkipSpace(text, at) + bracket.bytes;
  const size_t behind = SkipSpace(text, at);
  if (behind >= text.size()) return at;
  const text::CodePoint c = text::CodePointAt(text, behind);
  const bool is_separator = c.value == ':' || c.value == 0xFF1A || c.value == '-' || c.value == 0x2014;
  const bool is_comma = c.value == ',' || c.value == 0xFF0C;
  return is_separator || is_comma ? behind + c.bytes : at;
}

}  // namespace

std::optional<Credit> FindHanCredit(std::string_view line) {
  const std::string_view beginning = PrefixAtBoundary(line, kLongestCredit);
  if (beginning.empty()) return std::nullopt;
  const char32_t first = text::CodePointAt(beginning, 0).value;
  if (first < kFirstOfEastAsia && first != '(' && first != '[') return std::nullopt;
  if (const Bracketed bracket = BracketAt(beginning, 0); bracket.bytes > 0) {
    const std::optional<BlockKind> kind = JudgeBracket(bracket.inner);
    return kind ? std::optional<Credit>({*kind, EndBehind(beginning, bracket.bytes)}) : std::nullopt;
  }
  const Dispatch dispatch = FindDispatch(beginning);
  if (dispatch.bytes == 0) return std::nullopt;
  const BlockKind kind = dispatch.has_place_or_day ? BlockKind::kDateline : BlockKind::kByline;
  return Credit{kind, EndBehind(beginning, dispatch.bytes)};
}

}  // namespace marsad::normalize
