#include "stages/decode/article/notes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "lib/base/utf8.h"
#include "lib/text/calendar.h"
#include "lib/text/code_point.h"
#include "lib/text/date_words.h"
#include "lib/text/fold.h"
#include "stages/decode/trim.h"

namespace marsad::embedded {
extern const std::string_view kEmbargoWords;
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

std::string_view TakeUntil(char end, std::string_view* text) {
  const std::string_view taken = text->substr(0, text->find(end));
  text->remove_prefix(std::min(text->size(), taken.size() + 1));
  return taken;
}

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

// Of folded text: what is beyond ASCII counts as one.
bool IsLetter(char c) { return !IsAscii(c) || (c >= 'a' && c <= 'z'); }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Whether a phrase may begin as `line` does. Two characters tell it for nearly every line, without folding the rest; a third
// says that nothing more combines with them.
bool MayBeNote(std::string_view line) {
  const std::string opening = text::FoldText(PrefixAtBoundary(line, kOpening));
  const std::string_view two = FirstTwo(opening);
  return two.size() == opening.size() || Table().contains(std::string(two));
}

// A word or number of a note's line, folded.
struct Piece {
  std::string text;
  bool is_number = false;
};

// Numbers keep a colon or full stop between their digits, words a full stop between their letters.
// The bytes of the comma, dash or quotation mark beyond ASCII that begins `text`; 0: there is none.
size_t SignAtBegin(std::string_view text) {
  constexpr std::string_view kTwoBytes[] = {kArabicComma, "\u061B", "\u00AB",
                                            "\u00BB"};  // Arabic semicolon, guillemets
  if (text.starts_with("\xE2\x80")) return 3;           // GENERAL PUNCTUATION
  return std::ranges::any_of(kTwoBytes, [&](std::string_view sign) { return text.starts_with(sign); }) ? 2 : 0;
}

std::vector<Piece> Cut(const std::string& folded) {
  std::vector<Piece> pieces;
  const std::string_view text = folded;
  for (size_t at = 0; at < folded.size();) {
    const bool is_number = IsDigit(folded[at]);
    const auto is_part = [&](char c) { return is_number ? IsDigit(c) : IsLetter(c); };
    const size_t sign = SignAtBegin(text.substr(at));
    if (sign > 0 || (!is_number && !IsLetter(folded[at]) && folded[at] != '+')) {
      at += std::max<size_t>(sign, 1);
      continue;
    }
    size_t end = at + 1;
    while (end < folded.size() && SignAtBegin(text.substr(end)) == 0 &&
           (is_part(folded[end]) || ((folded[end] == '.' || (is_number && folded[end] == ':')) &&
                                     end + 1 < folded.size() && is_part(folded[end + 1]))))
      ++end;
    pieces.push_back({folded.substr(at, end - at), is_number});
    at = end;
  }
  return pieces;
}

// Whether folded text is a day: "(nov. 6, 2026)", "vom 6. november", "4.11.2026".
bool IsDay(const std::string& folded) {
  const std::vector<Piece> pieces = Cut(folded);
  bool has_number = false;
  bool has_month = false;
  for (size_t i = 0; i < pieces.size(); ++i) {
    const Piece& piece = pieces[i];
    has_number = has_number || piece.is_number;
    has_month = has_month || (piece.is_number && piece.text.find('.') != std::string::npos);
    if (piece.is_number) continue;
    DateWordKind found = text::FindDateWord(piece.text).kind;
    if (i + 1 < pieces.size()) {
      const DateWordKind both = text::FindDateWord(piece.text + ' ' + pieces[i + 1].text).kind;
      if (both != DateWordKind::kNone && !pieces[i + 1].is_number) {
        found = both;
        ++i;
      }
    }
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
    if (!rest.empty() && IsLetter(rest[0]) && !rest.starts_with(kArabicComma)) continue;
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

int NumberOf(std::string_view digits) {
  int number = -1;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

// data/embargo_words.tsv, folded.
struct EmbargoWords {
  std::unordered_map<std::string, std::string> zones;
  std::unordered_map<std::string, std::string> half_zones;
  std::unordered_set<std::string> after_hour;
  std::unordered_set<std::string> before_hour;

  EmbargoWords() {
    for (std::string_view rest = embedded::kEmbargoWords; !rest.empty();) {
      std::string_view line = TakeUntil('\n', &rest);
      if (line.empty() || line.starts_with('#')) continue;
      const std::string_view kind = TakeUntil('\t', &line);
      const std::string value(TakeUntil('\t', &line));
      while (!line.empty()) Add(kind, value, text::FoldText(TakeUntil('|', &line)));
    }
  }

  static const EmbargoWords& Get() {
    static const EmbargoWords words;
    return words;
  }

 private:
  void Add(std::string_view kind, const std::string& value, const std::string& folded) {
    std::string words;  // as a note's line is cut
    for (const Piece& piece : Cut(folded)) words.append(words.empty() ? "" : " ").append(piece.text);
    if (kind == "hour") {
      (value == "after" ? after_hour : before_hour).insert(words);
    } else {
      (kind == "zone" ? zones : half_zones).emplace(words, value);
    }
  }
};

// Reads date, time and zone, in any order.
class EmbargoReader {
 public:
  explicit EmbargoReader(std::vector<Piece> pieces) : pieces_(std::move(pieces)) {}

  std::optional<Moment> Run() {
    for (size_t i = 0; i < pieces_.size(); ++i) {
      if (pieces_[i].is_number) {
        TakeNumber(i);
      } else {
        TakeWord(i);
      }
    }
    if (month_ == 0 || day_ < 1 || year_ == 0 || hour_ < 0) return std::nullopt;
    if (!zone_ && !civil_zone_.empty()) {
      if (const auto local = At(0)) zone_ = text::OffsetOfZone(civil_zone_, local->unix_seconds);
    }
    return zone_ ? At(*zone_) : std::nullopt;
  }

 private:
  text::DateWord WordAt(size_t at) const {
    const bool is_word = at < pieces_.size() && !pieces_[at].is_number;
    return is_word ? text::FindDateWord(pieces_[at].text) : text::DateWord();
  }

  // What was read, in a zone so many minutes ahead of UTC.
  std::optional<Moment> At(int zone) const {
    std::array<char, 120> iso{};  // whatever the numbers are
    std::snprintf(iso.data(), iso.size(), "%04d-%02d-%02dT%02d:%02d:00%c%02d:%02d", year_, month_, day_, hour_, minute_,
                  zone < 0 ? '-' : '+', std::abs(zone) / 60, std::abs(zone) % 60);
    std::optional<Moment> moment = ParseMoment(iso.data());
    if (moment) moment->precision = Precision::kMinute;
    return moment;
  }

  void TakeNumber(size_t at) {
    const std::string& digits = pieces_[at].text;
    if (TakeHour(at)) return;
    if (std::ranges::count(digits, '.') == 2) return SetDate(digits);
    if (digits.size() == 4) year_ = NumberOf(digits);
    if (digits.size() <= 2 && IsBesideMonth(at)) day_ = NumberOf(digits);
  }

  // 10:30, 0600 GMT, 6 p.m., 10h30
  bool TakeHour(size_t at) {
    const std::string& digits = pieces_[at].text;
    const size_t sign = digits.find_first_of(":.");
    const text::DateWord next = WordAt(at + 1);
    if (sign != digits.npos)
      return digits.size() <= 5 && SetTime(digits.substr(0, sign), digits.substr(sign + 1), next);
    if (digits.size() == 4 && next.kind == DateWordKind::kZone)
      return SetTime(digits.substr(0, 2), digits.substr(2), next);
    if (digits.size() > 2) return false;
    const EmbargoWords& words = EmbargoWords::Get();
    const bool follows_word = at > 0 && words.before_hour.contains(pieces_[at - 1].text);
    const bool has_half = next.kind == DateWordKind::kHalf;
    const bool has_word = hour_ < 0 && at + 1 < pieces_.size() && words.after_hour.contains(pieces_[at + 1].text);
    return (has_half || follows_word || has_word) && SetTime(digits, has_word ? MinutesAt(at + 2) : "0", next);
  }

  // 30 of 10h30; of 18h there are none.
  std::string MinutesAt(size_t at) const {
    const bool is_minute =
        at < pieces_.size() && pieces_[at].is_number && pieces_[at].text.size() == 2 && !IsBesideMonth(at);
    return is_minute ? pieces_[at].text : "0";
  }

  // 8.12.2026
  void SetDate(std::string_view digits) {
    day_ = NumberOf(TakeUntil('.', &digits));
    month_ = NumberOf(TakeUntil('.', &digits));
    year_ = NumberOf(digits);
  }

  // True.
  bool SetTime(const std::string& hour, const std::string& minute, text::DateWord half) {
    hour_ = NumberOf(hour);
    minute_ = NumberOf(minute);
    if (half.kind == DateWordKind::kHalf) hour_ = hour_ % 12 + half.value;
    return true;
  }

  text::DateWord MonthAt(size_t at) const {
    if (at + 1 < pieces_.size() && !pieces_[at].is_number) {
      const text::DateWord both = text::FindDateWord(pieces_[at].text + ' ' + pieces_[at + 1].text);
      if (both.kind == DateWordKind::kMonth) return both;
    }
    return WordAt(at);
  }

  bool IsBesideMonth(size_t at) const {
    return MonthAt(at + 1).kind == DateWordKind::kMonth || (at > 0 && WordAt(at - 1).kind == DateWordKind::kMonth) ||
           (WordAt(at + 1).kind == DateWordKind::kFiller && MonthAt(at + 2).kind == DateWordKind::kMonth);
  }

  void TakeWord(size_t at) {
    const text::DateWord month = MonthAt(at);
    if (month.kind == DateWordKind::kMonth) month_ = month.value;
    text::DateWord zone = WordAt(at);
    if (at + 1 < pieces_.size()) {
      const text::DateWord both = text::FindDateWord(pieces_[at].text + ' ' + pieces_[at + 1].text);
      if (both.kind == DateWordKind::kZone) zone = both;
    }
    if (zone.kind != DateWordKind::kZone) return TakeCivilZone(at);
    zone_ = zone.value;
    const bool is_ahead = at + 2 < pieces_.size() && pieces_[at + 1].text == "+" && pieces_[at + 2].text.size() <= 2;
    if (is_ahead) *zone_ += 60 * NumberOf(pieces_[at + 2].text);
  }

  // The longest of the names that begin at `at`.
  void TakeCivilZone(size_t at) {
    constexpr size_t kMostWords = 5;
    const EmbargoWords& words = EmbargoWords::Get();
    const bool is_after_half = at > 0 && WordAt(at - 1).kind == DateWordKind::kHalf;
    std::string name;
    for (size_t i = at; i < std::min(pieces_.size(), at + kMostWords); ++i) {
      name.append(name.empty() ? "" : " ").append(pieces_[i].text);
      if (const auto found = words.zones.find(name); found != words.zones.end()) civil_zone_ = found->second;
      if (!is_after_half) continue;
      if (const auto found = words.half_zones.find(name); found != words.half_zones.end()) civil_zone_ = found->second;
    }
  }

  const std::vector<Piece> pieces_;
  int year_ = 0;
  int month_ = 0;
  int day_ = 0;
  int hour_ = -1;
  int minute_ = 0;
  std::optional<int> zone_;      // minutes ahead of UTC
  std::string_view civil_zone_;  // by its name in IANA's list
};

std::optional<Moment> EndOfEmbargo(std::string_view note) { return EmbargoReader(Cut(text::FoldText(note))).Run(); }

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

}  // namespace

bool IsEmbargoNote(std::string_view line) {
  const NoteWords* const words = FindWords(line);
  return words != nullptr && words->kind == NoteKind::kEmbargo && (!words->needs_colon || EndOfEmbargo(line));
}

void TakeNotes(Draft* draft) {
  const bool is_note = !draft->embargoed_until && KindOf(draft->title) == NoteKind::kEmbargo;
  if (is_note) draft->embargoed_until = EndOfEmbargo(draft->title);  // else a headline about one
  std::string_view rest = draft->body;
  for (size_t lines = 0; lines < kHeadLines && !rest.empty();) {
    const std::string_view line = Trim(TakeUntil('\n', &rest), kBlanks);
    if (line.empty()) continue;
    ++lines;
    const NoteKind kind = KindOf(line);
    Take(kind, line, draft);
    if (kind == NoteKind::kNone && IsProse(line)) break;
  }
  for (size_t lines = 0; lines < kTailLines && !rest.empty();) {
    const size_t begin = rest.rfind('\n') + 1;  // 0 if there is none
    const std::string_view line = Trim(rest.substr(begin), kBlanks);
    rest = rest.substr(0, begin == 0 ? 0 : begin - 1);
    if (line.empty()) continue;
    ++lines;
    if (KindOf(line) == NoteKind::kCorrection) Take(NoteKind::kCorrection, line, draft);
  }
}

}  // namespace marsad::decode
