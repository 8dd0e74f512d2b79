#include "stages/tag/towns.h"

#include <algorithm>
#include <optional>

#include "stages/tag/arabic.h"
#include "stages/tag/demonyms.h"

namespace marsad::tag {
namespace {

constexpr std::string_view kComma = ", ";
constexpr std::string_view kArabicComma = "\u060C ";

bool IsCountry(const KnownEntity& entity) {
  return entity.type == EntityType::kLoc && entity.tier == 1 && entity.HasId("iso3166-1:");
}

// A town, not a region or a river: of those the lists have no number of GeoNames.
bool IsTownIn(const KnownEntity& entity, std::string_view country) {
  return entity.type == EntityType::kLoc && entity.country == country && entity.HasId("geonames:") &&
         !IsCountry(entity);
}

bool IsIn(std::span<const text::OriginalSpan> spans, text::OriginalSpan span) {
  return std::ranges::any_of(spans,
                             [&](text::OriginalSpan one) { return one.begin <= span.begin && span.begin < one.end; });
}

// Reads what stands around the candidates of a field.
class Surroundings {
 public:
  Surroundings(const FieldReader& reader, std::string_view language, const std::vector<Candidate>& candidates)
      : reader_(reader), has_french_(language.starts_with("fr")), candidates_(candidates) {}

  // The country that `candidate` may be, if it may be a town in it as well; else empty.
  std::string_view SharedCountry(const Candidate& candidate) const {
    const NameIndex::Numbers names = reader_.gazetteer().index().Values(*candidate.node);
    if (names.size() < 2) return {};
    for (const uint32_t number : names) {
      const KnownEntity entity = EntityOf(number);
      if (IsCountry(entity) && reader_.Accepts(candidate, reader_.gazetteer().name(number)) &&
          IsTown(candidate, entity.country)) {
        return entity.country;
      }
    }
    return {};
  }

  bool SayTown(size_t number, std::string_view country) const {
    const Candidate& candidate = candidates_[number];
    const bool is_told_before =
        !candidate.has_proclitic && candidate.first > 0 && IsTownByWordsBefore(candidate, country);
    return is_told_before || IsAfterBodyOfTown(candidate) || IsWordAfter(candidate, ContextWord::kAfterTown) ||
           IsBesideTown(number, country);
  }

 private:
  KnownEntity EntityOf(uint32_t name) const {
    return reader_.gazetteer().entity(reader_.gazetteer().name(name).entity);
  }
  bool Is(ContextWord use, uint32_t token) const { return reader_.gazetteer().IsContext(use, reader_.Folded(token)); }
  bool IsWordAfter(const Candidate& candidate, ContextWord use) const {
    return candidate.end() < reader_.size() && reader_.Gap(candidate.end() - 1) == " " && Is(use, candidate.end());
  }
  bool IsTown(const Candidate& candidate, std::string_view country) const {
    return std::ranges::any_of(reader_.gazetteer().index().Values(*candidate.node), [&](uint32_t number) {
      return IsTownIn(EntityOf(number), country) && reader_.Accepts(candidate, reader_.gazetteer().name(number));
    });
  }

  bool IsTownByWordsBefore(const Candidate& candidate, std::string_view country) const {
    return IsAfterCapital(candidate.first - 1, country) || IsAfterTown(candidate);
  }
  // "The capital, X", "the Tunisian capital X" as Arabic has it. `before`: the token before X.
  bool IsAfterCapital(uint32_t before, std::string_view country) const {
    const std::string_view gap = reader_.Gap(before);
    if (gap != " " && gap != kComma && gap != kArabicComma) return false;
    if (Is(ContextWord::kCapital, before)) return true;
    const bool is_described = before > 0 && CountryOfAdjectives(reader_.Folded(before)) == country;
    return is_described && (Is(ContextWord::kCapital, before - 1) || Is(ContextWord::kTown, before - 1));
  }
  // "The city X", "the city of X"; in French "à X", where the country has an article.
  bool IsAfterTown(const Candidate& candidate) const {
    const uint32_t before = candidate.first - 1;
    if (reader_.Gap(before) != " ") return false;
    if (Is(ContextWord::kTown, before)) return true;
    if (before > 0 && Is(ContextWord::kOf, before) && Is(ContextWord::kTown, before - 1)) return true;
    return has_french_ && Is(ContextWord::kAt, before) && !IsWithoutArticle(candidate);
  }
  // A court of first instance, a bar of a region: there is one in each town.
  bool IsAfterBodyOfTown(const Candidate& candidate) const {
    if (candidate.first == 0 || reader_.Gap(candidate.first - 1) != " ") return false;
    if (Is(ContextWord::kTownBody, candidate.first - 1)) return true;
    return candidate.first > 1 && reader_.Gap(candidate.first - 2) == " " &&
           Is(ContextWord::kTownBody, candidate.first - 2);
  }
  bool IsWithoutArticle(const Candidate& candidate) const {
    return reader_.gazetteer().IsContext(ContextWord::kWithoutArticle, candidate.span.Cut(reader_.text().search));
  }

