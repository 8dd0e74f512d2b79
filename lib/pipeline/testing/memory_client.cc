#include <algorithm>

#include "lib/pipeline/testing/memory_log.h"

namespace marsad::pipeline::testing {
namespace {

std::string_view Name(Outcome outcome) {
  switch (outcome) {
    case Outcome::kDone:
      return "done";
    case Outcome::kAborted:
      return "aborted";
    case Outcome::kRefused:
      return "refused";
    case Outcome::kUnknown:
      return "unknown";
    case Outcome::kFenced:
      return "fenced";
    case Outcome::kFatal:
      return "fatal";
  }
  return "?";
}

std::optional<std::string_view> View(const std::optional<std::string>& text) {
  return text ? std::optional<std::string_view>(*text) : std::nullopt;
}

std::vector<record::HeaderView> View(const record::Headers& headers) {
  std::vector<record::HeaderView> views;
  views.reserve(headers.size());
  for (const record::Header& header : headers) views.push_back({header.key, View(header.value)});
  return views;
}

}  // namespace

MemoryClient::MemoryClient(MemoryLog& log, int member) : log_(log), member_(member) {
  log_.Fence(member_);
  epoch_ = me().epoch;
  generation_ = me().generation;
}

Outcome MemoryClient::Tell(Outcome outcome) {
  error_ = Name(outcome);
  return outcome;
}

// The transaction cannot be committed any more.
Outcome MemoryClient::Break(Outcome outcome) {
  broken_ = true;
  return Tell(outcome);
}

bool MemoryClient::IsRefused(std::span<const Output> outputs) const {
  return std::any_of(outputs.begin(), outputs.end(), [&](const Output& output) {
    return output.lane == Lane::kOut && log_.latest_.known() && output.timestamp > log_.latest_;
  });
}

// Partitions were taken away or given: the open transaction goes, and the position has moved on although nothing was
// handed out.
Polled MemoryClient::Interrupt(std::optional<std::vector<Partition>> assignment) {
  if (!IsFenced()) log_.Finish(member_, MemoryLog::State::kAborted);
  return {.outcome = Tell(Outcome::kAborted), .records = {}, .assignment = std::move(assignment)};
}

// The coordinator cannot tell which transaction of this epoch the late commit meant: it ends the one that is open.
void MemoryClient::LandStray() {
  if (!stray_) return;
  if (open() == stray_->transaction) log_.transactions_[*open()].positions = stray_->positions;
  log_.Finish(member_, MemoryLog::State::kCommitted);
  stray_.reset();
  broken_ = true;
}

// To the committed offsets, unless one of them is about to move.
bool MemoryClient::Settle() {
  const std::set<Partition>& held = me().partitions;
  settled_ = std::all_of(held.begin(), held.end(), [&](Partition partition) { return log_.IsStable(partition); });
  next_.clear();
  for (const Partition partition : held) next_[partition] = log_.committed(partition);
  return settled_;
}

void MemoryClient::Release() {
  lent_.clear();
  lent_headers_.clear();
  lent_records_.clear();
}

void MemoryClient::Lend(size_t most) {
  Release();
  most = std::min(most, log_.most_per_poll_);
  lent_records_.reserve(most);
  for (const Partition partition : me().partitions) {
    const auto& records = log_.input_[partition];
    Offset& next = next_[partition];
    for (; next < EndOf(records) && lent_.size() < most; next = next.next()) {
      const StoredRecord& copy = lent_records_.emplace_back(records[static_cast<size_t>(next.value())]);
      const auto& headers = lent_headers_.emplace_back(View(copy.headers));
      lent_.push_back({.partition = partition,
                       .offset = next,
                       .timestamp = copy.timestamp,
                       .key = View(copy.key),
                       .value = View(copy.value),
                       .headers = headers});
    }
  }
}

Polled MemoryClient::Poll(const PollLimits& limits) {
  const std::optional<Fault> fault = log_.Count();
  const std::vector<Partition> held(me().partitions.begin(), me().partitions.end());
  if (generation_ != me().generation || revoked_) {
    Release();
    generation_ = me().generation;
    revoked_ = settled_ = false;
    if (fault == Fault::kDieAfter) throw Death();
    return Interrupt(held);
  }
  Release();
  if (settled_ || Settle()) Lend(limits.max_records);
  if (!fault) {
    std::optional<std::vector<Partition>> first;
    if (!std::exchange(told_, true)) first = held;
    return {.outcome = Outcome::kDone, .records = lent_, .assignment = std::move(first)};
  }
  return FailPoll(*fault);
}

Polled MemoryClient::FailPoll(Fault fault) {
  switch (fault) {
    case Fault::kDieBefore:
    case Fault::kDieAfter:
      throw Death();
    case Fault::kAbort:
      return Interrupt(std::nullopt);
    case Fault::kInterrupt:
      told_ = revoked_ = true;
      return Interrupt(std::vector<Partition>());
    case Fault::kUnknownCommitted:
    case Fault::kUnknownAborted:
      return {.outcome = Tell(Outcome::kUnknown), .records = {}, .assignment = {}};
    case Fault::kFence:
      return {.outcome = Tell(Outcome::kFenced), .records = {}, .assignment = {}};
    case Fault::kFatal:
      return {.outcome = Tell(Outcome::kFatal), .records = {}, .assignment = {}};
  }
  return {};
}

Outcome MemoryClient::Rewind() {
  const std::optional<Fault> fault = log_.Count();
  Release();
  if (fault == Fault::kAbort || fault == Fault::kInterrupt) return Tell(Outcome::kAborted);
  if (fault == Fault::kUnknownAborted) return Tell(Outcome::kUnknown);
  if (fault == Fault::kFence) return Tell(Outcome::kFenced);
  if (fault == Fault::kFatal) return Tell(Outcome::kFatal);
  Settle();
  if (fault == Fault::kDieAfter) throw Death();
  return fault ? Tell(Outcome::kUnknown) : Outcome::kDone;
}

Outcome MemoryClient::Produce(std::span<const Output> outputs) {
  const std::optional<Fault> fault = log_.Count();
  if (fault == Fault::kFatal) return Tell(Outcome::kFatal);
  if (fault == Fault::kFence) log_.Fence(member_);
  if (IsFenced()) return Tell(Outcome::kFenced);
  if (broken_) return Tell(Outcome::kAborted);
  if (fault == Fault::kUnknownAborted) return Break(Outcome::kUnknown);
  if (IsRefused(outputs)) {
    log_.Finish(member_, MemoryLog::State::kAborted);
    return Tell(Outcome::kRefused);
  }
  const bool fails_halfway = fault == Fault::kAbort || fault == Fault::kInterrupt;
  log_.Write(member_, fails_halfway ? outputs.first(outputs.size() / 2) : outputs);
  if (fails_halfway) return Break(Outcome::kAborted);
  if (fault == Fault::kUnknownCommitted) return Break(Outcome::kUnknown);
  LandStray();
  if (fault == Fault::kDieAfter) throw Death();
  return Outcome::kDone;
}

Outcome MemoryClient::Commit(std::span<const Position> positions) {
  const std::optional<Fault> fault = log_.Count();
  if (fault == Fault::kFatal) return Tell(Outcome::kFatal);
  if (fault == Fault::kFence) log_.Fence(member_);
  if (IsFenced()) return Tell(Outcome::kFenced);
  if (broken_) return Tell(Outcome::kAborted);
  if (fault == Fault::kAbort || generation_ != me().generation) return Break(Outcome::kAborted);
  if (fault == Fault::kInterrupt) {
    log_.Finish(member_, MemoryLog::State::kAborted);
    return Tell(Outcome::kAborted);
  }
  log_.Write(member_, {});
  if (fault == Fault::kUnknownAborted) {
    stray_ = {.transaction = *open(), .positions = {positions.begin(), positions.end()}};
    return Tell(Outcome::kUnknown);
  }
  log_.transactions_[*open()].positions = {positions.begin(), positions.end()};
  log_.Finish(member_, MemoryLog::State::kCommitted);
  if (fault == Fault::kDieAfter) throw Death();
  return fault ? Tell(Outcome::kUnknown) : Outcome::kDone;
}

Outcome MemoryClient::Abort() {
  const std::optional<Fault> fault = log_.Count();
  if (fault == Fault::kFatal) return Tell(Outcome::kFatal);
  if (fault == Fault::kFence) log_.Fence(member_);
  if (IsFenced()) return Tell(Outcome::kFenced);
  if (fault == Fault::kUnknownAborted) return Tell(Outcome::kUnknown);
  log_.Finish(member_, MemoryLog::State::kAborted);
  broken_ = false;
  if (fault == Fault::kDieAfter) throw Death();
  if (fault == Fault::kUnknownCommitted) return Tell(Outcome::kUnknown);
  return fault ? Tell(Outcome::kAborted) : Outcome::kDone;
}

Outcome MemoryClient::Reopen() {
  const std::optional<Fault> fault = log_.Count();
  if (fault == Fault::kFatal) return Tell(Outcome::kFatal);
  if (fault == Fault::kAbort || fault == Fault::kInterrupt) return Tell(Outcome::kAborted);
  if (fault == Fault::kUnknownAborted) return Tell(Outcome::kUnknown);
  log_.Fence(member_);
  epoch_ = me().epoch;
  broken_ = false;
  stray_.reset();
  if (fault == Fault::kDieAfter) throw Death();
  if (fault == Fault::kFence) log_.Fence(member_);
  if (fault == Fault::kFence) return Tell(Outcome::kFenced);
  return fault ? Tell(Outcome::kUnknown) : Outcome::kDone;
}

StateEnd MemoryClient::End(Partition partition) {
  const std::optional<Fault> fault = log_.Count();
  if (fault == Fault::kDieAfter) throw Death();
  if (fault) return {.outcome = Tell(fault == Fault::kFatal ? Outcome::kFatal : Outcome::kAborted)};
  return {.outcome = Outcome::kDone, .offset = EndOf(log_.entries_[partition.number()])};
}

StateSlice MemoryClient::Read(Partition partition, Offset offset, const PollLimits& limits) {
  const std::optional<Fault> fault = log_.Count();
  lent_entries_.clear();
  lent_state_.clear();
  if (fault == Fault::kDieAfter) throw Death();
  if (fault == Fault::kFatal) return {.outcome = Tell(Outcome::kFatal), .records = {}, .next = offset};
  if (fault) return {.outcome = Tell(Outcome::kAborted), .records = {}, .next = offset};
  const std::vector<MemoryLog::Entry>& entries = log_.entries_[partition.number()];
  lent_state_.reserve(limits.max_records);
  while (offset < EndOf(entries) && lent_entries_.size() < limits.max_records) {
    const MemoryLog::Entry& entry = entries[static_cast<size_t>(offset.value())];
    if (entry.output && !log_.Ended(entry, partition.number())) break;
    if (entry.output && log_.transactions_[entry.transaction].state == MemoryLog::State::kCommitted) {
      const StoredRecord& copy = lent_state_.emplace_back(
          StoredRecord{.timestamp = {}, .key = entry.output->key, .value = entry.output->value, .headers = {}});
      lent_entries_.push_back({.offset = offset, .key = *View(copy.key), .value = View(copy.value)});
    }
    offset = offset.next();
  }
  return {.outcome = Outcome::kDone, .records = lent_entries_, .next = offset};
}

}  // namespace marsad::pipeline::testing
