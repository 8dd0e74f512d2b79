#include "stages/normalize/dated_place.h"

#include <algorithm>
#include <string>
#include <vector>

#include "lib/base/utf8.h"
#include "lib/text/casing.h"
#include "lib/text/code_point.h"
#include "lib/text/date_words.h"
#include "lib/text/fold.h"
#include "lib/text/sentence_break.h"
#include "stages/normalize/phrases.h"

namespace marsad::normalize {
namespace {

using text::DateWordKind;
using text::SentenceClass;

constexpr size_t kLongest = 200;        // bytes
constexpr size_t kMostPlaceWords = 6;   // in all
constexpr size_t kMostWordsOfPart = 3;  // between two commas
constexpr size_t kMostOutletWords = 4;
constexpr size_t kMostAgencyWords = 3;  // without brackets

// A word with its full stops and apostrophes, or one other sign.
struct Piece {
  std::string_view text;
  char32_t sign = 0;  // 0: a word
  SentenceClass first = SentenceClass::kOther;
  size_t begin = 0;
  size_t end = 0;
};

bool IsDash(char32_t c) { return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == '_'; }
bool IsComma(char32_t c) { return c == ',' || c == 0x060C; }

bool IsInWord(SentenceClass found, char32_t c) {
  return found == SentenceClass::kLower || found == SentenceClass::kUpper || found == SentenceClass::kOtherLetter ||
         found == SentenceClass::kNumeric || found == SentenceClass::kIgnored || found == SentenceClass::kATerm ||
         c == '\'' || c == 0x2019;
}

std::vector<Piece> Cut(std::string_view line) {
  std::vector<Piece> pieces;
  for (size_t at = 0; at < std::min(line.size(), kLongest);) {
    const text::CodePoint c = text::CodePointAt(line, at);
    const SentenceClass found = text::SentenceBreaker::ClassOf(c.value);
    const size_t end = at + c.bytes;
    if (IsInWord(found, c.value)) {
      const bool goes_on = !pieces.empty() && pieces.back().sign == 0 && pieces.back().end == at;
      if (!goes_on) pieces.push_back({.text = {}, .sign = 0, .first = found, .begin = at, .end = at});
      pieces.back().end = end;
      pieces.back().text = line.substr(pieces.back().begin, end - pieces.back().begin);
    } else if (found != SentenceClass::kSpace) {
      pieces.push_back({.text = line.substr(at, c.bytes), .sign = c.value, .first = found, .begin = at, .end = end});
    }
    at = end;
  }
  return pieces;
}

// Most lines have no digit so early, and cost no more than this look: European, Arabic and Persian digits.
bool HasEarlyDigit(std::string_view line) {
  constexpr size_t kEarly = 100;  // bytes
  for (size_t at = 0; at < std::min(line.size(), kEarly); ++at) {
    const char c = line[at];
    if (c >= '0' && c <= '9') return true;
    const bool is_lead = (c == '\xD9' || c == '\xDB') && at + 1 < line.size();
    if (!is_lead) continue;
    const char next = line[at + 1];
    if (c == '\xD9' ? next >= '\xA0' && next <= '\xA9' : next >= '\xB0' && next <= '\xB9') return true;
  }
  return false;
}

class PlaceReader {
 public:
  PlaceReader(std::string_view line, std::vector<Piece> pieces) : line_(line), pieces_(std::move(pieces)) {}

  std::optional<Credit> Run() {
    if (!TakePlace() || !TakeDate()) return std::nullopt;
    TakeClock();
    const Outlet outlet = TakeOutlet();
    const bool has_sign = TakeSigns();
    // A day alone opens many a sentence: then the agency and its sign must both be there.
    const bool is_agency = outlet == Outlet::kAgency && (has_place_ || has_sign);
    const bool is_plain = has_place_ && has_sign && (outlet == Outlet::kUnknown || !says_in_) && !GoesOnInSmall();
    if (!is_agency && !is_plain) return std::nullopt;
    return Credit{BlockKind::kDateline, pieces_[at_ - 1].end};
  }

  // Of a text that begins after the place and its sign.
  size_t TimeBytes() {
    if (!TakeDate()) at_ = 0;
    TakeClock();
    return at_ > 0 && TakeSigns() && !GoesOnInSmall() ? pieces_[at_ - 1].end : 0;
  }

 private:
  enum class Outlet { kNone, kUnknown, kAgency };

  bool IsNumber(size_t at) const { return at < pieces_.size() && pieces_[at].first == SentenceClass::kNumeric; }
  // Folded, without full stops at its end.
  std::string Word(size_t at) const {
    std::string word = text::FoldText(pieces_[at].text);
    while (word.ends_with('.')) word.pop_back();
    return word;
  }

  static bool IsInsidePlace(char32_t sign) {
    return IsComma(sign) || IsDash(sign) || sign == '(' || sign == ')' || sign == '/';
  }
  static bool MayBePlace(SentenceClass first) {
    return first == SentenceClass::kUpper || first == SentenceClass::kOtherLetter;
  }
  bool FollowsComma(size_t at) const { return at > 0 && IsComma(pieces_[at - 1].sign); }

