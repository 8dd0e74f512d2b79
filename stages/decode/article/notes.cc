#include "stages/decode/article/notes.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lib/base/take_until.h"
#include "lib/base/utf8.h"
#include "lib/text/date_words.h"
#include "lib/text/fold.h"
#include "stages/decode/article/embargo.h"
#include "stages/decode/article/note_pieces.h"
#include "stages/decode/trim.h"

namespace marsad::embedded {
extern const std::string_view kNoteWords;
}  // namespace marsad::embedded

namespace marsad::decode {
namespace {

using text::DateWordKind;

constexpr size_t kHeadLines = 8;
constexpr size_t kTailLines = 4;
constexpr size_t kLongestPhrase = 80;    // bytes of a line that are looked at for one
constexpr size_t kOpening = 12;          // bytes: three characters of whatever script
constexpr size_t kShortestProse = 200;   // bytes
constexpr size_t kLongestNote = 500;     // bytes
constexpr size_t kLongestEmbargo = 300;  // bytes
constexpr std::string_view kBlanks = " \t\r";
constexpr std::string_view kArabicComma = "\u060C";
constexpr std::string_view kSigns = " \t([*#_-.:";

enum class NoteKind { kNone, kEmbargo, kCorrection };

struct NoteWords {
  NoteKind kind = NoteKind::kNone;
  bool needs_bracket = false;
  bool needs_colon = false;
  std::string phrase;  // folded
};

// The first two characters of folded text, or as many as it has.
std::string_view FirstTwo(std::string_view folded) {
  size_t end = 0;
  for (int i = 0; i < 2 && end < folded.size(); ++i) end = NextBoundary(folded, end);
  return folded.substr(0, end);
}

using NoteTable = std::unordered_map<std::string, std::vector<NoteWords>>;  // by the phrases' first two characters

const NoteTable& Table() {
  static const NoteTable table = [] {
    NoteTable read;
    for (std::string_view rest = embedded::kNoteWords; !rest.empty();) {
      std::string_view line = TakeUntil('\n', &rest);
      if (line.empty() || line.starts_with('#')) continue;
      const std::string_view kind = TakeUntil('\t', &line);
      const std::string_view how = TakeUntil('\t', &line);
      std::string phrase = text::FoldText(line);
      std::vector<NoteWords>& same = read[std::string(FirstTwo(phrase))];
      same.push_back({.kind = kind == "embargo" ? NoteKind::kEmbargo : NoteKind::kCorrection,
                      .needs_bracket = how == "bracket",
                      .needs_colon = how == "label",
                      .phrase = std::move(phrase)});
    }
    return read;
  }();
  return table;
}

// Whether a phrase may begin as `line` does. Two characters tell it for nearly every line, without folding the rest; a third
// says that nothing more combines with them.
bool MayBeNote(std::string_view line) {
  const std::string opening = text::FoldText(PrefixAtBoundary(line, kOpening));
  const std::string_view two = FirstTwo(opening);
  return two.size() == opening.size() || Table().contains(std::string(two));
}

// The kind of the word at `at`, which moves past it and past the second word of its name.
DateWordKind TakeDateWord(const std::vector<NotePiece>& pieces, size_t* at) {
  const std::string& first = pieces[(*at)++].text;
  if (*at < pieces.size() && !pieces[*at].is_number) {
    const DateWordKind both = text::FindDateWord(first + ' ' + pieces[*at].text).kind;
    if (both != DateWordKind::kNone) {
      ++*at;
      return both;
    }
  }
  return text::FindDateWord(first).kind;
}

// Whether folded text is a day: "(nov. 6, 2026)", "vom 6. november", "4.11.2026".
bool IsDay(const std::string& folded) {
  const std::vector<NotePiece> pieces = CutNote(folded);
  bool has_number = false;
  bool has_month = false;
  for (size_t i = 0; i < pieces.size();) {
    if (pieces[i].is_number) {
      has_number = true;
      has_month = has_month || pieces[i].text.find('.') != std::string::npos;
      ++i;
      continue;
    }
    const DateWordKind found = TakeDateWord(pieces, &i);
    if (found == DateWordKind::kNone) return false;
    has_month = has_month || found == DateWordKind::kMonth;
  }
  return has_number && (has_month || pieces.size() > 1);
}

// Whether a colon follows, perhaps after a date.
bool GoesOnWithColon(std::string_view folded) {
  const size_t colon = folded.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view between = Trim(folded.substr(0, colon), kBlanks);
  return between.empty() || IsDay(std::string(between));
}

const NoteWords* FindWords(std::string_view line) {
  const bool is_bracketed = line.starts_with('(') || line.starts_with('[');
  line.remove_prefix(std::min(line.size(), line.find_first_not_of(kSigns)));
  if (!MayBeNote(line)) return nullptr;
  const std::string folded = text::FoldText(PrefixAtBoundary(line, kLongestPhrase));
  const auto found = Table().find(std::string(FirstTwo(folded)));
  if (found == Table().end()) return nullptr;
  for (const NoteWords& words : found->second) {
    if (!folded.starts_with(words.phrase) || (words.needs_bracket && !is_bracketed)) continue;
    const std::string_view rest = std::string_view(folded).substr(words.phrase.size());
    if (!rest.empty() && IsNoteLetter(rest[0]) && !rest.starts_with(kArabicComma)) continue;
    if (!words.needs_colon || GoesOnWithColon(rest)) return &words;
  }
  return nullptr;
}

NoteKind KindOf(std::string_view line) {
  const NoteWords* const words = FindWords(line);
  return words == nullptr ? NoteKind::kNone : words->kind;
}

bool IsProse(std::string_view line) { return line.size() >= kShortestProse || line.ends_with('.'); }

// The note without the bracket round it, and without what follows that.
std::string_view WithoutBracket(std::string_view line) {
  if (!line.starts_with('(') && !line.starts_with('[')) return line;
  return Trim(line.substr(1, line.find_first_of(")]") - 1), kBlanks);
}

void TakeEmbargo(std::string_view line, Draft* draft) {
  if (draft->embargoed_until) return;
  const std::string_view note = PrefixAtBoundary(WithoutBracket(line), kLongestEmbargo);
  draft->embargoed_until = EndOfEmbargo(note);
  if (draft->embargoed_until) return;
  draft->warnings.push_back("an embargo whose end is not known, for date, time or zone could not be read: " +
                            Quote(note));
}

void Take(NoteKind kind, std::string_view line, Draft* draft) {
  if (kind == NoteKind::kEmbargo) TakeEmbargo(line, draft);
  if (kind == NoteKind::kCorrection && draft->correction.empty())
    draft->correction = PrefixAtBoundary(WithoutBracket(line), kLongestNote);
}

// Of the first lines, up to the prose; what is below them.
std::string_view TakeNotesAbove(Draft* draft) {
  std::string_view rest = draft->body;
  for (size_t lines = 0; lines < kHeadLines && !rest.empty();) {
    const std::string_view line = Trim(TakeUntil('\n', &rest), kBlanks);
    if (line.empty()) continue;
    ++lines;
    const NoteKind kind = KindOf(line);
    Take(kind, line, draft);
    if (kind == NoteKind::kNone && IsProse(line)) break;
  }
  return rest;
}

// Of the last lines of `rest`.
void TakeCorrectionBelow(std::string_view rest, Draft* draft) {
  for (size_t lines = 0; lines < kTailLines && !rest.empty();) {
    const size_t begin = rest.rfind('\n') + 1;  // 0 if there is none
    const std::string_view line = Trim(rest.substr(begin), kBlanks);
    rest = rest.substr(0, begin == 0 ? 0 : begin - 1);
    if (line.empty()) continue;
    ++lines;
    if (KindOf(line) == NoteKind::kCorrection) Take(NoteKind::kCorrection, line, draft);
  }
}

}  // namespace

bool IsEmbargoNote(std::string_view line) {
  const NoteWords* const words = FindWords(line);
  return words != nullptr && words->kind == NoteKind::kEmbargo && (!words->needs_colon || EndOfEmbargo(line));
}

void TakeNotes(Draft* draft) {
  const bool is_note = !draft->embargoed_until && KindOf(draft->title) == NoteKind::kEmbargo;
  if (is_note) draft->embargoed_until = EndOfEmbargo(draft->title);  // else a headline about one
  TakeCorrectionBelow(TakeNotesAbove(draft), draft);
}

}  // namespace marsad::decode
