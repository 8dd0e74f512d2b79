#include "lib/pipeline/catch_up.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace marsad::pipeline {

void CatchUp::Assign(const std::vector<Partition>& partitions) {
  held_ = partitions;
  Doubt();
  if (held_.empty()) return;
  for (auto known = known_.begin(); known != known_.end();) {
    const bool is_held = std::find(held_.begin(), held_.end(), known->first) != held_.end();
    if (!is_held) step_.Forget(known->first);
    known = is_held ? std::next(known) : known_.erase(known);
  }
}

void CatchUp::Doubt() {
  current_ = 0;
  end_.reset();
}

void CatchUp::Drop() {
  for (const auto& [partition, next] : known_) step_.Forget(partition);
  known_.clear();
  held_.clear();
  Doubt();
}

Outcome CatchUp::Step(const PollLimits& limits) {
  if (done()) return Outcome::kDone;
  const Partition partition = held_[current_];
  if (!end_) {
    const StateEnd end = source_.End(partition);
    if (end.outcome != Outcome::kDone) return Fail(end.outcome, source_.last_error());
    end_ = end.offset;
    known_.try_emplace(partition);
  }
  if (known_[partition] < *end_) {
    const StateSlice slice = source_.Read(partition, known_[partition], limits);
    if (slice.outcome != Outcome::kDone) return Fail(slice.outcome, source_.last_error());
    if (const Outcome outcome = Take(partition, slice); outcome != Outcome::kDone) return outcome;
  }
  if (known_[partition] < *end_) return Outcome::kDone;
  end_.reset();
  ++current_;
  return Outcome::kDone;
}

Outcome CatchUp::Take(Partition partition, const StateSlice& slice) {
  for (const StateEntry& entry : slice.records) {
    const auto restored = step_.Restore(partition, entry.key, entry.value);
    if (!restored) {
      return Fail(Outcome::kFatal, "state topic, partition " + std::to_string(partition.number()) + ", offset " +
                                       std::to_string(entry.offset.value()) + ": " + restored.error().message);
    }
  }
  known_[partition] = std::max(known_[partition], slice.next);
  return Outcome::kDone;
}

Outcome CatchUp::Fail(Outcome outcome, std::string error) {
  error_ = std::move(error);
  return outcome;
}

std::string CatchUp::WhyRefused(const Input& input, std::string_view topic) const {
  const std::optional<Offset> restored = step_.Restored(input.partition);
  if (!restored || input.offset >= *restored) return {};
  const std::string next = std::to_string(restored->value());
  return "state topic, partition " + std::to_string(input.partition.number()) + ": tells of records up to offset " +
         next + " of " + std::string(topic) + ", but the group goes on at " + std::to_string(input.offset.value()) +
         ": records would count twice. Set the group to " + next +
         ", or, to make the output anew from here, stop the stage and make the state topic anew";
}

std::optional<Restoring> CatchUp::progress() const {
  if (done() || !end_) return std::nullopt;
  const auto known = known_.find(held_[current_]);
  return Restoring{held_[current_], known == known_.end() ? Offset() : known->second, *end_};
}

}  // namespace marsad::pipeline
