#include "stages/tag/longer_name.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "lib/text/casing.h"
#include "lib/text/proclitic.h"
#include "stages/tag/arabic.h"
#include "stages/tag/model/cues.h"
#include "stages/tag/name_bounds.h"

namespace marsad::tag {
namespace {

constexpr std::string_view kYehAlef = "\u064A\u0627";
constexpr std::string_view kFemininePlural = "\u0627\u062A";
constexpr std::string_view kMasculinePlural = "\u0648\u0646";
constexpr size_t kLeastDefinite = 10;  // bytes: the article and three letters
constexpr uint32_t kMostTitles = 2;    // between what is named after somebody and the name

bool HeadsHaveCapitals(std::string_view language) {
  return language.starts_with("en") || language.starts_with("de") || language.starts_with("tr");
}

// The words beside one candidate.
class Neighbours {
 public:
  Neighbours(const FieldReader& reader, const Candidate& candidate) : reader_(reader), candidate_(candidate) {}

  // A street, the prayer at sunset, a bank; but not a ship and the strait that it goes through: a word with the article
  // takes no name with a head of its own after it, and no place that a verb of motion leads to.
  bool IsArabicPlaceInLonger() const {
    if (HasAfter() && Is(ContextWord::kAfterPlace, After())) return true;
    if (IsWarOf()) return true;
    if (IsQuotedName() || IsPersonsName()) return true;
    if (!HasBefore(0) || !IsHead(Before(0))) return false;
    if (!Before(0).starts_with(kArticle)) return true;
    const bool has_head = candidate_.tokens > 1 && !reader_.Folded(candidate_.first).starts_with(kArticle);
    return !has_head && !(HasBefore(1) && Is(ContextWord::kMoves, Before(1)));
  }

  // "A Russian diplomat": what looks like a country is an adjective in the accusative after such a noun.
  bool IsAccusative() const {
    return candidate_.tokens == 1 && HasBefore(0) && Is(ContextWord::kDescribed, Before(0)) &&
           reader_.Folded(candidate_.first).ends_with(kYehAlef);
  }

  // "The Saudi authorities": an Arabic name that is also an adjective, after what it says something about.
  bool IsAdjective() const {
    if (IsAccusative() || IsAdjectiveAfterQuoted() || IsFeminine()) return true;
    if (candidate_.tokens != 1 || !HasBefore(0) || !Is(ContextWord::kAdjective, reader_.Folded(candidate_.first))) {
      return false;
    }
    if (IsAfterOwnPlace() || IsAfterTold()) return true;
    const std::string_view before = Before(0);
    return IsDefinite(before) && !before.ends_with(kMasculinePlural) &&
           (CueOf(before) != Cue::kTitle || before.ends_with(kHeh)) && !IsOrEndsAs(ContextWord::kUndescribed, before);
  }

  // "A Syrian family": after an indefinite noun or adjective in the feminine, what the country is called too.
  bool IsFeminine() const {
    if (candidate_.tokens != 1 || !HasBefore(0) || Before(0).starts_with(kArticle)) return false;
    static const BoundsSet& countries = BoundsRow("feminine-country");
    if (!countries.contains(reader_.Folded(candidate_.first))) return false;
    const bool goes_on =
        HasAfter() && !After().starts_with(kArticle) && reader_.Word(candidate_.end()).ends_with(kTaMarbuta);
    return goes_on || reader_.Word(candidate_.first - 1).ends_with(kTaMarbuta) || Before(0).ends_with(kFemininePlural);
  }

  // "Ali al-Houthi" is a person; "on", which folds to the same, has no dots.
  bool IsAfterGivenName() const {
    return candidate_.tokens == 1 && HasBefore(0) && IsBoundsWord("anyones", Before(0)) &&
           !reader_.Word(candidate_.first - 1).ends_with(kAlefMaksura) &&
           candidate_.span.Cut(reader_.text().search).starts_with(kArticle);
  }

