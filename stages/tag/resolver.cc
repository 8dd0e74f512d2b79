#include "stages/tag/resolver.h"

#include <algorithm>
#include <string>

#include "lib/text/fold.h"
#include "lib/text/proclitic.h"
#include "stages/tag/arabic.h"
#include "stages/tag/demonyms.h"
#include "stages/tag/elision.h"
#include "stages/tag/longer_name.h"
#include "stages/tag/name_bounds.h"
#include "stages/tag/towns.h"

namespace marsad::tag {
namespace {

constexpr uint8_t kLesserPlace = 3;          // the tier whose names all need evidence
constexpr size_t kLeastOfSport = 3;          // words of sport in an article that is about it
constexpr size_t kMostToAWordOfSport = 100;  // a long article has a team and a goal in it anyway
constexpr uint32_t kWordsBeside = 3;
constexpr size_t kMostOfShortName = 8;  // bytes: four Arabic letters

// German writes every noun with a capital: there a capital beside a name says nothing.
bool CapitalsTell(std::string_view language) { return !language.starts_with("de"); }

bool IsCountry(const KnownEntity& entity) { return entity.HasId("iso3166-1:"); }

// Where the words that are beside a candidate end: a few after it, in its sentence as far as periods tell.
uint32_t EndOfBeside(const FieldReader& reader, const Candidate& candidate) {
  const uint32_t limit = std::min(reader.size(), candidate.end() + kWordsBeside);
  uint32_t end = candidate.end();
  while (end < limit && reader.Gap(end - 1).find('.') == std::string_view::npos) ++end;
  return end;
}

bool IsLatin(const FieldReader& reader, uint32_t token) {
  return reader.text().tokens[token].script == text::Script::kLatin;
}

// Whether a Latin word or a figure stands at `next`, after a blank.
bool GoesOnInLatin(const FieldReader& reader, uint32_t next) {
  if (next >= reader.size() || reader.Gap(next - 1) != " ") return false;
  return IsLatin(reader, next) || reader.Word(next).find_first_of("0123456789") == 0;
}

// Of a name that is no surname; `support` of this reading, absent if it is the only one.
uint16_t ConfidenceIn(const KnownName& name, bool is_doubted, std::optional<int> support) {
  if (name.use == NameUse::kWithEvidence || name.use == NameUse::kInSport || is_doubted) return kSupported;
  if (!support) return kSure;
  return *support > 0 ? kSupported : kLikeliest;
}

}  // namespace

void Resolver::Learn(const FieldReader& reader, const std::vector<Candidate>& candidates) {
  fields_.push_back(&reader);
  for (const Candidate& candidate : candidates) {
    const std::optional<uint32_t> entity = OnlySure(reader, candidate);
    if (!entity) continue;
    sure_.insert(*entity);
    const std::string_view country = gazetteer_.entity(*entity).country;
    if (!country.empty()) countries_.insert(country);
  }
}

void Resolver::LearnTown(const FieldReader& reader, const Candidate& candidate) {
  std::optional<uint32_t> town;
  for (const uint32_t number : gazetteer_.index().Values(*candidate.node)) {
    const KnownName name = gazetteer_.name(number);
    const KnownEntity entity = gazetteer_.entity(name.entity);
    const bool may_be_town = entity.type == EntityType::kLoc && name.use != NameUse::kAfterFullName;
    if (!may_be_town || IsCountry(entity) || !reader.Accepts(candidate, name)) continue;
    if (!town || Support(name.entity) > Support(*town)) town = name.entity;
  }
  if (!town) return;
  sure_.insert(*town);
  const std::string_view country = gazetteer_.entity(*town).country;
  if (!country.empty()) countries_.insert(country);
}

std::optional<uint32_t> Resolver::OnlySure(const FieldReader& reader, const Candidate& candidate) const {
  std::optional<uint32_t> only;
  for (const uint32_t number : gazetteer_.index().Values(*candidate.node)) {
    const KnownName name = gazetteer_.name(number);
    if (!reader.Accepts(candidate, name) || !Holds(reader, candidate, name)) continue;
    if (name.use == NameUse::kAfterFullName || name.use == NameUse::kInSport) continue;
    const bool is_doubted = name.use == NameUse::kWithEvidence || candidate.is_doubted;
    if (is_doubted || (only && *only != name.entity)) return std::nullopt;
    only = name.entity;
  }
  return only;
}

std::optional<Decision> Resolver::Resolve(const FieldReader& reader, const std::vector<Candidate>& candidates,
                                          size_t number) {
  const std::vector<uint32_t> valid = Valid(reader, candidates, number);
  if (valid.empty()) return std::nullopt;
  const auto support = [&](uint32_t entity) { return SupportAt(reader, candidates, number, entity); };
  const auto better = [&](uint32_t a, uint32_t b) {
    const KnownName x = gazetteer_.name(a);
    const KnownName y = gazetteer_.name(b);
    if (x.entity == y.entity) return x.use < y.use;
    const bool x_follows = x.use == NameUse::kAfterFullName, y_follows = y.use == NameUse::kAfterFullName;
    if (x_follows != y_follows) return y_follows;  // a name of its own goes before a relative's surname
    const bool x_plays = x.use == NameUse::kInSport, y_plays = y.use == NameUse::kInSport;
    if (x_plays != y_plays) return x_plays;  // a club before its city
    const int x_support = support(x.entity), y_support = support(y.entity);
    if (x_support != y_support) return x_support > y_support;
    const uint8_t x_tier = gazetteer_.entity(x.entity).tier, y_tier = gazetteer_.entity(y.entity).tier;
    return x_tier != y_tier ? x_tier < y_tier : x.entity < y.entity;
  };
  const KnownName best = gazetteer_.name(*std::min_element(valid.begin(), valid.end(), better));
  const bool alone = std::all_of(valid.begin(), valid.end(),
                                 [&](uint32_t name) { return gazetteer_.name(name).entity == best.entity; });
  const Candidate& candidate = candidates[number];
  if (best.use != NameUse::kAfterFullName && candidate.tokens > 1) in_full_.insert(best.entity);
  if (best.use == NameUse::kAfterFullName) return Decision{best.entity, kSurname, Detector::kRule};
  const bool is_doubted = candidate.is_doubted || candidate.like_country == LikeCountry::kTown;
  return Decision{best.entity,
                  ConfidenceIn(best, is_doubted, alone ? std::nullopt : std::optional(support(best.entity)))};
}

// The names that may be meant.
std::vector<uint32_t> Resolver::Valid(const FieldReader& reader, const std::vector<Candidate>& candidates,
                                      size_t number) const {
  const Candidate& candidate = candidates[number];
  std::vector<uint32_t> valid;
  for (const uint32_t value : gazetteer_.index().Values(*candidate.node)) {
    const KnownName name = gazetteer_.name(value);
    if (!reader.Accepts(candidate, name) || !Holds(reader, candidate, name)) continue;
    const bool is_named =
        in_full_.contains(name.entity) || (candidate.field == Field::kTitle && sure_.contains(name.entity));
    if (name.use == NameUse::kAfterFullName && !is_named) continue;
    if (name.use == NameUse::kInSport && !MayBeClub(reader, candidate)) continue;
    if (IsClubOfTown(reader, candidate, name.entity)) continue;
    const bool needs_evidence = name.use == NameUse::kWithEvidence || candidate.is_doubted;
    if (needs_evidence && !HasEvidence(reader, candidates, number, gazetteer_.entity(name.entity))) continue;
    valid.push_back(value);
  }
  return valid;
}

// One word alone that stands beside another word with a capital is likely a piece of an unknown name: Melania Trump,
// Michael Jordan, Morgan Stanley. In titles every word may have a capital: there only doubtful names are given up.
bool Resolver::Holds(const FieldReader& reader, const Candidate& candidate, const KnownName& name) const {
  const EntityType type = gazetteer_.entity(name.entity).type;
  if (IsOtherOfTwo(gazetteer_, candidate, name.entity) || IsClubOfCountry(reader, candidate, name.entity)) return false;
  if (IsPartOfOther(reader, candidate, type, language_) || IsPartOfPerson(reader, candidate, name.entity)) return false;
  if (type == EntityType::kOrg && NeedsIntroduction(reader, candidate) && !IsIntroduced(reader, candidate)) {
    return false;
  }
  return candidate.tokens != 1 || HoldsAlone(reader, candidate, name);
}

// Of a name of one word that stands alone.
bool Resolver::HoldsAlone(const FieldReader& reader, const Candidate& candidate, const KnownName& name) const {
  const bool is_doubtful = name.use == NameUse::kWithEvidence;
  const bool is_place = gazetteer_.entity(name.entity).type == EntityType::kLoc;
  const bool is_body = gazetteer_.entity(name.entity).type == EntityType::kOrg;
  if ((is_place || is_body) && IsBesideLatin(reader, candidate.first)) return false;
  if (is_doubtful && reader.IsCompound(candidate.first)) return false;
  if (!CapitalsTell(language_)) return true;
  const bool is_person = gazetteer_.entity(name.entity).type == EntityType::kPer && candidate.field == Field::kBody;
  if (!is_person && !is_doubtful) return true;
  if (is_doubtful && reader.IsCapitalAfter(candidate.first)) return false;
  if (!reader.IsCapitalBefore(candidate.first)) return true;
  const std::string_view before = reader.Folded(candidate.first - 1);
  return gazetteer_.IsContext(ContextWord::kTitle, before) || gazetteer_.IsContext(ContextWord::kPlace, before);
}

// "Europe 1", "The Hollywood Reporter" in a text in another script: of such a name only all of it is found.
bool Resolver::IsBesideLatin(const FieldReader& reader, uint32_t token) const {
  if (!IsLatin(reader, token) || !language_.starts_with("ar")) return false;
  const bool follows = token > 0 && reader.Gap(token - 1) == " " && IsLatin(reader, token - 1);
  return follows || GoesOnInLatin(reader, token + 1);
}

// "Emirates of the Emirates" is a club: a country whose own adjective follows in the masculine.
bool Resolver::IsClubOfCountry(const FieldReader& reader, const Candidate& candidate, uint32_t number) const {
  const KnownEntity entity = gazetteer_.entity(number);
  if (!IsCountry(entity) || candidate.end() >= reader.size() || reader.Gap(candidate.end() - 1) != " ") return false;
  const std::string_view after = reader.Folded(candidate.end());
  return after.starts_with(kArticle) && after.ends_with(kYeh) && CountryOfAdjectives(after) == entity.country;
}

// "Avenir de Gabes": in an article about sport a town after such a head is its club, "{Mostaqbal Gabes}".
bool Resolver::IsClubOfTown(const FieldReader& reader, const Candidate& candidate, uint32_t number) const {
  const KnownEntity entity = gazetteer_.entity(number);
  if (entity.type != EntityType::kLoc || IsCountry(entity) || candidate.has_proclitic || candidate.first == 0)
    return false;
  if (reader.text().tokens[candidate.first].script != text::Script::kArabic) return false;
  if (reader.Gap(candidate.first - 1) != " ") return false;
  static const BoundsSet& heads = BoundsRow("club-head");
  const std::string_view head = reader.Folded(candidate.first - 1);
  const text::ProcliticSplits splits = text::SplitProclitics(head);
  const bool is_head =
      heads.contains(head) || std::any_of(splits.begin(), splits.end(), [&](const text::ProcliticSplit& split) {
        return heads.contains(head.substr(split.bytes));
      });
  return is_head && IsAboutSport();
}

// An agency's short name that is also a word: "together", a loan in Persian. Of Arabic names every short one in articles of
// other languages that are written in Arabic letters.
bool Resolver::NeedsIntroduction(const FieldReader& reader, const Candidate& candidate) const {
  if (candidate.tokens != 1 || candidate.span.size() > kMostOfShortName) return false;
  if (reader.text().tokens[candidate.first].script != text::Script::kArabic) return false;
  const bool is_foreign = !language_.empty() && language_ != "und" && !language_.starts_with("ar");
  return is_foreign || gazetteer_.IsContext(ContextWord::kIntroduced, candidate.span.Cut(reader.text().search));
}

bool Resolver::IsPiece(const FieldReader& reader, const Candidate& candidate) const {
  return std::ranges::any_of(gazetteer_.index().Values(*candidate.node), [&](uint32_t number) {
    const KnownName& name = gazetteer_.name(number);
    const EntityType type = gazetteer_.entity(name.entity).type;
    return IsPartOfOther(reader, candidate, type, language_) && reader.Accepts(candidate, name);
  });
}

// Clubs are named where sport is what the article is about, but not after "in".
bool Resolver::MayBeClub(const FieldReader& reader, const Candidate& candidate) const {
  const text::OriginalSpan span = reader.Original(candidate);
  const std::string_view proclitic = reader.Proclitic(candidate, span).Cut(reader.text().original);
  if (proclitic.ends_with(kBa)) return false;
  const bool is_inside =
      candidate.first > 0 && gazetteer_.IsContext(ContextWord::kInside, reader.Folded(candidate.first - 1));
  return !is_inside && IsAboutSport();
}

bool Resolver::IsAboutSport() const {
  if (is_about_sport_) return *is_about_sport_;
  size_t words = 0, all = 0;
  for (const FieldReader* field : fields_) {
    for (uint32_t token = 0; token < field->size(); ++token) {
      words += gazetteer_.IsContext(ContextWord::kSport, AfterElision(field->Folded(token))) ? 1 : 0;
    }
    all += field->size();
  }
  is_about_sport_ = words >= kLeastOfSport && words * kMostToAWordOfSport >= all;
  return *is_about_sport_;
}

bool Resolver::HasEvidence(const FieldReader& reader, const std::vector<Candidate>& candidates, size_t number,
                           const KnownEntity& entity) const {
  const Candidate& candidate = candidates[number];
  const int support = Support(entity.number);
  // A lesser city in an article about sport is rather its club, of which no list need know: CSKA drew with Krasnodar.
  const bool may_play =
      support == 1 && entity.type == EntityType::kLoc && entity.tier == kLesserPlace && IsAboutSport();
  if (support > 0 && !may_play) return true;
  if (entity.type != EntityType::kLoc) return false;
  const bool has_place_word = candidate.first > 0 && reader.Gap(candidate.first - 1) == " " &&
                              gazetteer_.IsContext(ContextWord::kPlace, reader.Folded(candidate.first - 1));
  return has_place_word || IsListed(reader, candidates, number);
}

// Whether the candidate is one of a list of places, of which another is sure: "Jordan and Egypt", "Egypt, Jordan".
bool Resolver::IsListed(const FieldReader& reader, const std::vector<Candidate>& candidates, size_t number) const {
  const auto is_place = [&](const Candidate& other) {
    const std::optional<uint32_t> entity = OnlySure(reader, other);
    return entity && gazetteer_.entity(*entity).type == EntityType::kLoc;
  };
  const auto are_listed = [&](const Candidate& left, const Candidate& right) {
    const uint32_t last = left.end() - 1;
    if (right.first == left.end()) {
      const bool has_comma = reader.Gap(last) == ", " || reader.Gap(last) == "\u060C ";  // ARABIC COMMA
      const bool has_waw = right.has_proclitic && reader.Folded(right.first).starts_with(kWaw);
      return has_comma || has_waw;
    }
    const bool one_between = right.first == left.end() + 1;
    return one_between && gazetteer_.IsContext(ContextWord::kAnd, reader.Folded(left.end()));
  };
  const Candidate& candidate = candidates[number];
  if (number > 0 && are_listed(candidates[number - 1], candidate) && is_place(candidates[number - 1])) return true;
  return number + 1 < candidates.size() && are_listed(candidate, candidates[number + 1]) &&
         is_place(candidates[number + 1]);
}

// "Tripoli, Lebanon", "the Lebanese city of Tripoli": its country a few words after it, or an adjective of that around it.
bool Resolver::IsBesideItsCountry(const FieldReader& reader, const std::vector<Candidate>& candidates, size_t number,
                                  const KnownEntity& entity) const {
  if (entity.type != EntityType::kLoc || entity.country.empty()) return false;
  const Candidate& candidate = candidates[number];
  const uint32_t end = EndOfBeside(reader, candidate);
  for (size_t next = number + 1; next < candidates.size() && candidates[next].first < end; ++next) {
    const std::optional<uint32_t> other = OnlySure(reader, candidates[next]);
    if (other && gazetteer_.entity(*other).country == entity.country && IsCountry(gazetteer_.entity(*other)))
      return true;
  }
  for (uint32_t token = candidate.first - std::min(candidate.first, kWordsBeside); token < end; ++token) {
    if (CountryOfAdjectives(reader.Folded(token)) == entity.country) return true;
  }
  return false;
}

// As Support(), at one place: 3 if its country stands beside it.
int Resolver::SupportAt(const FieldReader& reader, const std::vector<Candidate>& candidates, size_t number,
                        uint32_t entity) const {
  return IsBesideItsCountry(reader, candidates, number, gazetteer_.entity(entity)) ? 3 : Support(entity);
}

// 2: named beyond doubt elsewhere; 1: its country is, or something of it; 0: nothing speaks for it.
int Resolver::Support(uint32_t entity) const {
  if (sure_.contains(entity)) return 2;
  const std::string_view country = gazetteer_.entity(entity).country;
  return !country.empty() && countries_.contains(country) ? 1 : 0;
}

}  // namespace marsad::tag
