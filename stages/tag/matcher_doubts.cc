// What tells that a candidate is another word or another name: letters, signs and capitals as they are written, what stands
// before them.
#include <algorithm>

#include "lib/text/casing.h"
#include "stages/tag/arabic.h"
#include "stages/tag/matcher.h"
#include "stages/tag/name_bounds.h"
#include "stages/tag/vowel_signs.h"

namespace marsad::tag {
namespace {

// A city that is none of the well-known may follow a proclitic only if it is long: of short ones every other is a piece
// of an ordinary word (b + Lyon is a billion).
constexpr size_t kMinLettersBehindProclitic = 5;
constexpr uint8_t kLastWellKnown = 2;  // tier
constexpr size_t kLettersOfAbbreviation = 3;

}  // namespace

// Whether `word`, read as proclitic and name, is more often another word: listed, or "as" or "so" before a short name that
// is no country and no capital, as in "blind" (like FIFA), "he earned it" (like Sebha).
bool FieldReader::IsDoubted(const Candidate& candidate, std::string_view word) const {
  if (gazetteer_.IsContext(ContextWord::kDoubted, word)) return true;
  const bool is_rare = candidate.span.begin == text_.tokens[candidate.first].search.begin + kArabicLetter &&
                       (word.starts_with(kKaf) || word.starts_with(kFa));
  if (!is_rare || candidate.span.size() >= kMinLettersBehindProclitic * kArabicLetter) return false;
  return std::ranges::none_of(gazetteer_.index().Values(*candidate.node), [&](uint32_t number) {
    const KnownEntity entity = gazetteer_.entity(gazetteer_.name(number).entity);
    return entity.type == EntityType::kLoc && entity.tier == 1;
  });
}

// Whether a name of one word is another word as it stands here: "his grandfather", which has a heh where Jeddah has a ta
// marbuta, or "before sunset", the prayer that is called like Morocco.
bool FieldReader::IsOtherWord(const Candidate& candidate) const {
  const text::Token& token = text_.tokens[candidate.first];
  if (candidate.tokens != 1 || token.script != text::Script::kArabic) return false;
  const std::string_view name = candidate.span.Cut(text_.search);
  static const BoundsSet& somebody = BoundsRow("somebody");
  const bool is_whose = candidate.end() < size() && Gap(candidate.first) == " " &&
                        somebody.contains(Folded(candidate.end()));  // "the girl's grandmother"
  if ((Word(candidate.first).ends_with(kHeh) || is_whose) && gazetteer_.IsContext(ContextWord::kWithHeh, name))
    return true;
  return candidate.first > 0 && !candidate.has_proclitic && gazetteer_.IsContext(ContextWord::kPrayer, name) &&
         Gap(candidate.first - 1) == " " && gazetteer_.IsContext(ContextWord::kPrayerTime, Folded(candidate.first - 1));
}

// The less a name is known, the more letters it needs to be believed after a proclitic.
bool FieldReader::MayFollowProclitic(const Candidate& candidate, const KnownEntity& entity) {
  if (entity.tier < 2) return true;
  return entity.tier == 2 &&
         (candidate.tokens > 1 || candidate.span.size() >= kMinLettersBehindProclitic * kArabicLetter);
}

// Whether written vowel signs tell that the words are something else.
bool FieldReader::IsToldApart(const Candidate& candidate, const KnownName& name, const KnownEntity& entity) const {
  if (text_.tokens[candidate.first].script != text::Script::kArabic) return false;
  const std::string_view written = Original(candidate).Cut(text_.original);
  if (candidate.tokens == 1 && entity.type != EntityType::kPer && HasTanween(written)) return true;
  if (candidate.tokens == 1 && HasOtherHamza(written, gazetteer_.OwnLabel(entity, "ar"))) return true;
  return !name.marked.empty() && AreToldApart(written, name.marked);
}

// "CHU" is a hospital, and not the town of Chu.
bool FieldReader::IsAbbreviation(const Candidate& candidate, const KnownEntity& entity) const {
  if (candidate.tokens != 1 || entity.type != EntityType::kLoc || entity.tier <= kLastWellKnown) return false;
  const std::string_view written = Original(candidate).Cut(text_.original);
  return written.size() == kLettersOfAbbreviation && text::StartsUpper(written) && !text::HasLower(written) &&
         !IsShouted(candidate);
}

// Among words that are all in capitals, capitals say nothing.
bool FieldReader::IsShouted(const Candidate& candidate) const {
  const auto is_shouted = [&](uint32_t token) {
    return text_.tokens[token].original.size() > 3 && text::StartsUpper(Word(token)) && !text::HasLower(Word(token));
  };
  const bool before = candidate.first > 0 && is_shouted(candidate.first - 1);
  const bool after = candidate.end() < size() && is_shouted(candidate.end());
  return (before || after) && !text::HasLower(text_.original);
}

}  // namespace marsad::tag
