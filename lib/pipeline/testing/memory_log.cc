#include "lib/pipeline/testing/memory_log.h"

#include <algorithm>

namespace marsad::pipeline::testing {

MemoryLog::MemoryLog(int32_t partitions) {
  for (int32_t number = 0; number < partitions; ++number) {
    input_[Partition(number)] = {};
    members_[0].partitions.insert(Partition(number));
  }
}

Offset MemoryLog::Append(Partition partition, StoredRecord record) {
  auto& records = input_[partition];
  const Offset offset = EndOf(records);
  records.push_back(std::move(record));
  return offset;
}

MemoryLog::Place MemoryLog::PlaceOf(const Output& output) {
  if (output.lane == Lane::kState) return output.partition.value_or(Partition()).number();
  return output.lane == Lane::kOut ? kOut : kDead;
}

void MemoryLog::DelayMarkers(uint64_t calls, MarkerOrder order) {
  marker_delay_ = calls;
  marker_order_ = order;
}

void MemoryLog::Give(int member, std::set<Partition> partitions) {
  members_[member].partitions = std::move(partitions);
  ++members_[member].generation;
}

std::optional<Fault> MemoryLog::Count() {
  if (calls_ >= most_calls_) throw Runaway();
  const uint64_t call = calls_++;
  if (const auto event = events_.find(call); event != events_.end()) {
    const auto happen = std::move(event->second);
    events_.erase(event);
    happen();
  }
  if (!markers_.empty() && call >= next_landing_) {
    Land(markers_.front());
    markers_.pop_front();
    next_landing_ = call + marker_delay_;
  }
  const auto planned = plan_.find(call);
  if (planned == plan_.end()) return std::nullopt;
  if (planned->second == Fault::kDieBefore) throw Death();
  return planned->second;
}

// Whether a reader of committed records may look past `entry`.
bool MemoryLog::Ended(const Entry& entry, Place place) const {
  const Transaction& transaction = transactions_[entry.transaction];
  return transaction.state != State::kOpen && !transaction.places.contains(place);
}

std::vector<Output> MemoryLog::ReadCommitted(Lane lane) const {
  std::vector<Output> seen;
  const Place place = lane == Lane::kOut ? kOut : kDead;
  const auto entries = entries_.find(place);
  if (entries == entries_.end()) return seen;
  for (const Entry& entry : entries->second) {
    if (!Ended(entry, place)) break;
    const bool is_committed = transactions_[entry.transaction].state == State::kCommitted;
    if (entry.output && is_committed) seen.push_back(*entry.output);
  }
  return seen;
}

std::map<std::string, std::string> MemoryLog::ReadState(Partition partition) const {
  std::map<std::string, std::string> seen;
  const auto entries = entries_.find(partition.number());
  if (entries == entries_.end()) return seen;
  for (const Entry& entry : entries->second) {
    if (!entry.output || transactions_[entry.transaction].state != State::kCommitted) continue;
    seen.erase(entry.output->key.value_or(""));
    if (entry.output->value) seen[entry.output->key.value_or("")] = *entry.output->value;
  }
  return seen;
}

Offset MemoryLog::committed(Partition partition) const {
  const auto found = committed_.find(partition);
  return found == committed_.end() ? Offset() : found->second;
}

bool MemoryLog::IsDone(Partition partition) const {
  Offset next = committed(partition);
  for (const Transaction& transaction : transactions_) {
    if (transaction.state != State::kCommitted) continue;
    for (const Position& position : transaction.positions) {
      if (position.partition == partition) next = std::max(next, position.next_offset);
    }
  }
  return next == EndOf(input_.at(partition));
}

bool MemoryLog::Drained() const {
  return std::all_of(input_.begin(), input_.end(),
                     [&](const auto& input) { return committed(input.first) == EndOf(input.second); });
}

void MemoryLog::Write(int member, std::span<const Output> outputs) {
  std::optional<size_t>& open = members_[member].open;
  if (!open) {
    LandMarkersOf(member);
    open = transactions_.size();
    transactions_.push_back({.member = member, .state = State::kOpen, .positions = {}, .places = {}});
  }
  for (const Output& output : outputs) {
    transactions_[*open].places.insert(PlaceOf(output));
    entries_[PlaceOf(output)].push_back({output, *open});
  }
}

void MemoryLog::Finish(int member, State state) {
  std::optional<size_t>& open = members_[member].open;
  if (!open) return;
  Transaction& transaction = transactions_[*open];
  transaction.state = state;
  std::vector<Place> places(transaction.places.begin(), transaction.places.end());
  if (state == State::kCommitted) {
    const auto at = marker_order_ == MarkerOrder::kOffsetsFirst ? places.begin() : places.end();
    places.insert(at, kOffsets);
    transaction.places.insert(kOffsets);
  }
  if (markers_.empty()) next_landing_ = calls_ + marker_delay_;
  for (const Place place : places) markers_.push_back({*open, place});
  open.reset();
  if (marker_delay_ == 0) LandMarkers();
}

void MemoryLog::Land(const Marker& marker) {
  Transaction& transaction = transactions_[marker.transaction];
  transaction.places.erase(marker.place);
  if (marker.place != kOffsets) {
    entries_[marker.place].push_back({std::nullopt, marker.transaction});
    return;
  }
  for (const Position& position : transaction.positions) committed_[position.partition] = position.next_offset;
}

void MemoryLog::LandMarkers() {
  for (const Marker& marker : markers_) Land(marker);
  markers_.clear();
}

void MemoryLog::LandMarkersOf(int member) {
  std::deque<Marker> others;
  for (const Marker& marker : markers_) {
    if (transactions_[marker.transaction].member == member) {
      Land(marker);
    } else {
      others.push_back(marker);
    }
  }
  markers_ = std::move(others);
}

bool MemoryLog::IsStable(Partition partition) const {
  return std::none_of(markers_.begin(), markers_.end(), [&](const Marker& marker) {
    const auto& positions = transactions_[marker.transaction].positions;
    return marker.place == kOffsets && std::any_of(positions.begin(), positions.end(), [&](const Position& position) {
             return position.partition == partition;
           });
  });
}

void MemoryLog::Compact(Nulls nulls) {
  for (auto& [place, entries] : entries_) {
    if (place < 0) continue;
    std::set<std::string> later;
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
      const bool is_settled = entry->output && Ended(*entry, place);
      if (!is_settled || transactions_[entry->transaction].state != State::kCommitted) continue;
      const bool is_last = later.insert(entry->output->key.value_or("")).second;
      if (!is_last || (nulls == Nulls::kGo && !entry->output->value)) entry->output.reset();
    }
  }
}

void MemoryLog::Fence(int member) {
  ++members_[member].epoch;
  Finish(member, State::kAborted);
  LandMarkersOf(member);
}

}  // namespace marsad::pipeline::testing