  // "The United Nations' Panel on Climate": a body between another one's head and what that is for; "the Liberal Democratic
  // Party" is not the Democratic Party.
  bool IsInsideBody() const {
    if (!HasAfter()) return false;
    static const BoundsSet& parties = BoundsRow("party");
    if (parties.contains(reader_.Folded(candidate_.first)) && IsBoundsWord("other-party", After())) return true;
    if (!HasBefore(0) || !After().starts_with(kForThe)) return false;
    // "The agency Reuters for news" is Reuters.
    const auto is_head = [&](std::string_view word) {
      const bool is_body =
          IsBoundsWord("body", word) || IsBoundsWord("weak-body", word) || IsBoundsWord("further-body", word);
      return is_body && !Is(ContextWord::kKindOfBody, word);
    };
    const std::string_view before = Before(0);
    if (is_head(before)) return true;
    const text::ProcliticSplits splits = text::SplitProclitics(before);
    return std::any_of(splits.begin(), splits.end(),
                       [&](const text::ProcliticSplit& split) { return is_head(before.substr(split.bytes)); });
  }

  // "The Esperance of Zarzis" is not that of Tunis: a club's name with the article, and after it the adjective of a town.
  bool IsOtherTowns() const {
    if (candidate_.tokens != 1 || !candidate_.span.Cut(reader_.text().search).starts_with(kArticle) || !HasAfter()) {
      return false;
    }
    std::string_view town = After();
    if (IsBoundsWord("sporting", town)) town = SecondAfter();
    if (!town.starts_with(kArticle)) return false;
    town.remove_prefix(kArticle.size());
    if (town.ends_with(kHeh)) town.remove_suffix(kHeh.size());
    if (!town.ends_with(kYeh)) return false;
    town.remove_suffix(kYeh.size());
    return std::ranges::any_of(std::initializer_list<std::string_view>{"", kHeh, kAlef},
                               [&](std::string_view end) { return IsTown(std::string(town).append(end)); });
  }

  // Where the head before the name begins in the search text, if it makes a name with it.
  std::optional<std::pair<uint32_t, EntityType>> Head() const {
    if (!HasBefore(0)) return std::nullopt;
    const uint32_t begin = reader_.text().tokens[candidate_.first - 1].search.begin;
    for (const auto& [use, type] :
         {std::pair{ContextWord::kFacility, EntityType::kLoc}, std::pair{ContextWord::kBody, EntityType::kOrg}}) {
      if (Is(use, Before(0))) return std::pair{begin, type};
      for (const text::ProcliticSplit& split : text::SplitProclitics(Before(0))) {
        if (Is(use, Before(0).substr(split.bytes))) return std::pair{begin + split.bytes, type};
      }
    }
    return std::nullopt;
  }
  bool GoesOn() const { return HasAfter() && Is(ContextWord::kGoesOn, After()); }

  // The train «Россия», the ship «Москва»: what Russian puts alone into such quotation marks is named after the place.
  bool IsAloneInGuillemets() const {
    if (candidate_.first == 0 || candidate_.end() >= reader_.size()) return false;
    return reader_.Gap(candidate_.first - 1).ends_with("\u00AB") &&
           reader_.Gap(candidate_.end() - 1).starts_with("\u00BB");
  }

  // "Gulf of X", "golfe d'X", "X Street".
  bool IsPlaceInLonger() const {
    // In a title every word may have a capital.
    if (candidate_.field == Field::kBody && IsHeadAfter()) return true;
    if (!HasBefore(0)) return false;
    const bool is_elided = candidate_.span.begin > reader_.text().tokens[candidate_.first].search.begin;
    if (is_elided) return Is(ContextWord::kPartOf, Before(0));
    return Is(ContextWord::kOf, Before(0)) && HasBefore(1) && Is(ContextWord::kPartOf, Before(1));
  }

  // "University of X", "the hospital Prince X"; "X Foundation".
  bool IsNamedAfter(std::string_view language) const {
    if (IsAfterDescribed() || IsQuotedAfter(ContextWord::kNamedAfter)) return true;
    uint32_t skip = 0;
    while (skip < kMostTitles && HasBefore(skip) && CueOf(Before(skip)) == Cue::kTitle) ++skip;
    if (HasBefore(skip)) {
      const bool may_be_head = !HeadsHaveCapitals(language) || IsCapital(candidate_.first - skip - 1);
      if (may_be_head && IsOrEndsAs(ContextWord::kNamedAfter, Before(skip))) return true;
      const bool has_of = Is(ContextWord::kOf, Before(skip)) && HasBefore(skip + 1);
      if (has_of && Is(ContextWord::kNamedAfter, Before(skip + 1))) return true;
    }
    return IsHeadAfter();
  }

