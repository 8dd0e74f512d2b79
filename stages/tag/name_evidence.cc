#include "stages/tag/name_evidence.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "lib/text/casing.h"
#include "lib/text/fold.h"
#include "stages/tag/arabic.h"
#include "stages/tag/gazetteer_builder.h"
#include "stages/tag/model/cues.h"
#include "stages/tag/model/sequence.h"
#include "stages/tag/name_bounds.h"
#include "stages/tag/tsv.h"

namespace marsad::tag {
namespace {

constexpr uint8_t kLargeCity = 2;      // the last tier whose names need no evidence
constexpr size_t kLeastGivenName = 6;  // bytes: shorter ones are particles, too
constexpr std::string_view kFrom = "\u0645\u0646";
// After these a name is a place and not a person.
constexpr ContextWord kWordsOfPlaces[] = {ContextWord::kPlace, ContextWord::kInside, ContextWord::kOf, ContextWord::kTo,
                                          ContextWord::kTown};

}  // namespace

bool NameEvidence::IsWherePlacesStand(const FoundMention& mention) const {
  const std::string_view text = document_.field(mention.field).original;
  if (mention.proclitic.Cut(text).ends_with(kBa)) return true;
  const text::Token* before = TokenBefore(mention);
  if (before == nullptr) return false;
  const std::string_view word = before->search.Cut(document_.field(mention.field).search);
  return word == kFrom ||
         std::ranges::any_of(kWordsOfPlaces, [&](ContextWord use) { return gazetteer_.IsContext(use, word); });
}

const text::Token* NameEvidence::TokenBefore(const FoundMention& mention) const {
  const FieldText& field = document_.field(mention.field);
  const auto at = TokenFrom(field, mention.span.begin);
  if (at == field.tokens.begin() || at == field.tokens.end()) return nullptr;
  const text::Token& before = *std::prev(at);
  const text::OriginalSpan gap{before.original.end, mention.span.begin};
  return gap.Cut(field.original) == " " ? &before : nullptr;
}

bool NameEvidence::HasGivenNameBefore(const KnownMention& known) const {
  if (lexicon_ == nullptr || known.words < 2 || gazetteer_.entity(known.entity).type != EntityType::kPer) return false;
  const FieldText& field = document_.field(known.mention.field);
  const text::Token* before = TokenBefore(known.mention);
  if (before == nullptr || before->script != text::Script::kArabic) return false;
  if (!IsBoundsWord("anyones", (before + 1)->search.Cut(field.search))) return false;
  const std::string_view word = before->search.Cut(field.search);
  const bool is_listed = (lexicon_->Find(word).lists >> static_cast<int>(NameList::kGivenOrFamily) & 1) != 0;
  // "The Egyptian Mohammed Salah", "its star Mohammed Salah": families, not given names, have the article; few end with a heh.
  const bool is_noun = word.starts_with(kArticle) || word.ends_with(kHeh);
  if (!is_listed || is_noun || word.size() < kLeastGivenName || word.starts_with(kWaw)) return false;
  for (const std::string_view row : {"verb", "no-given", "role"}) {
    if (IsBoundsWord(row, word)) return false;
  }
  return IsFurtherName(before->original.Cut(field.original)) && CueOf(word) == Cue::kNone;
}

bool NameEvidence::IsFurtherName(std::string_view word) const {
  const std::string folded = text::FoldText(word);
  for (const ContextWord kin : {ContextWord::kKinBefore, ContextWord::kKinAfter}) {
    if (gazetteer_.IsContext(kin, folded)) return true;
  }
  if (CueOf(folded) == Cue::kTitle || gazetteer_.IsContext(ContextWord::kTitle, folded)) return false;
  if (text::HasLower(word) && !text::StartsUpper(word)) return false;
  const NameIndex::Node* node = gazetteer_.index().Begin(folded);
  const bool is_place = node != nullptr && std::ranges::any_of(gazetteer_.index().Values(*node), [&](uint32_t number) {
                          return gazetteer_.entity(gazetteer_.name(number).entity).type == EntityType::kLoc;
                        });
  if (is_place) return false;
  return text::HasLower(word) || lexicon_ == nullptr || IsNamePart(lexicon_->Find(folded));
}

const NameIndex::Node* NameEvidence::NodeOf(std::string_view words) const {
  const NameIndex::Node* node = nullptr;
  const std::string key = NameKey(words);
  for (const std::string_view word : Split(key, NameIndex::kSeparator)) {
    node = node == nullptr ? gazetteer_.index().Begin(word) : gazetteer_.index().Next(*node, word);
    if (node == nullptr) return nullptr;
  }
  return node;
}

bool NameEvidence::IsNameOf(std::string_view words, uint32_t entity) const {
  const NameIndex::Node* node = NodeOf(words);
  if (node == nullptr) return false;
  return std::ranges::any_of(gazetteer_.index().Values(*node),
                             [&](uint32_t number) { return gazetteer_.name(number).entity == entity; });
}

std::optional<uint32_t> NameEvidence::OnlyNamed(const FoundMention& mention, EntityType type,
                                                const std::vector<KnownMention>& known) const {
  const NameIndex::Node* node = NodeOf(mention.span.Cut(document_.field(mention.field).original));
  if (node == nullptr) return std::nullopt;
  std::optional<uint32_t> only;
  for (const uint32_t number : gazetteer_.index().Values(*node)) {
    const KnownName name = gazetteer_.name(number);
    if (gazetteer_.entity(name.entity).type != type || !MayStand(name, known)) continue;
    if (only && *only != name.entity) return std::nullopt;
    only = name.entity;
  }
  return only;
}

bool NameEvidence::MayStand(const KnownName& name, const std::vector<KnownMention>& known) const {
  if ((name.languages & gazetteer_.LanguageBits(document_.language)) == 0 || !name.exact.empty()) return false;
  if (name.use == NameUse::kAlways && gazetteer_.entity(name.entity).tier <= kLargeCity) return true;
  return std::ranges::any_of(known,
                             [&](const KnownMention& one) { return !one.is_piece && one.entity == name.entity; });
}

}  // namespace marsad::tag
