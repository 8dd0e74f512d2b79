// Learns the weights of the model of stories.
#pragma once

#include <vector>

#include "stages/cluster/story_index.h"
#include "tools/eval_stories/corpus.h"

namespace marsad::eval_stories {

// Logistic regression on whether an article belongs to a live story, the stories being the labelled ones; each corpus counts
// as much as the others. The scores are
// log-odds in millionths; `join` and `merge` are Tune()'s to set.
cluster::StoryModel Learn(const std::vector<std::vector<Item>>& corpora);

// Sets both thresholds to what is best for `corpora` by the mean of their BCubed F, as labelled at emission and with merges. A
// corpus may hold a crowd: without one a threshold is found with which busier days join what only shares a subject.
void Tune(const std::vector<std::vector<Item>>& corpora, cluster::StoryModel* model);

}  // namespace marsad::eval_stories