  bool IsNameGoingOn(uint32_t entity) const {
    if (HasBefore(0) && Is(ContextWord::kKinBefore, Before(0))) return true;
    return HasAfter() && Is(ContextWord::kKinAfter, After()) && !IsOwnNameAfter(entity);
  }

  // "The agency".
  bool IsBodyBefore() const { return IsOrEndsAs(ContextWord::kIntroduces, Before(0)); }

 private:
  // The channel "Russia Today", the hotel "Tunis", a ship with the name "Luxor"; the crossing "Bab al-Hawa" is named by all of it.
  bool IsQuotedName() const {
    if (IsQuotedAfter(ContextWord::kPartOf)) return true;
    if (candidate_.tokens == 1 && (IsQuotedAfter(ContextWord::kFacility) || IsQuotedAfter(ContextWord::kBody)))
      return true;
    if (IsNumberAfter() && candidate_.first > 0 && reader_.Gap(candidate_.first - 1).ends_with('(')) return true;
    return IsQuoted() && (IsBoundsWord("called", Before(0)) || IsNumberAfter());
  }
  // The conference "Tunisia 2020", the university (Paris 5).
  bool IsNumberAfter() const { return HasAfter() && After().find_first_not_of("0123456789") == std::string_view::npos; }
  // "The journalist Kashmir": after what somebody is, with the article, a word without one is a name.
  bool IsPersonsName() const {
    static const BoundsSet& somebody = BoundsRow("somebody");
    return candidate_.tokens == 1 && HasBefore(0) && somebody.contains(Before(0)) &&
           !reader_.Folded(candidate_.first).starts_with(kArticle);
  }
  // "X Foundation", "X Street".
  bool IsHeadAfter() const { return HasAfter() && Is(ContextWord::kAfterName, After()) && IsCapital(candidate_.end()); }
  // The war of a place is an event, but not one that a country wages: "the war of X on Y".
  bool IsWarOf() const {
    return HasBefore(0) && Is(ContextWord::kWar, Before(0)) && !(HasAfter() && Is(ContextWord::kWaged, After()));
  }

  // "The Saudi city of Jeddah", which Arabic has as "Jeddah the Saudi": an adjective after a place in its own country. After
  // the country of another it is what a verb acts on.
  bool IsAfterOwnPlace() const {
    const Gazetteer& gazetteer = reader_.gazetteer();
    const NameIndex::Node* node = gazetteer.index().Begin(Before(0));
    if (node == nullptr) return false;
    return std::ranges::any_of(gazetteer.index().Values(*node), [&](uint32_t number) {
      const KnownEntity place = gazetteer.entity(gazetteer.name(number).entity);
      return place.type == EntityType::kLoc && !place.HasId("iso3166-1:") && IsIn(place.country);
    });
  }
  // "The newspaper X of Saudi Arabia": an adjective after a name that a word before it says the kind of.
  bool IsAfterTold() const {
    if (!HasBefore(1)) return false;
    const std::string_view kind = Before(1);
    return IsOrEndsAs(ContextWord::kIntroduces, kind) || IsOrEndsAs(ContextWord::kKindOfBody, kind) ||
           IsOrEndsAs(ContextWord::kTown, kind);
  }
  // The same after its closing quotation mark.
  bool IsAdjectiveAfterQuoted() const {
    if (candidate_.tokens != 1 || candidate_.has_proclitic || candidate_.first == 0) return false;
    const std::string_view gap = reader_.Gap(candidate_.first - 1);
    const bool is_after_quoted = gap == "\" " || gap == "\u00BB " || gap == "\u201D ";
    return is_after_quoted && Is(ContextWord::kAdjective, reader_.Folded(candidate_.first));
  }
  // Whether the candidate may be something of `country`.
  bool IsIn(std::string_view country) const {
    const Gazetteer& gazetteer = reader_.gazetteer();
    return std::ranges::any_of(gazetteer.index().Values(*candidate_.node), [&](uint32_t number) {
      return gazetteer.entity(gazetteer.name(number).entity).country == country;
    });
  }
  // "The international airport X": what is named after somebody, with the article and adjectives.
  bool IsAfterDescribed() const {
    uint32_t skip = 0;
    while (skip < kMostTitles && HasBefore(skip) && IsDescription(Before(skip))) ++skip;
    if (skip == 0 || !HasBefore(skip)) return false;
    const std::string_view head = Before(skip);
    if (IsDefiniteHead(head)) return true;
    const text::ProcliticSplits splits = text::SplitProclitics(head);
    return std::any_of(splits.begin(), splits.end(), [&](const text::ProcliticSplit& split) {
      return IsDefiniteHead(std::string(split.restores_article ? kAlef : "").append(head.substr(split.bytes)));
    });
  }
  // With the article, what is named after somebody.
  bool IsDefiniteHead(std::string_view word) const {
    return word.starts_with(kArticle) && Is(ContextWord::kNamedAfter, word.substr(kArticle.size()));
  }
  // An adjective with the article.
  static bool IsDescription(std::string_view folded) {
    if (!folded.starts_with(kArticle) || folded.size() < kLeastDefinite) return false;
    if (folded.ends_with(kHeh)) folded.remove_suffix(kHeh.size());
    return folded.ends_with(kYeh) && CueOf(folded) != Cue::kTitle;
  }