  // Stops before the date.
  bool TakePlace() {
    size_t words = 0;
    for (size_t in_part = 0; at_ < pieces_.size() && words <= kMostPlaceWords; ++at_) {
      const Piece& piece = pieces_[at_];
      has_place_ = words > 0;
      if (IsNumber(at_)) return true;
      if (IsNameOfDate(at_)) return has_place_;
      if (IsComma(piece.sign)) in_part = 0;
      if (IsInsidePlace(piece.sign)) continue;
      if (piece.sign != 0) return false;
      const DateWordKind kind = text::FindDateWord(Word(at_)).kind;
      const bool is_filler = kind == DateWordKind::kFiller || kind == DateWordKind::kHalf;  // "am" is German, too
      says_in_ = is_filler && !FollowsComma(at_);  // after a comma it belongs to the date
      if (is_filler) continue;
      if (!MayBePlace(piece.first) || ++in_part > kMostWordsOfPart) return false;
      ++words;
      place_end_ = piece.end;
    }
    return false;
  }

  bool IsNameOfDate(size_t at) const {
    if (at >= pieces_.size() || pieces_[at].sign != 0) return false;
    const std::string word = Word(at);
    const DateWordKind kind = text::FindDateWord(word).kind;
    return kind == DateWordKind::kMonth || kind == DateWordKind::kWeekday || Phrases::Get().Is(WordKind::kDate, word);
  }

  // Numbers and names; both, or three numbers.
  bool TakeDate() {
    int numbers = 0;
    int names = 0;
    for (; at_ < pieces_.size(); ++at_) {
      if (IsClockAt(at_)) break;
      if (IsNumber(at_)) {
        ++numbers;
      } else if (IsNameOfDate(at_)) {
        ++names;
      } else if (!IsInsideDate(numbers + names)) {
        break;
      }
    }
    return numbers > 0 && (names > 0 || numbers >= 3);
  }

  // Commas, the slashes of 3/11/2025, a bracket round the date, "de".
  bool IsInsideDate(int parts) const {
    const char32_t sign = pieces_[at_].sign;
    if (sign == 0) {
      const DateWordKind kind = text::FindDateWord(Word(at_)).kind;
      return kind == DateWordKind::kFiller || kind == DateWordKind::kHalf;
    }
    if (IsComma(sign)) return (IsNumber(at_ + 1) && !IsClockAt(at_ + 1)) || IsNameOfDate(at_ + 1);
    if (sign == '/' || sign == '-') return parts > 0 && IsNumber(at_ - 1) && IsNumber(at_ + 1);
    return sign == ')';
  }

  char32_t SignAt(size_t at) const { return at < pieces_.size() ? pieces_[at].sign : U'\0'; }

  // Whether a time of day begins there: "18h00", "18 h", "18:00", "18.00", "8 heures".
  bool IsClockAt(size_t at) const {
    if (!IsNumber(at)) return false;
    const std::string number = Word(at);
    const size_t sign = number.find_first_not_of("0123456789");
    if (sign != number.npos) {
      const bool is_dotted = number[sign] == '.' && number.size() == sign + 3;
      return sign <= 2 && (number[sign] == 'h' || is_dotted);
    }
    if (number.size() > 2) return false;
    return SignAt(at + 1) == ':' ? IsNumber(at + 2) : IsHour(at + 1);
  }

  // "h", "hours", "Uhr" after a number.
  bool IsHour(size_t at) const {
    if (at >= pieces_.size() || pieces_[at].sign != 0) return false;
    const std::string word = Word(at);
    const DateWordKind kind = text::FindDateWord(word).kind;
    return word == "h" || word == "uhr" || kind == DateWordKind::kHalf || kind == DateWordKind::kAge;
  }

  bool IsWordOfClock(size_t at) const {
    if (at >= pieces_.size() || pieces_[at].sign != 0) return false;
    if (IsNumber(at) || IsHour(at)) return true;
    constexpr size_t kLongestZone = 4;
    const std::string_view word = pieces_[at].text;
    if (word.size() <= kLongestZone && pieces_[at].first == SentenceClass::kUpper && !text::HasLower(word)) return true;
    const DateWordKind kind = text::FindDateWord(Word(at)).kind;
    return kind == DateWordKind::kZone || kind == DateWordKind::kFiller || FindZone(at) > 0;
  }

  // How many words there name the zone with "time of": two, as "Mecca time" in Arabic; 0: none.
  size_t FindZone(size_t at) const {
    if (at + 1 >= pieces_.size() || pieces_[at].sign != 0 || pieces_[at + 1].sign != 0) return 0;
    return text::FindDateWord(Word(at) + " " + Word(at + 1)).kind == DateWordKind::kZone ? 2 : 0;
  }

