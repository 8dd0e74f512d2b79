// What the demo still waits for.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/demo/manifest.h"
#include "cli/demo/report.h"

namespace marsad::cli {

// One record that the demo sends.
struct Item {
  std::string name;  // of the file, for messages
  std::string value;
  Sample sample;
  bool any_outcome = false;  // a file of the user's: whatever becomes of it is right
};

// Compares what arrives with what was sent. An outcome belongs to an item by a header that Marsad carries through.
class Tracker {
 public:
  // REQUIRES: `items` outlives the tracker.
  explicit Tracker(const std::vector<Item>& items);

  // Notes an outcome of item `index`; false if it is none (no such item) or came before: an embedded broker shows the
  // outputs of aborted transactions too.
  bool Note(size_t index, const Arrival& arrival);

  size_t outcomes() const { return outcomes_; }
  bool complete() const { return outcomes_ == items_.size(); }
  // A sentence for each item without an outcome or with another one than expected.
  std::vector<std::string> Problems() const;

 private:
  const std::vector<Item>& items_;
  std::vector<std::vector<std::string>> seen_;  // of each item: what arrived
  std::vector<std::string> wrong_;              // of each item: why its outcome is not the expected one
  size_t outcomes_ = 0;
};

}  // namespace marsad::cli
