// Counts words in text of open licences.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "stages/cluster/bundle.h"
#include "tools/eval_stories/pipeline.h"

namespace marsad::eval_stories {

// The text of a file as documents: articles of .jsonl (title and body); else sentences, taken together until they are 200 words,
// of .conll (a word a line, before a tab), .conllu ("# text = ") or .txt (a sentence a line).
Result<std::vector<std::string>> ReadDocuments(const std::string& path);

class DocumentCounts {
 public:
  void Add(const Words& document);
  // Words that two documents have at least.
  cluster::RarityTable Table(const std::string& language) const;

 private:
  uint32_t documents_ = 0;
  std::map<uint32_t, uint32_t> counts_;  // by hash
};

}  // namespace marsad::eval_stories
