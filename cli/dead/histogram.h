// Counts by name, largest first.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "cli/dead/letters.h"

namespace marsad::cli {

class Histogram {
 public:
  enum class Order { kLargestFirst, kByName };

  void Count(const std::string& name, uint64_t times = 1) { counts_[name] += times; }
  bool empty() const { return counts_.empty(); }
  // One row for each name, with a bar that shows its share of the largest.
  std::string Table(Order order) const;
  // One JSON object for each: {"<by>":"<name>","letters":n}.
  std::string Json(const std::string& by, Order order) const;

 private:
  std::map<std::string, uint64_t> counts_;
};

// What --histogram counts by: reason, stage, hour, topic.
std::string GroupOf(const Letter& letter, const std::string& by);

}  // namespace marsad::cli
