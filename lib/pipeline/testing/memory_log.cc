#include "lib/pipeline/testing/memory_log.h"

#include <algorithm>

namespace marsad::pipeline::testing {
namespace {

std::string_view Name(Outcome outcome) {
  switch (outcome) {
    case Outcome::kDone:
      return "done";
    case Outcome::kAborted:
      return "aborted";
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

int64_t MemoryLog::Append(int32_t partition, StoredRecord record) {
  auto& records = input_[static_cast<size_t>(partition)];
  records.push_back(std::move(record));
  return static_cast<int64_t>(records.size()) - 1;
}

std::vector<Output> MemoryLog::ReadCommitted(Lane lane) const {
  std::vector<Output> seen;
  for (const Entry& entry : entries_) {
    if (entry.output.lane != lane) continue;
    const State state = transactions_[entry.transaction];
    if (state == State::kOpen) break;
    if (state == State::kCommitted) seen.push_back(entry.output);
  }
  return seen;
}

int64_t MemoryLog::committed(int32_t partition) const {
  const auto found = committed_.find(partition);
  return found == committed_.end() ? 0 : found->second;
}

bool MemoryLog::Drained() const {
  for (size_t partition = 0; partition < input_.size(); ++partition) {
    if (committed(static_cast<int32_t>(partition)) != static_cast<int64_t>(input_[partition].size())) return false;
  }
  return true;
}

void MemoryLog::Finish(State state) {
  if (open_) transactions_[*open_] = state;
  open_.reset();
}

void MemoryLog::Fence() {
  ++epoch_;
  Finish(State::kAborted);
}

MemoryClient::MemoryClient(MemoryLog& log) : log_(log) {
  log_.Fence();
  epoch_ = log_.epoch_;
  next_ = log_.committed_;
}

std::optional<Fault> MemoryClient::Begin() {
  if (log_.calls_ >= log_.most_calls_) throw Runaway();
  const auto planned = log_.plan_.find(log_.calls_++);
  if (planned == log_.plan_.end()) return std::nullopt;
  if (planned->second == Fault::kDieBefore) throw Death();
  return planned->second;
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

void MemoryClient::Write(std::span<const Output> outputs) {
  if (!log_.open_) {
    log_.open_ = log_.transactions_.size();
    log_.transactions_.push_back(MemoryLog::State::kOpen);
  }
  for (const Output& output : outputs) log_.entries_.push_back({output, *log_.open_});
}

void MemoryClient::Move(std::span<const Position> positions) {
  for (const Position& position : positions) log_.committed_[position.partition] = position.next_offset;
}

// The coordinator cannot tell which transaction of this epoch the late commit meant: it ends the one that is open.
void MemoryClient::LandStray() {
  if (!stray_) return;
  if (log_.open_ == stray_->transaction) Move(stray_->positions);
  log_.Finish(MemoryLog::State::kCommitted);
  stray_.reset();
  broken_ = true;
}

void MemoryClient::Lend(size_t most) {
  lent_records_.clear();
  lent_headers_.clear();
  lent_.clear();
  most = std::min(most, log_.most_per_poll_);
  lent_records_.reserve(most);
  for (size_t partition = 0; partition < log_.input_.size(); ++partition) {
    const auto& records = log_.input_[partition];
    int64_t& next = next_[static_cast<int32_t>(partition)];
    for (; next < static_cast<int64_t>(records.size()) && lent_.size() < most; ++next) {
      const StoredRecord& copy = lent_records_.emplace_back(records[static_cast<size_t>(next)]);
      const auto& headers = lent_headers_.emplace_back(View(copy.headers));
      lent_.push_back({.partition = static_cast<int32_t>(partition),
                       .offset = next,
                       .timestamp = copy.timestamp,
                       .key = View(copy.key),
                       .value = View(copy.value),
                       .headers = headers});
    }
  }
}

Polled MemoryClient::Poll(const PollLimits& limits) {
  const std::optional<Fault> fault = Begin();
  Lend(limits.max_records);
  if (!fault) return {.outcome = Outcome::kDone, .records = lent_};
  switch (*fault) {
    case Fault::kDieBefore:
    case Fault::kDieAfter:
      throw Death();
    case Fault::kAbort:
    case Fault::kInterrupt:
      // The position has moved on although nothing was handed out, as after a rebalance.
      if (!IsFenced()) log_.Finish(MemoryLog::State::kAborted);
      return {.outcome = Tell(Outcome::kAborted), .records = {}};
    case Fault::kUnknownCommitted:
    case Fault::kUnknownAborted:
      return {.outcome = Tell(Outcome::kUnknown), .records = {}};
    case Fault::kFence:
      return {.outcome = Tell(Outcome::kFenced), .records = {}};
    case Fault::kFatal:
      return {.outcome = Tell(Outcome::kFatal), .records = {}};
  }
  return {};
}

Outcome MemoryClient::Rewind() {
  const std::optional<Fault> fault = Begin();
  lent_.clear();
  lent_headers_.clear();
  lent_records_.clear();
  if (fault == Fault::kAbort || fault == Fault::kInterrupt) return Tell(Outcome::kAborted);
  if (fault == Fault::kUnknownAborted) return Tell(Outcome::kUnknown);
  if (fault == Fault::kFence) return Tell(Outcome::kFenced);
  if (fault == Fault::kFatal) return Tell(Outcome::kFatal);
  next_ = log_.committed_;
  if (fault == Fault::kDieAfter) throw Death();
  return fault ? Tell(Outcome::kUnknown) : Outcome::kDone;
}

Outcome MemoryClient::Produce(std::span<const Output> outputs) {
  const std::optional<Fault> fault = Begin();
  if (fault == Fault::kFatal) return Tell(Outcome::kFatal);
  if (fault == Fault::kFence) log_.Fence();
  if (IsFenced()) return Tell(Outcome::kFenced);
  if (broken_) return Tell(Outcome::kAborted);
  if (fault == Fault::kUnknownAborted) return Break(Outcome::kUnknown);
  const bool fails_halfway = fault == Fault::kAbort || fault == Fault::kInterrupt;
  Write(fails_halfway ? outputs.first(outputs.size() / 2) : outputs);
  if (fails_halfway) return Break(Outcome::kAborted);
  if (fault == Fault::kUnknownCommitted) return Break(Outcome::kUnknown);
  LandStray();
  if (fault == Fault::kDieAfter) throw Death();
  return Outcome::kDone;
}

Outcome MemoryClient::Commit(std::span<const Position> positions) {
  const std::optional<Fault> fault = Begin();
  if (fault == Fault::kFatal) return Tell(Outcome::kFatal);
  if (fault == Fault::kFence) log_.Fence();
  if (IsFenced()) return Tell(Outcome::kFenced);
  if (broken_) return Tell(Outcome::kAborted);
  if (fault == Fault::kAbort) return Break(Outcome::kAborted);
  if (fault == Fault::kInterrupt) {
    log_.Finish(MemoryLog::State::kAborted);
    return Tell(Outcome::kAborted);
  }
  Write({});
  if (fault == Fault::kUnknownAborted) {
    stray_ = {.transaction = *log_.open_, .positions = {positions.begin(), positions.end()}};
    return Tell(Outcome::kUnknown);
  }
  Move(positions);
  log_.Finish(MemoryLog::State::kCommitted);
  if (fault == Fault::kDieAfter) throw Death();
  return fault ? Tell(Outcome::kUnknown) : Outcome::kDone;
}

Outcome MemoryClient::Abort() {
  const std::optional<Fault> fault = Begin();
  if (fault == Fault::kFatal) return Tell(Outcome::kFatal);
  if (fault == Fault::kFence) log_.Fence();
  if (IsFenced()) return Tell(Outcome::kFenced);
  if (fault == Fault::kUnknownAborted) return Tell(Outcome::kUnknown);
  log_.Finish(MemoryLog::State::kAborted);
  broken_ = false;
  if (fault == Fault::kDieAfter) throw Death();
  if (fault == Fault::kUnknownCommitted) return Tell(Outcome::kUnknown);
  return fault ? Tell(Outcome::kAborted) : Outcome::kDone;
}

Outcome MemoryClient::Reopen() {
  const std::optional<Fault> fault = Begin();
  if (fault == Fault::kFatal) return Tell(Outcome::kFatal);
  if (fault == Fault::kAbort || fault == Fault::kInterrupt) return Tell(Outcome::kAborted);
  if (fault == Fault::kUnknownAborted) return Tell(Outcome::kUnknown);
  log_.Fence();
  epoch_ = log_.epoch_;
  broken_ = false;
  stray_.reset();
  if (fault == Fault::kDieAfter) throw Death();
  if (fault == Fault::kFence) log_.Fence();
  if (fault == Fault::kFence) return Tell(Outcome::kFenced);
  return fault ? Tell(Outcome::kUnknown) : Outcome::kDone;
}

}  // namespace marsad::pipeline::testing
