// Labelled articles, as the core of cluster sees them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/base/timestamp.h"
#include "stages/cluster/term_vector.h"

namespace marsad::eval_stories {

struct Item {
  std::string uri;
  std::string story;  // the label
  Timestamp time = {};
  uint64_t body_hash = 0;  // of its words; 0: it has no body
  std::vector<cluster::Token> title = {};
  std::vector<cluster::Token> body = {};
  cluster::ArticleVectors vectors = {};
};

// The lines of a JSONL file, {uri or id, story, published or ts, title, body}, by time. What only its words are wanted of needs
// neither story nor time.
Result<std::vector<Item>> ReadCorpus(const std::string& path);

// How rare each word is in the articles of `items`, those of one text counted once.
cluster::WordRarity Measure(const std::vector<Item>& items);

void SetVectors(const cluster::WordRarity& rarity, std::vector<Item>* items);

}  // namespace marsad::eval_stories
