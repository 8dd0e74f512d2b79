// What the words beside a name and the lists tell of it. For one article; internal to the fusion.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "stages/tag/model/lexicon.h"
#include "stages/tag/tagger.h"

namespace marsad::tag {

class NameEvidence {
 public:
  // Borrows all. `lexicon` is null if there is no model.
  NameEvidence(const Document& document, const Gazetteer& gazetteer, const Lexicon* lexicon)
      : document_(document), gazetteer_(gazetteer), lexicon_(lexicon) {}

  // Whether `mention` stands after a word that leads to a place: in, from, the city of.
  bool IsWherePlacesStand(const FoundMention& mention) const;

  // The word that a blank alone divides from `mention`; null: there is none.
  const text::Token* TokenBefore(const FoundMention& mention) const;

  // Whether a given name stands before a known person's that begins with one that half of all men have: "{Ali} Mohammed
  // Saleh" is not Mohammed Saleh.
  bool HasGivenNameBefore(const KnownMention& known) const;

  // Whether `word` beside a person's name is part of a name, and neither a title nor a place nor an ordinary word.
  bool IsFurtherName(std::string_view word) const;

  // Whether the gazetteer has `words` as a name of `entity`.
  bool IsNameOf(std::string_view words, uint32_t entity) const;

  // The one known entity of `type` that `mention` may name; none if there are several.
  std::optional<uint32_t> OnlyNamed(const FoundMention& mention, EntityType type,
                                    const std::vector<KnownMention>& known) const;

 private:
  // Where the gazetteer has the names that `words` are; null: none begins so.
  const NameIndex::Node* NodeOf(std::string_view words) const;
  // Whether `name` counts here without more evidence, or the article names its entity elsewhere.
  bool MayStand(const KnownName& name, const std::vector<KnownMention>& known) const;

  const Document& document_;
  const Gazetteer& gazetteer_;
  const Lexicon* const lexicon_;  // null: none
};

}  // namespace marsad::tag
