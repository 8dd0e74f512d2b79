#include "stages/decode/article/embargo.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "lib/base/take_until.h"
#include "lib/text/calendar.h"
#include "lib/text/date_words.h"
#include "lib/text/fold.h"
#include "stages/decode/article/note_pieces.h"

namespace marsad::embedded {
extern const std::string_view kEmbargoWords;
}  // namespace marsad::embedded

namespace marsad::decode {
namespace {

using text::DateWordKind;

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
    for (const NotePiece& piece : CutNote(folded)) words.append(words.empty() ? "" : " ").append(piece.text);
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
  explicit EmbargoReader(std::vector<NotePiece> pieces) : pieces_(std::move(pieces)) {}

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

  const std::vector<NotePiece> pieces_;
  int year_ = 0;
  int month_ = 0;
  int day_ = 0;
  int hour_ = -1;
  int minute_ = 0;
  std::optional<int> zone_;      // minutes ahead of UTC
  std::string_view civil_zone_;  // by its name in IANA's list
};

}  // namespace

std::optional<Moment> EndOfEmbargo(std::string_view note) { return EmbargoReader(CutNote(text::FoldText(note))).Run(); }

}  // namespace marsad::decode
