// Finds the entities of the gazetteer in an article. The rules stand in README.md of this folder.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/text/offset_map.h"
#include "lib/text/span.h"
#include "lib/text/token.h"
#include "stages/tag/gazetteer.h"

namespace marsad::tag {

using Field = text::TextField;

// One field of an article, as normalize left it. Borrowed.
struct FieldText {
  std::string_view original;
  std::string_view search;
  const text::OffsetMap* map = nullptr;  // search -> original
  std::span<const text::Token> tokens;
};

// A sentence, a title or a heading: what the model reads as one.
struct SentenceRange {
  Field field = Field::kBody;
  text::OriginalSpan span{};
};

struct Document {
  FieldText title;
  FieldText body;
  std::string_view language;  // BCP 47; "und" or empty: unknown
  // Of the body, each in order. What is said about the article and not in it (bylines, credits, promotion) names no
  // entities; a place in a dateline is a town.
  std::span<const text::OriginalSpan> apart{};
  std::span<const text::OriginalSpan> datelines{};
  std::vector<SentenceRange>
      sentences{};  // for the model, in order, the title's first; none: only known names are found

  const FieldText& field(Field which) const { return which == Field::kTitle ? title : body; }
};

enum class Detector : uint8_t { kGazetteer = 1, kModel = 2, kRule = 3 };  // the numbers of marsad.v1.Mention.Detector

struct FoundMention {
  Field field = Field::kBody;
  text::OriginalSpan span{};       // without the proclitic
  text::OriginalSpan proclitic{};  // what stands before it in the same word; may be empty
  uint32_t begin_utf16 = 0;
  uint32_t end_utf16 = 0;
  uint16_t confidence = 0;  // per mille
  Detector detector = Detector::kGazetteer;
  bool is_unsure = false;  // counts for nothing but itself
};

// Marks what has less confidence than `least`, per mille. Of mentions with a member `mention`.
template <class Mentions>
void MarkUnsure(uint16_t least, Mentions* mentions) {
  for (auto& found : *mentions) found.mention.is_unsure = found.mention.confidence < least;
}

// The order of the text, the title first. Of mentions, or of sentences.
template <class Spanned>
bool ComesBefore(const Spanned& a, const Spanned& b) {
  return a.field != b.field ? a.field < b.field : a.span.begin < b.span.begin;
}

// A mention of a name that the gazetteer knows.
struct KnownMention {
  FoundMention mention;
  uint32_t entity = 0;  // its number in the gazetteer
  uint32_t words = 1;
  // The words are a piece of something else's name ("the Cup of France") and stand for nothing; `entity` is not set.
  bool is_piece = false;
  // Of a piece: with the word before it, it is a name that no list has, "the airport of Baghdad"; all of that is the mention.
  std::optional<EntityType> with_head{};
};

struct FoundEntity {
  std::optional<KnownEntity> known{};  // views of the gazetteer; none: no list knows it
  EntityType type = EntityType::kMisc;
  std::string name{};                    // if it is not known: its longest form in the article
  std::vector<FoundMention> mentions{};  // the title's first, in order
  uint16_t salience = 0;                 // per mille
};

// Immutable: share one between threads.
class Tagger {
 public:
  explicit Tagger(std::shared_ptr<const Gazetteer> gazetteer) : gazetteer_(std::move(gazetteer)) {}

  // Mentions of known names, the title's first, in order. They do not overlap. Linear in the number of tokens.
  std::vector<KnownMention> Find(const Document& document) const;
  // The same, grouped by entity in the order of the first mention.
  std::vector<FoundEntity> Tag(const Document& document) const;

  const Gazetteer& gazetteer() const { return *gazetteer_; }

 private:
  std::shared_ptr<const Gazetteer> gazetteer_;
};

}  // namespace marsad::tag
