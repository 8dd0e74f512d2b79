// Ways to find the stories of a corpus, each in one pass by time.
#pragma once

#include <cstdint>
#include <vector>

#include "stages/cluster/story_index.h"
#include "tools/eval_stories/corpus.h"
#include "tools/eval_stories/metrics.h"

namespace marsad::eval_stories {

inline constexpr int64_t kWindowMillis = 72LL * 3'600'000;

struct Streamed {
  Labels emitted;                              // as each article was labelled when it came
  Labels merged;                               // with the merges that came later
  std::vector<std::vector<uint64_t>> related;  // stories of other languages that were told of each article
};

// Marsad's. An article with the same body as a live one joins its story, as one that cluster calls EXACT will.
Streamed StreamStories(const std::vector<Item>& items, const cluster::StoryModel& model);

// Every article alone; exact copies together.
Labels StreamAlone(const std::vector<Item>& items);
Labels StreamExact(const std::vector<Item>& items);
// With the live article whose title shares the largest part of its words with it, if that is `least` (Jaccard), else alone.
Labels StreamTitles(const std::vector<Item>& items, double least);

}  // namespace marsad::eval_stories
