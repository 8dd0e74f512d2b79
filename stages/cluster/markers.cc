#include "stages/cluster/markers.h"

#include <algorithm>
#include <array>
#include <optional>

#include "lib/base/utf8.h"
#include "lib/text/casing.h"
#include "stages/cluster/marker_words.h"

namespace marsad::cluster {
namespace {

using text::OriginalSpan;
using text::TextField;

constexpr size_t kHeadBytes = 300;        // of a body, in which a note or notice stands
constexpr size_t kMostMarks = 4;          // one after the other: "URGENT - CORRECTED-UPDATE 1-"
constexpr size_t kMostDigits = 2;         // of the number in "UPDATE 12-"
constexpr size_t kFewestWordsQuoted = 2;  // of a title

// By MarkerKind: of two in one article the higher decides.
constexpr std::array<int, 6> kRanks = {0, 3, 5, 1, 2, 4};

int RankOf(MarkerKind kind) { return kRanks.at(static_cast<size_t>(kind)); }

std::string_view TrimLeft(std::string_view text) {
  for (const std::string_view blank : {" ", "\u00A0", "\t", "\n"}) {
    if (text.starts_with(blank)) return TrimLeft(text.substr(blank.size()));
  }
  return text;
}

std::string_view TrimRight(std::string_view text) {
  for (const std::string_view blank : {" ", "\u00A0", "\t", "\n"}) {
    if (text.ends_with(blank)) return TrimRight(text.substr(0, text.size() - blank.size()));
  }
  return text;
}

OriginalSpan SpanOf(std::string_view part, std::string_view whole) {
  const auto begin = static_cast<uint32_t>(part.data() - whole.data());
  return {begin, begin + static_cast<uint32_t>(part.size())};
}

// What lies before the word `at`, after the one before it; after the last word if `at` is their number.
std::string_view GapBefore(const MarkerText& text, size_t at) {
  const size_t begin = at == 0 ? 0 : text.tokens[at - 1].original.end;
  const size_t end = at == text.tokens.size() ? text.text.size() : text.tokens[at].original.begin;
  return text.text.substr(begin, end - begin);
}

bool IsShortNumber(std::string_view word) {
  return !word.empty() && word.size() <= kMostDigits &&
         std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool InCapitals(std::string_view words) { return text::StartsUpper(words) && !text::HasLower(words); }

// "CORRECTED - Court", "CORRECTED: Court", "CORRECTED-Court"; not "Update-manager", "correction-fluid".
bool Separates(std::string_view gap, std::string_view words) {
  const std::string_view sign = TrimLeft(gap);
  for (const std::string_view dash : {"-", "\u2013", "\u2014", "\u2010", "\u2011"}) {
    if (!sign.starts_with(dash)) continue;
    return sign.size() < gap.size() || sign.size() > dash.size() || !text::HasLower(words);
  }
  for (const std::string_view other : {":", "|", "/", "\uFF1A", "*", "..."}) {
    if (sign.starts_with(other)) return true;
  }
  return false;
}

// A marker in its frame.
struct Framed {
  MarkerKind kind = MarkerKind::kNone;
  MarkerFrame frame = MarkerFrame::kAny;
  OriginalSpan words = {};
  size_t next = 0;  // the word after the frame
};

// Words in brackets that begin before the word `at`; nothing else may stand in these but what a separator leads in.
bool ClosesBracket(const MarkerText& text, size_t after, size_t* next) {
  const std::string_view gap = TrimLeft(GapBefore(text, after));
  const bool goes_on = Separates(gap, "");
  if (!goes_on && !gap.starts_with(')') && !gap.starts_with(']')) return false;
  const size_t close = text.text.find_first_of(")]", text.tokens[after - 1].original.end);
  if (close == std::string_view::npos) return false;
  *next = after;
  while (*next < text.tokens.size() && text.tokens[*next].original.begin < close) ++*next;
  return true;
}

// Whether what follows the phrase, which ends before the word `after`, makes it a mark.
bool HasFrame(const MarkerText& text, const MarkerPhrase& phrase, const Framed& framed, size_t* next) {
  const std::string_view words = framed.words.Cut(text.text);
  const size_t first = *next - phrase.words.size();
  if (phrase.frame == MarkerFrame::kOpen) return InCapitals(words);
  size_t after = *next;
  const bool takes_number = phrase.kind != MarkerKind::kNone && after < text.tokens.size();
  if (takes_number && IsShortNumber(text.Word(after)) && TrimLeft(GapBefore(text, after)).empty()) ++after;
  const std::string_view before = TrimRight(GapBefore(text, first));
  if (before.ends_with('(') || before.ends_with('[')) return ClosesBracket(text, after, next);
  *next = after;
  const std::string_view gap = GapBefore(text, after);
  return after < text.tokens.size() &&
         (Separates(gap, words) || (phrase.kind == MarkerKind::kNone && gap.starts_with(',')));
}

bool Counts(MarkerFrame frame, bool in_title) {
  if (frame == MarkerFrame::kAny) return true;
  return in_title && (frame == MarkerFrame::kCaps || frame == MarkerFrame::kOpen);
}

std::optional<Framed> FindFramed(const MarkerText& text, size_t at, bool in_title) {
  for (const MarkerPhrase* phrase : MarkerWords::Get().FindAt(text, at)) {
    if (!Counts(phrase->frame, in_title)) continue;
    size_t next = at + phrase->words.size();
    Framed framed = {.kind = phrase->kind,
                     .frame = phrase->frame,
                     .words = {text.tokens[at].original.begin, text.tokens[next - 1].original.end}};
    if (!HasFrame(text, *phrase, framed, &next)) continue;
    framed.next = next;
    return framed;
  }
  return std::nullopt;
}

// The marks one after the other at the begin; empty if a word that needs capitals or a notice has neither.
std::vector<Framed> FindAtBegin(const MarkerText& text, bool in_title, bool has_notice) {
  std::vector<Framed> found;
  for (size_t at = 0; at < text.tokens.size() && found.size() < kMostMarks;) {
    const std::optional<Framed> framed = FindFramed(text, at, in_title);
    if (!framed) break;
    const bool stands_out = InCapitals(framed->words.Cut(text.text)) && text::HasLower(text.text);
    if (framed->frame == MarkerFrame::kCaps && !stands_out && !has_notice) break;
    found.push_back(*framed);
    at = framed->next;
  }
  return found;
}

// "Court clears minister (CORRECTED)".
std::optional<Framed> FindAtEnd(const MarkerText& title) {
  const size_t open = title.text.find_last_of("([");
  const std::string_view rest = TrimRight(title.text);
  if (open == std::string_view::npos || open == 0 || !(rest.ends_with(')') || rest.ends_with(']'))) return std::nullopt;
  size_t first = 0;
  while (first < title.tokens.size() && title.tokens[first].original.begin < open) ++first;
  if (first == 0 || first == title.tokens.size()) return std::nullopt;
  for (const MarkerPhrase* phrase : MarkerWords::Get().FindAt(title, first)) {
    size_t end = first + phrase->words.size();
    if (end + 1 == title.tokens.size() && IsShortNumber(title.Word(end))) ++end;
    if (phrase->frame != MarkerFrame::kAny || phrase->kind == MarkerKind::kNone || end != title.tokens.size()) continue;
    return Framed{.kind = phrase->kind,
                  .words = {title.tokens[first].original.begin, title.tokens[end - 1].original.end}};
  }
  return std::nullopt;
}

// What a title is without the marks at its begin.
OriginalSpan HeadlineAfter(const MarkerText& title, const std::vector<Framed>& marks) {
  const size_t next = marks.back().next;
  const auto end = static_cast<uint32_t>(TrimRight(title.text).size());
  if (next >= title.tokens.size()) return {end, end};
  // A quotation mark or bracket that opens the headline is not worth keeping: keys are words.
  return {title.tokens[next].original.begin, end};
}

void Keep(const Framed& framed, TextField field, Marker* marker) {
  if (RankOf(framed.kind) <= RankOf(marker->kind)) return;
  marker->kind = framed.kind;
  marker->field = field;
  marker->span = framed.words;
}

Marker FindInTitle(const MarkerText& title, bool has_notice) {
  Marker marker = {.headline = SpanOf(title.text, title.text)};
  const std::vector<Framed> marks = FindAtBegin(title, true, has_notice);
  for (const Framed& framed : marks) Keep(framed, TextField::kTitle, &marker);
  if (marker.kind != MarkerKind::kNone) {
    marker.headline = HeadlineAfter(title, marks);
  } else if (const std::optional<Framed> at_end = FindAtEnd(title)) {
    Keep(*at_end, TextField::kTitle, &marker);
    marker.headline = SpanOf(TrimRight(title.text.substr(0, title.text.find_last_of("(["))), title.text);
  }
  return marker;
}

// The phrases of the frame from the first word to those that end before `end` bytes; at each word the longest alone.
std::vector<Framed> FindAnywhere(const MarkerText& text, MarkerFrame frame, size_t end) {
  std::vector<Framed> found;
  for (size_t at = 0; at < text.tokens.size() && text.tokens[at].original.end <= end; ++at) {
    for (const MarkerPhrase* phrase : MarkerWords::Get().FindAt(text, at)) {
      if (phrase->frame != frame) continue;
      const size_t last = at + phrase->words.size() - 1;
      found.push_back({.kind = phrase->kind,
                       .frame = frame,
                       .words = {text.tokens[at].original.begin, text.tokens[last].original.end}});
      break;
    }
  }
  return found;
}

std::string_view HeadOf(std::string_view body) {
  size_t end = std::min(body.size(), kHeadBytes);
  while (!IsBoundary(body, end)) --end;
  return body.substr(0, end);
}

// The bytes of brackets at the begin; 0: none.
size_t LeadingNote(std::string_view head) {
  const std::string_view text = TrimLeft(head);
  if (!text.starts_with('(') && !text.starts_with('[')) return 0;
  return std::min(head.find(text.front() == '(' ? ')' : ']'), head.size());
}

// Opening and closing quotation marks.
struct QuoteMarks {
  std::string_view open;
  std::string_view close;
};
constexpr std::array<QuoteMarks, 6> kQuoteMarks = {
    {{"\"", "\""}, {"\u00AB", "\u00BB"}, {"\u201E", "\u201C"}, {"\u201C", "\u201D"}, {"\u2018", "\u2019"}, {"'", "'"}}};

std::vector<std::string> FindQuoted(std::string_view head) {
  std::vector<std::string> keys;
  for (const QuoteMarks& marks : kQuoteMarks) {
    for (size_t at = head.find(marks.open); at != std::string_view::npos;) {
      const size_t begin = at + marks.open.size();
      const size_t end = head.find(marks.close, begin);
      if (end == std::string_view::npos) break;
      std::string key = TitleKey(head.substr(begin, end - begin));
      const auto blanks = static_cast<size_t>(std::count(key.begin(), key.end(), ' '));
      if (blanks + 1 >= kFewestWordsQuoted) keys.push_back(std::move(key));
      at = head.find(marks.open, end + marks.close.size());
    }
  }
  return keys;
}

}  // namespace

Marker FindMarker(std::string_view title, std::string_view body) {
  const MarkerText head(HeadOf(body));
  const std::vector<Framed> notices = FindAnywhere(head, MarkerFrame::kNotice, head.text.size());
  const bool is_confirmed = !notices.empty() || !FindAnywhere(head, MarkerFrame::kConfirm, head.text.size()).empty();
  Marker marker = FindInTitle(MarkerText(title), is_confirmed);
  for (const Framed& framed : FindAtBegin(head, false, false)) Keep(framed, TextField::kBody, &marker);
  for (const Framed& framed : FindAnywhere(head, MarkerFrame::kNote, LeadingNote(head.text))) {
    Keep(framed, TextField::kBody, &marker);
  }
  if (notices.empty() || FindQuoted(head.text).empty()) return marker;
  for (const Framed& framed : notices) Keep(framed, TextField::kBody, &marker);
  return marker;
}

std::string TitleKey(std::string_view title) {
  const MarkerText text(title);
  std::string key;
  for (size_t i = 0; i < text.tokens.size(); ++i) {
    if (text.Word(i).empty()) continue;
    if (!key.empty()) key += ' ';
    key += text.Word(i);
  }
  return key;
}

std::vector<std::string> FindNamedTitles(const Marker& marker, std::string_view title, std::string_view body) {
  std::vector<std::string> keys;
  std::vector<std::string> candidates = FindQuoted(HeadOf(body));
  candidates.insert(candidates.begin(), TitleKey(marker.headline.Cut(title)));
  for (std::string& key : candidates) {
    if (!key.empty() && std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(std::move(key));
  }
  return keys;
}

}  // namespace marsad::cluster
