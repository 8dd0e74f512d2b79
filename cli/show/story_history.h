// All that was told of one story, for people.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "cli/show/terminal.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::cli {

// Which story an article ended in, by all records of a topic. Memory grows with the articles.
class StoryDirectory {
 public:
  // In the order of the topic.
  void Add(const v1::EnrichedArticle& record);
  // The story that `name`, a story's id or an article's uri, is or is in by now; none: not known.
  std::optional<std::string> Find(std::string_view name) const;
  // Whether the record was told of that story, or of one that ended in it.
  bool IsIn(const v1::EnrichedArticle& record, std::string_view story) const;

 private:
  std::string Resolve(std::string story) const;

  std::unordered_map<std::string, std::string> story_of_;  // uri -> id
  std::unordered_map<std::string, std::string> ended_in_;  // id -> id
};

enum class HistoryDetail {
  kAdded,  // what each record added
  kFull,   // the whole texts, with what they share lit
};

// `records` of one story, in any order.
std::string PrintHistory(std::vector<v1::EnrichedArticle> records, HistoryDetail detail, const Terminal& terminal);

}  // namespace marsad::cli