  // Heads of names that places are pieces of.
  static constexpr ContextWord kHeads[] = {ContextWord::kPartOf, ContextWord::kFacility, ContextWord::kBody};
  bool IsHead(std::string_view folded) const {
    return std::ranges::any_of(kHeads, [&](ContextWord use) { return IsOrEndsAs(use, folded); });
  }
  static bool IsDefinite(std::string_view folded) {
    if (folded.starts_with(kArticle)) return folded.size() >= kLeastDefinite;
    const text::ProcliticSplits splits = text::SplitProclitics(folded);
    return std::any_of(splits.begin(), splits.end(), [&](const text::ProcliticSplit& split) {
      const std::string_view rest = folded.substr(split.bytes);
      return rest.size() >= kLeastDefinite && (split.restores_article || rest.starts_with(kArticle));
    });
  }
  // Whether `folded` names a place that is no country.
  bool IsTown(std::string_view folded) const {
    const Gazetteer& gazetteer = reader_.gazetteer();
    const NameIndex::Node* node = gazetteer.index().Begin(folded);
    if (node == nullptr) return false;
    bool is_place = false;
    for (const uint32_t number : gazetteer.index().Values(*node)) {
      const KnownEntity entity = gazetteer.entity(gazetteer.name(number).entity);
      if (entity.HasId("iso3166-1:")) return false;
      is_place = is_place || entity.type == EntityType::kLoc;
    }
    return is_place;
  }
  bool Is(ContextWord use, std::string_view folded) const { return reader_.gazetteer().IsContext(use, folded); }
  bool IsOrEndsAs(ContextWord use, std::string_view folded) const {
    if (Is(use, folded)) return true;
    const text::ProcliticSplits splits = text::SplitProclitics(folded);
    return std::any_of(splits.begin(), splits.end(),
                       [&](const text::ProcliticSplit& split) { return Is(use, folded.substr(split.bytes)); });
  }
  // Whether `skip` words and one more stand right before the name, which has no proclitic.
  bool HasBefore(uint32_t skip) const {
    if (candidate_.has_proclitic || candidate_.first < skip + 1) return false;
    const std::string_view gap = reader_.Gap(candidate_.first - skip - 1);
    return gap == " " || gap == "-" || gap == "_";
  }
  bool IsQuotedAfter(ContextWord use) const { return IsQuoted() && IsOrEndsAs(use, Before(0)); }
  bool IsQuoted() const {
    if (candidate_.has_proclitic || candidate_.first == 0) return false;
    const std::string_view gap = reader_.Gap(candidate_.first - 1);
    return gap == " \"" || gap == " \u00AB" || gap == " \u201C" || gap == " '";
  }
  std::string_view Before(uint32_t skip) const { return reader_.Folded(candidate_.first - skip - 1); }
  // Whether a word stands right after the name, which ends its own word: not so "Putin's".
  bool HasAfter() const {
    const uint32_t last = candidate_.end() - 1;
    if (candidate_.end() >= reader_.size()) return false;
    if (reader_.text().tokens[last].search.end != candidate_.span.end) return false;
    const std::string_view gap = reader_.Gap(last);
    return gap == " " || gap == "-";
  }
  // Without a case ending after an apostrophe.
  std::string_view After() const {
    const std::string_view word = reader_.Folded(candidate_.end());
    return word.substr(0, std::min(word.find('\''), word.find("\u2019")));
  }
  std::string_view SecondAfter() const {
    const uint32_t second = candidate_.end() + 1;
    if (second >= reader_.size() || reader_.Gap(second - 1) != " ") return {};
    return reader_.Folded(second);
  }
  // "Mahmoud Abbas Abu Mazen".
  bool IsOwnNameAfter(uint32_t entity) const {
    const NameIndex& index = reader_.gazetteer().index();
    const NameIndex::Node* node = index.Begin(After());
    for (uint32_t token = candidate_.end(); node != nullptr; ++token) {
      const auto is_own = [&](uint32_t number) { return reader_.gazetteer().name(number).entity == entity; };
      if (std::ranges::any_of(index.Values(*node), is_own)) return true;
      if (!index.GoesOn(*node) || token + 1 >= reader_.size()) return false;
      node = index.Next(*node, reader_.Folded(token + 1));
    }
    return false;
  }
  bool IsCapital(uint32_t token) const {
    const std::string_view word = reader_.Word(token);
    return text::StartsUpper(word) || !text::HasLower(word);
  }

