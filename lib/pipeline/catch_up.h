// Takes a stateful step back to what its state topic says: at the start, after every assignment, and if it is unknown
// whether a batch was committed. Goes in slices, so that whoever drives it can serve the group in between.
//
// The order matters. Offsets that are committed are asked first, by the source; then where the state partition ends, with
// everything that is still open; then records are read, committed ones alone, up to that end. A transaction that moved the
// offsets lies before that end in the state partition, even where its marker has not arrived there yet: markers reach
// partitions at different times (KAFKA-10167), and the reader waits for them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/coordinates.h"
#include "lib/pipeline/observer.h"
#include "lib/pipeline/ports.h"
#include "lib/pipeline/stage.h"

namespace marsad::pipeline {

// Not thread-safe.
class CatchUp {
 public:
  // Both must outlive this.
  CatchUp(StateSource& source, Stateful& step) : source_(source), step_(step) {}

  // These partitions are held from now on. None: memory is kept until it is known which come back.
  void Assign(const std::vector<Partition>& partitions);
  // What is held must be read again, from where it was read last.
  void Doubt();
  // Nothing is held, and memory is empty: the end of a session.
  void Drop();

  bool done() const { return current_ >= held_.size(); }
  // One slice, of at most so many records. kAborted: no answer yet, the same again. kFatal: see error().
  Outcome Step(const PollLimits& limits);
  // Of the partition that is read now; none if all is done or no end is known yet.
  std::optional<Restoring> progress() const;
  const std::string& error() const { return error_; }
  // Why `input`, of `topic`, must not be applied, for a person: what was restored tells of it already, so the group was set
  // back, and the state topic was not. Empty: it may be.
  std::string WhyRefused(const Input& input, std::string_view topic) const;

 private:
  Outcome Take(Partition partition, const StateSlice& slice);
  Outcome Fail(Outcome outcome, std::string error);

  StateSource& source_;
  Stateful& step_;
  std::vector<Partition> held_;
  std::map<Partition, Offset> known_;  // by partition: the next offset to read
  size_t current_ = 0;                 // index in held_ of the partition that is read
  std::optional<Offset> end_;          // of that partition
  std::string error_;
};

}  // namespace marsad::pipeline
