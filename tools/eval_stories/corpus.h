// Labelled articles, as the core of cluster sees them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/base/timestamp.h"
#include "stages/cluster/bundle.h"
#include "stages/cluster/term_vector.h"
#include "tools/eval_stories/pipeline.h"

namespace marsad::eval_stories {

struct Item {
  std::string uri;
  std::string story;  // the label; empty: of the crowd, in no labelled story
  Timestamp time = {};
  uint64_t body_hash = 0;  // of its words; 0: it has no body
  Words words = {};
  cluster::ArticleVectors vectors = {};
};

// The lines of a JSONL file, {uri or id, story, published or ts, title, body, language or lang}, by time. A crowd needs neither
// story nor time.
Result<std::vector<Item>> ReadCorpus(const std::string& path, Pipeline* pipeline);

// Spreads other articles, shuffled, over the time of `items`: they are in none of its stories.
void AddCrowd(std::vector<Item> crowd, std::vector<Item>* items);

// By the words of the language that each was found to be in.
void SetVectors(const cluster::ClusterModel& model, std::vector<Item>* items);

}  // namespace marsad::eval_stories