  // "X and Sfax", "X, Sfax and Sousse", "from X to Bizerte". Not "Sfax, X", which tells where Sfax is.
  bool IsBesideTown(size_t number, std::string_view country) const {
    const auto is_town = [&](size_t other) {
      return other < candidates_.size() && IsTown(candidates_[other], country);
    };
    if (number > 0 && is_town(number - 1) && (AreJoined(number - 1) || IsOneWordBetween(number - 1, ContextWord::kTo)))
      return true;
    if (!is_town(number + 1)) return false;
    if (AreJoined(number) || IsOneWordBetween(number, ContextWord::kTo) || AreJoinedOver(number)) return true;
    return HasCommaAfter(number) && is_town(number + 2) && (AreJoined(number + 1) || HasCommaAfter(number + 1));
  }
  // "X and one more and Sfax": a short name after a proclitic is no candidate.
  bool AreJoinedOver(size_t left) const {
    const Candidate& one = candidates_[left];
    const Candidate& right = candidates_[left + 1];
    return right.first == one.end() + 1 && reader_.Gap(one.end() - 1) == " " && reader_.Gap(one.end()) == " " &&
           reader_.Folded(one.end()).starts_with(kWaw) && right.has_proclitic &&
           reader_.Folded(right.first).starts_with(kWaw);
  }
  // Whether the candidate after `left` is joined to it by "and".
  bool AreJoined(size_t left) const {
    if (IsOneWordBetween(left, ContextWord::kAnd) || HasHyphenAfter(left)) return true;
    const Candidate& right = candidates_[left + 1];
    return right.first == candidates_[left].end() && right.has_proclitic &&
           reader_.Folded(right.first).starts_with(kWaw);
  }
  // The road or the line X-Sfax.
  bool HasHyphenAfter(size_t left) const {
    const Candidate& one = candidates_[left];
    const std::string_view gap = reader_.Gap(one.end() - 1);
    return candidates_[left + 1].first == one.end() && (gap == "-" || gap == " - " || gap == " \u2013 ");
  }
  bool HasCommaAfter(size_t left) const {
    const Candidate& one = candidates_[left];
    const std::string_view gap = reader_.Gap(one.end() - 1);
    return candidates_[left + 1].first == one.end() && (gap == kComma || gap == kArabicComma);
  }
  bool IsOneWordBetween(size_t left, ContextWord use) const {
    const Candidate& one = candidates_[left];
    return candidates_[left + 1].first == one.end() + 1 && reader_.Gap(one.end() - 1) == " " && Is(use, one.end());
  }

  const FieldReader& reader_;
  const bool has_french_;
  const std::vector<Candidate>& candidates_;
};

}  // namespace

void TellTownsFromCountries(const FieldReader& reader, std::span<const text::OriginalSpan> datelines,
                            std::string_view language, std::vector<Candidate>* candidates) {
  const Surroundings surroundings(reader, language, *candidates);
  for (size_t i = 0; i < candidates->size(); ++i) {
    Candidate& candidate = (*candidates)[i];
    const std::string_view country = surroundings.SharedCountry(candidate);
    if (country.empty()) continue;
    const bool is_town = IsIn(datelines, reader.Original(candidate)) || surroundings.SayTown(i, country);
    candidate.like_country = is_town ? LikeCountry::kTown : LikeCountry::kCountry;
  }
}

bool IsOtherOfTwo(const Gazetteer& gazetteer, const Candidate& candidate, uint32_t entity) {
  if (candidate.like_country == LikeCountry::kNo) return false;
  const KnownEntity one = gazetteer.entity(entity);
  const bool is_country = IsCountry(one);
  if (is_country == (candidate.like_country == LikeCountry::kCountry)) return false;
  return std::ranges::any_of(gazetteer.index().Values(*candidate.node), [&](uint32_t number) {
    const KnownEntity other = gazetteer.entity(gazetteer.name(number).entity);
    return is_country ? IsTownIn(other, one.country) : IsCountry(other) && IsTownIn(one, other.country);
  });
}

}  // namespace marsad::tag
