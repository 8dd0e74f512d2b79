// What the stage `cluster` says of an article, as pages and terminals tell it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace marsad::v1 {
class EnrichedArticle;
}

namespace marsad::cli {

// Where two texts say different things. One of them may be empty: put in, or left out.
struct ChangeView {
  std::string_view was;
  std::string_view now;
};

struct RelationView {
  std::string_view is;   // "a copy of": `uri` follows; or, without it, all there is to say: "a new version"
  std::string_view uri;  // of the other article
  uint32_t percent = 0;  // of this text that stands there; 0: not told
  std::vector<ChangeView> changes;
};

struct EffectView {
  std::string_view action;  // "correct": what whoever used that article is to do
  std::string_view uri;
  uint64_t version = 0;  // 0: not numbered
};

// Views lie in the article that it was made of, which must outlive it.
struct StoryView {
  std::vector<RelationView> relations;  // the nearest first; at least one if the article went through cluster
  std::vector<EffectView> effects;
  std::string counts;  // "3 articles of 2 sources"; empty if it is in no story
};

StoryView ViewStory(const v1::EnrichedArticle& article);

// ": 12 -> 21; new: 40; gone: 9" with a true arrow, for a terminal; empty if there are none. Each is isolated, so that the arrow
// points from the old to the new in whatever direction the words run.
std::string ShowChanges(const std::vector<ChangeView>& changes);

// The bytes [begin, end) of the body that stand in an earlier article, in order, without overlap.
struct SharedRange {
  uint32_t begin = 0;
  uint32_t end = 0;
};
std::vector<SharedRange> SharedRanges(const v1::EnrichedArticle& article);

}  // namespace marsad::cli