  // A time of day after the date, in brackets or between commas or dashes: "- 7 h 30 -", "(7:30 am ET) --". Taken only before the
  // sign that ends the dateline.
  void TakeClock() {
    size_t at = BeforeClock();
    size_t numbers = 0;
    for (; IsWordOfClock(at) || (numbers > 0 && SignAt(at) == ':' && IsNumber(at + 1)); ++at) {
      numbers += IsNumber(at) ? 1 : 0;
      if (FindZone(at) > 0) ++at;
    }
    if (numbers == 0 || numbers > 3) return;
    if (SignAt(at) == ')') ++at;
    if (SignAt(at) == '(') at = BehindZone(at);
    if (IsDash(SignAt(at)) || SignAt(at) == ':') at_ = at;
  }

  // Past the signs there, and one small word: "saat 10.30", "kl 10.30".
  size_t BeforeClock() const {
    size_t at = at_;
    while (IsComma(SignAt(at)) || IsDash(SignAt(at)) || SignAt(at) == '(') ++at;
    return IsClockAt(at + 1) && pieces_[at].first == SentenceClass::kLower ? at + 1 : at;
  }

  // After "(heure de Paris)", which begins at `open`; `open` itself if there is no such bracket.
  size_t BehindZone(size_t open) const {
    constexpr size_t kMostPieces = 5;
    for (size_t at = open + 1; at < std::min(pieces_.size(), open + kMostPieces + 1); ++at) {
      if (pieces_[at].sign == ')') return at + 1;
    }
    return open;
  }

  Outlet TakeOutlet() {
    size_t at = at_;
    if (at < pieces_.size() && (IsComma(pieces_[at].sign) || IsDash(pieces_[at].sign))) ++at;
    if (at >= pieces_.size()) return Outlet::kNone;
    const char32_t open = pieces_[at].sign;
    const char32_t close = open == '(' ? ')' : open == '[' ? ']' : open == '/' ? '/' : 0;
    if (close != 0) return TakeClosed(at, close);
    for (size_t count = std::min(kMostAgencyWords, pieces_.size() - at); count > 0; --count) {
      const Piece& last = pieces_[at + count - 1];
      if (last.sign != 0 || !IsAgency(pieces_[at].begin, last.end)) continue;
      at_ = at + count;
      return Outlet::kAgency;
    }
    if (!IsAgencyWord(at)) return Outlet::kNone;
    at_ = at + 1;
    return Outlet::kAgency;
  }

  bool IsAgency(size_t begin, size_t end) const { return Phrases::Get().IsAgency(line_.substr(begin, end - begin)); }

  // An agency's name that is an ordinary word, after a place that is known and before a sign.
  bool IsAgencyWord(size_t at) const {
    const char32_t sign = at + 1 < pieces_.size() ? pieces_[at + 1].sign : 0;
    const bool is_signed = IsDash(sign) || sign == ':' || sign == ')' || sign == '/';
    return is_signed && has_place_ && Phrases::Get().IsAgencyAfter(line_.substr(0, place_end_), pieces_[at].text);
  }

  // What stands between brackets or slashes, the first of which is at `at`.
  Outlet TakeClosed(size_t at, char32_t close) {
    size_t end = at + 1;
    size_t words = 0;
    bool has_agency = false;
    for (; end < pieces_.size() && pieces_[end].sign != close; ++end) {
      if (IsNumber(end)) return Outlet::kNone;
      if (pieces_[end].sign != 0) continue;
      ++words;
      has_agency = has_agency || IsAgency(pieces_[end].begin, pieces_[end].end) || IsAgencyWord(end);
    }
    if (end == pieces_.size() || words == 0 || words > kMostOutletWords) return Outlet::kNone;
    has_agency = has_agency || IsAgency(pieces_[at + 1].begin, pieces_[end - 1].end);
    at_ = end + 1;
    return has_agency ? Outlet::kAgency : Outlet::kUnknown;
  }

  bool TakeSigns() {
    const size_t begin = at_;
    while (at_ < pieces_.size() && (IsDash(pieces_[at_].sign) || pieces_[at_].sign == ':')) ++at_;
    return at_ > begin;
  }

  // No news begins so; a parenthesis does.
  bool GoesOnInSmall() const { return at_ < pieces_.size() && pieces_[at_].first == SentenceClass::kLower; }

  const std::string_view line_;
  const std::vector<Piece> pieces_;
  size_t at_ = 0;
  bool has_place_ = false;
  size_t place_end_ = 0;  // of its last word
  bool says_in_ = false;  // "in Cairo on" stands in prose too
};

}  // namespace

std::optional<Credit> FindDatedPlace(std::string_view line) {
  if (!HasEarlyDigit(line)) return std::nullopt;
  std::vector<Piece> pieces = Cut(line);
  const auto end = pieces.begin() + static_cast<std::ptrdiff_t>(std::min(pieces.size(), 2 * kMostPlaceWords));
  const bool has_number =
      std::any_of(pieces.begin(), end, [](const Piece& piece) { return piece.first == SentenceClass::kNumeric; });
  return has_number ? PlaceReader(line, std::move(pieces)).Run() : std::nullopt;
}

size_t TimeBytes(std::string_view text) {
  constexpr size_t kLongestTime = 80;  // bytes
  text = PrefixAtBoundary(text, kLongestTime);
  return HasEarlyDigit(text) ? PlaceReader(text, Cut(text)).TimeBytes() : 0;
}

}  // namespace marsad::normalize
