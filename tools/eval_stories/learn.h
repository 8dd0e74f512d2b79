// Learns the weights of the model of stories.
#pragma once

#include <vector>

#include "stages/cluster/story_index.h"
#include "tools/eval_stories/corpus.h"

namespace marsad::eval_stories {

// Logistic regression on whether an article belongs to a live story, the stories being the labelled ones. The scores are
// log-odds in millionths; `join` and `merge` are the caller's to set.
cluster::StoryModel Learn(const std::vector<Item>& items);

}  // namespace marsad::eval_stories
