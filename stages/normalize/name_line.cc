#include "stages/normalize/name_line.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "stages/normalize/credit_parts.h"
#include "stages/normalize/line_shape.h"
#include "stages/normalize/phrases.h"

namespace marsad::normalize {
namespace {

using text::SentenceClass;
using text::Token;
using TokenSpan = std::span<const Token>;

constexpr size_t kMostWords = 14;
constexpr size_t kMostNameWords = 4;
constexpr size_t kMostPlaceWords = 3;
constexpr size_t kMostRoleWords = 8;
constexpr size_t kShortestTold = 4;  // bytes of a word that must not stand elsewhere

enum class Piece : uint8_t { kNone, kName, kPlace, kRole };

class Reader {
 public:
  explicit Reader(const NameLine& above) : above_(above) {}

  // Cuts the line at signs and at words such as "and" or "in"; false if a piece is nothing of the kind.
  bool Read() {
    size_t begin = 0;
    for (size_t i = 0; i < above_.words.size(); ++i) {
      const bool is_joint = i > begin && i + 1 < above_.words.size() && IsJoint(i);
      const bool is_cut = i > begin && HoldsSign(i);
      if (!is_joint && !is_cut) continue;
      if (!Take(begin, i)) return false;
      begin = is_joint ? i + 1 : i;
    }
    return Take(begin, above_.words.size());
  }

  bool HasName() const { return !names_.empty(); }
  bool HasMore() const { return has_more_; }

  // Whether a word of a name stands in the title or below the line.
  bool IsNamedElsewhere() const {
    const auto stands_in = [&](const Field& field, TokenSpan words) {
      return std::ranges::any_of(words, [&](const Token& word) { return IsOfName(field.Word(word)); });
    };
    const uint32_t end = above_.words.back().original.end;
    const auto below = std::ranges::partition_point(above_.body.tokens,
                                                    [&](const Token& token) { return token.original.begin < end; });
    const auto text_end = std::partition_point(
        below, above_.body.tokens.end(), [&](const Token& token) { return token.original.begin < above_.text_end; });
    return stands_in(above_.title, above_.title.tokens) || stands_in(above_.body, {below, text_end});
  }

 private:
  bool IsOfName(std::string_view word) const {
    return word.size() >= kShortestTold && std::ranges::find(names_, word) != names_.end();
  }

  SentenceClass FirstClass(size_t i) const { return ClassAt(above_.body.original, above_.words[i].original.begin); }

  // "and", "in" between two words; small letters only: "And" begins a title.
  bool IsJoint(size_t i) const {
    return FirstClass(i) != SentenceClass::kUpper &&
           Phrases::Get().Is(WordKind::kNameJoin, above_.body.Word(above_.words[i]));
  }

  // Whether a sign that parts names stands before word `i`.
  bool HoldsSign(size_t i) const {
    const text::OriginalSpan span = {above_.words[i - 1].original.end, above_.words[i].original.begin};
    const std::string_view gap = span.Cut(above_.body.original);
    return gap.find_first_of(",|/(:;") != gap.npos || gap.find("\u060C") != gap.npos || gap.find(" - ") != gap.npos ||
           gap.find(" \u2013 ") != gap.npos || gap.find(" \u2014 ") != gap.npos || gap.find(" \u00B7 ") != gap.npos;
  }

  std::string_view Cut(size_t begin, size_t end) const {
    return text::OriginalSpan{above_.words[begin].original.begin, above_.words[end - 1].original.end}.Cut(
        above_.body.original);
  }

  bool Take(size_t begin, size_t end) {
    if (begin == end) return false;
    const Piece piece = PieceOf(begin, end);
    if (piece == Piece::kNone) return false;
    has_more_ = has_more_ || piece != Piece::kName;
    if (piece == Piece::kRole && begin == 0) TakeNameBesideRole(end);
    if (piece != Piece::kName) return true;
    for (size_t i = begin; i < end; ++i) names_.push_back(above_.body.Word(above_.words[i]));
    return true;
  }

  // "Jane Doe reports", "Special correspondent Jane Doe": two words with capitals at the begin, or else at the end.
  void TakeNameBesideRole(size_t end) {
    const auto may_be_name = [&](size_t i) {
      const bool is_upper = FirstClass(i) == SentenceClass::kUpper || FirstClass(i) == SentenceClass::kOtherLetter;
      return is_upper && !IsRole(i);
    };
    if (end < 3) return;
    const size_t at = may_be_name(0) && may_be_name(1) ? 0 : end - 2;
    if (!may_be_name(at) || !may_be_name(at + 1)) return;
    for (size_t i = at; i < at + 2; ++i) names_.push_back(above_.body.Word(above_.words[i]));
  }

  Piece PieceOf(size_t begin, size_t end) const {
    const std::string_view text = Cut(begin, end);
    if (Phrases::Get().IsAgency(text)) return Piece::kRole;
    for (size_t i = begin; i < end; ++i) {
      if (IsRole(i)) return end - begin <= kMostRoleWords ? Piece::kRole : Piece::kNone;
    }
    for (size_t i = begin; i < end; ++i) {
      if (!MayStandInName(i, i == begin || i + 1 == end)) return Piece::kNone;
    }
    return Phrases::Get().IsCity(text) ? Piece::kPlace : NameOrPlace(begin, end - begin);
  }

  Piece NameOrPlace(size_t begin, size_t count) const {
    const bool may_be_name = count >= 2 && count <= kMostNameWords;
    if (FirstClass(begin) != SentenceClass::kUpper) {  // "Cairo: Mona Hassan" in Arabic
      return may_be_name && names_.empty() && BeginsName(begin) ? Piece::kName : Piece::kNone;
    }
    if (may_be_name && (begin == 0 || (!names_.empty() && !FollowsIn(begin)))) return Piece::kName;
    return count <= kMostPlaceWords ? Piece::kPlace : Piece::kNone;
  }

  bool IsRole(size_t i) const { return Phrases::Get().Is(WordKind::kRole, above_.body.Word(above_.words[i])); }

  // Whether a place follows: after "in" or a comma, not after "and".
  bool FollowsIn(size_t begin) const {
    return begin > 0 && IsJoint(begin - 1) &&
           Phrases::Get().Is(WordKind::kPlaceJoin, above_.body.Word(above_.words[begin - 1]));
  }

  bool BeginsName(size_t i) const {
    return Phrases::Get().MayBeginName(above_.words[i].original.Cut(above_.body.original));
  }

  // With a capital, of a script that has none, or a particle such as "de" between two words.
  bool MayStandInName(size_t i, bool is_edge) const {
    constexpr size_t kLongestParticle = 3;
    const SentenceClass first = FirstClass(i);
    if (first == SentenceClass::kUpper || first == SentenceClass::kOtherLetter) return true;
    return !is_edge && first == SentenceClass::kLower && above_.words[i].search.size() <= kLongestParticle;
  }

  const NameLine& above_;
  std::vector<std::string_view> names_;  // their words, folded
  bool has_more_ = false;
};

}  // namespace

bool IsNameLine(const NameLine& above) {
  if (above.words.size() < 2 || above.words.size() > kMostWords || EndsLikeProse(above.line)) return false;
  const SentenceClass first = ClassAt(above.line, 0);
  const bool has_capitals = first == SentenceClass::kUpper;
  if (!has_capitals && first != SentenceClass::kOtherLetter) return false;
  Reader reader(above);
  if (!reader.Read()) return false;
  if (!reader.HasName()) return false;
  // In a script without capitals any two words look like a name.
  return (has_capitals || reader.HasMore()) && !reader.IsNamedElsewhere();
}

}  // namespace marsad::normalize
