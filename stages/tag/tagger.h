// Finds the entities of the gazetteer in an article. The rules stand in README.md of this folder.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "lib/text/offset_map.h"
#include "lib/text/span.h"
#include "lib/text/token.h"
#include "stages/tag/gazetteer.h"

namespace marsad::tag {

enum class Field : uint8_t { kTitle = 1, kBody = 2 };  // the numbers of marsad.v1.Span.Field

// One field of an article, as normalize left it. Borrowed.
struct FieldText {
  std::string_view original;
  std::string_view search;
  const text::OffsetMap* map = nullptr;  // search -> original
  std::span<const text::Token> tokens;
};

struct Document {
  FieldText title;
  FieldText body;
  std::string_view language;  // BCP 47; "und" or empty: unknown
  // Of the body, each in order. What is said about the article and not in it (credits, promotion) names no entities; a
  // place in a dateline is a town.
  std::span<const text::OriginalSpan> apart{};
  std::span<const text::OriginalSpan> datelines{};
};

enum class Detector : uint8_t { kGazetteer = 1, kRule = 3 };  // the numbers of marsad.v1.Mention.Detector

struct FoundMention {
  Field field = Field::kBody;
  text::OriginalSpan span{};       // without the proclitic
  text::OriginalSpan proclitic{};  // what stands before it in the same word; may be empty
  uint32_t begin_utf16 = 0;
  uint32_t end_utf16 = 0;
  uint16_t confidence = 0;  // per mille
  Detector detector = Detector::kGazetteer;
};

struct FoundEntity {
  const KnownEntity* known = nullptr;    // owned by the gazetteer
  std::vector<FoundMention> mentions{};  // the title's first, in order
  uint16_t salience = 0;                 // per mille
};

// Immutable: share one between threads.
class Tagger {
 public:
  explicit Tagger(std::shared_ptr<const Gazetteer> gazetteer) : gazetteer_(std::move(gazetteer)) {}

  // In the order of the first mention. Mentions do not overlap. Linear in the number of tokens.
  std::vector<FoundEntity> Tag(const Document& document) const;

  const Gazetteer& gazetteer() const { return *gazetteer_; }

 private:
  std::shared_ptr<const Gazetteer> gazetteer_;
};

}  // namespace marsad::tag
