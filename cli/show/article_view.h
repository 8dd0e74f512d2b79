// An enriched article as pages and terminals show it: blocks in order, cut at the mentions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/show/segments.h"

namespace marsad::v1 {
class Article;
class EnrichedArticle;
class Entity;
class Time;
}  // namespace marsad::v1

namespace marsad::cli {

// kSmall: byline, caption, note, boilerplate; kPostTime: the line of a live blog that says when what stands below it was posted.
enum class BlockKind { kHeading, kParagraph, kListItem, kQuote, kSmall, kPostTime };

struct BlockView {
  BlockKind kind = BlockKind::kParagraph;
  std::vector<Segment> segments;
  // Of a list item: the author's own, "-" if a tag alone makes it one; empty if it begins with a number.
  std::string_view mark;
};

// Views lie in the article that it was made of, which must outlive it.
struct ArticleView {
  std::vector<Segment> title;
  std::vector<BlockView> body;
};

// By Text.blocks; where normalize did not run, every line of the body is a paragraph. A dateline joins the paragraph that
// it opens; the title's repetition is left out.
ArticleView View(const v1::EnrichedArticle& article);

// Entities by salience, most salient first; indexes into EnrichedArticle.entities.
std::vector<size_t> BySalience(const v1::EnrichedArticle& article);

// The surfaces of one entity, most frequent first, then in order of appearance.
struct SurfaceCount {
  std::string_view surface;
  size_t count = 0;
};
std::vector<SurfaceCount> Surfaces(const v1::Entity& entity);

// How sure the most sure mention of the entity is: "97 %", or "31 %, unsure" if all are below tag.min_confidence; empty if
// none says.
std::string ShowConfidence(const v1::Entity& entity);

// "2025-11-03 09:15 +04:00", as precise as the source was; empty if it gave none.
std::string ShowTime(const v1::Time& time);

}  // namespace marsad::cli