  const FieldReader& reader_;
  const Candidate& candidate_;
};

}  // namespace

bool IsPartOfOther(const FieldReader& reader, const Candidate& candidate, EntityType type, std::string_view language) {
  const Neighbours beside(reader, candidate);
  const bool is_arabic = reader.text().tokens[candidate.first].script == text::Script::kArabic;
  if (is_arabic && beside.IsAdjective()) return true;
  if (type == EntityType::kPer) return beside.IsNamedAfter(language);
  if (type == EntityType::kOrg)
    return is_arabic && (beside.IsOtherTowns() || beside.IsAfterGivenName() || beside.IsInsideBody());
  if (type != EntityType::kLoc) return false;
  if (is_arabic) return beside.IsArabicPlaceInLonger();
  return beside.IsPlaceInLonger() || (language.starts_with("ru") && beside.IsAloneInGuillemets());
}

std::optional<NameWithHead> WithHead(const FieldReader& reader, const Candidate& candidate) {
  const Neighbours beside(reader, candidate);
  const auto head = beside.Head();
  if (!head) return std::nullopt;
  NameWithHead name{.whole = candidate, .type = head->second};
  --name.whole.first;
  ++name.whole.tokens;
  name.whole.span.begin = head->first;
  name.whole.has_proclitic = head->first != reader.text().tokens[name.whole.first].search.begin;
  if (beside.GoesOn()) {
    name.whole.span.end = reader.text().tokens[candidate.end()].search.end;
    ++name.whole.tokens;
  }
  return name;
}

bool IsPartOfPerson(const FieldReader& reader, const Candidate& candidate, uint32_t entity) {
  return reader.gazetteer().entity(entity).type == EntityType::kPer &&
         Neighbours(reader, candidate).IsNameGoingOn(entity);
}

bool IsIntroduced(const FieldReader& reader, const Candidate& candidate) {
  if (candidate.first == 0) return false;
  const std::string_view before = reader.Gap(candidate.first - 1);
  const std::string_view after = reader.Gap(candidate.end() - 1);
  if (before.ends_with('(') && after.starts_with(')')) return true;
  constexpr std::string_view kBefore[] = {" ", " \"", " (", " \u00AB", " \u201C"};
  if (std::find(std::begin(kBefore), std::end(kBefore), before) == std::end(kBefore)) return false;
  return Neighbours(reader, candidate).IsBodyBefore();
}

}  // namespace marsad::tag
