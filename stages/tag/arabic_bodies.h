// Arabic bodies, facilities and events told by their heads: what a head and the nouns and adjectives after it make. The rule stands
// in README.md of this folder, its words in data/name_bounds.tsv.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "stages/tag/name_bounds.h"

namespace marsad::tag {

// Reads one field of an article from a head on. Borrows all.
class ArabicBodies {
 public:
  // `mentions`: what was found in the article, in order.
  ArabicBodies(const Document& document, Field field, const Gazetteer& gazetteer,
               std::span<const ModelMention> mentions)
      : which_(field), text_(document.field(field)), gazetteer_(gazetteer), mentions_(mentions) {}

  // The name whose head is token `at`, if there is one; it ends before token `end`, that of the sentence.
  std::optional<ModelMention> Read(size_t at, size_t end) const;

 private:
  struct Head {
    enum class Kind { kBody, kWeak, kPair, kGeneral, kFacility, kPlaceName, kEvent };
    Kind kind;
    size_t proclitic;  // bytes
  };

  std::string_view Word(size_t at) const { return text_.tokens[at].search.Cut(text_.search); }
  bool Follows(size_t at, size_t end) const;
  std::optional<Head::Kind> KindOf(std::string_view word, size_t at) const;
  std::optional<Head> HeadAt(size_t at) const;
  size_t NameEnd(const Head& head, size_t at, size_t end) const;
  size_t GeneralEnd(size_t at, size_t end) const;
  size_t FieldEnd(size_t at, size_t end) const;
  size_t MentionEnd(size_t at, size_t end) const;
  size_t PlaceEnd(size_t at, size_t end) const;
  bool IsNoun(size_t at) const;
  size_t AfterAdjectives(size_t at, size_t end) const;
  size_t AfterNouns(size_t at, size_t end) const;

  const Field which_;
  const FieldText& text_;
  const Gazetteer& gazetteer_;
  const std::span<const ModelMention> mentions_;
};

}  // namespace marsad::tag
