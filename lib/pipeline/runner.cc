#include "lib/pipeline/runner.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace marsad::pipeline {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

// A single Poll() lends no more than this, so that a stop is noticed and memory bounded.
constexpr size_t kMaxPoll = 1000;
constexpr milliseconds kFirstPause{10};
constexpr milliseconds kSlice{50};
constexpr std::chrono::seconds kCalm{10};  // after this long, a failure is the first again
constexpr std::chrono::minutes kFencingWindow{1};
// After this long without partitions, or stopped, a stateful step takes nothing that it knows for what the topic says. A
// topic keeps for longer what was deleted (delete.retention.ms, a day).
constexpr std::chrono::hours kLongAway{1};

template <class Text>
uint64_t Size(const std::optional<Text>& text) {
  return text ? text->size() : 0;
}

// Of an Input or an Output.
template <class Record>
uint64_t SizeOf(const Record& record) {
  uint64_t size = Size(record.key) + Size(record.value);
  for (const auto& header : record.headers) size += header.key.size() + Size(header.value);
  return size;
}

BatchEnd EndOf(Outcome outcome) {
  switch (outcome) {
    case Outcome::kDone:
      return BatchEnd::kCommitted;
    case Outcome::kUnknown:
      return BatchEnd::kUnknown;
    case Outcome::kFenced:
      return BatchEnd::kFenced;
    case Outcome::kAborted:
    case Outcome::kRefused:
    case Outcome::kFatal:
      return BatchEnd::kAborted;
  }
  return BatchEnd::kAborted;
}

// Kafka commits the next offset to read, not the last one read.
void Advance(const Input& input, std::vector<Position>* positions) {
  const auto known = std::find_if(positions->begin(), positions->end(),
                                  [&](const Position& position) { return position.partition == input.partition; });
  if (known != positions->end()) {
    known->next_offset = input.offset.next();
  } else {
    positions->push_back({input.partition, input.offset.next()});
  }
}

}  // namespace

Runner::Runner(Parts parts, RunnerOptions options)
    : parts_(parts),
      options_(std::move(options)),
      last_turn_(parts.clock.Now()),
      culprits_(parts.journal),
      most_records_(options_.max_records),
      stateful_(parts.chain.stateful()) {
  if (!options_.sleep) options_.sleep = [](milliseconds time) { std::this_thread::sleep_for(time); };
  if (stateful_ == nullptr) return;
  if (parts.state == nullptr) std::abort();  // a defect of who put them together: it would forget what it counted
  catch_up_.emplace(*parts.state, *stateful_);
}

Runner::~Runner() {
  if (catch_up_) catch_up_->Drop();
}

RunEnd Runner::Run(const std::atomic<bool>& stop) {
  end_.reset();
  while (!end_ && !stop.load()) {
    Touch();
    if (options_.between_batches) options_.between_batches();
    if (repair_ != Repair::kNone) {
      Mend();
    } else if (is_restoring_) {
      CatchUpSlice();
    } else {
      RunBatch(stop);
    }
    if (is_failing_ && !end_) Pause(stop);
    is_failing_ = false;
  }
  // An open transaction would hold back every reader of the output topics until it times out.
  if (repair_ == Repair::kAbort) parts_.sink.Abort();
  return end_.value_or(RunEnd::kStopped);
}

std::chrono::steady_clock::time_point Runner::last_turn() const { return last_turn_.load(); }

Runner::TimePoint Runner::Touch() {
  const TimePoint now = parts_.clock.Now();
  if (now - last_turn_.exchange(now) > kLongAway) was_away_ = true;
  return now;
}

void Runner::RunBatch(const std::atomic<bool>& stop) {
  if (waiting_.empty() && !Fetch(options_.poll_wait)) return;
  if (waiting_.empty()) return;
  BeginBatch();
  do {
    if (!Process(stop)) return;
  } while (!IsFull(stop) && Fetch(milliseconds(0)) && !waiting_.empty());
  if (repair_ == Repair::kNone && !end_) Commit();
}

// False if the source failed; no records are no failure.
bool Runner::Fetch(milliseconds wait) {
  const size_t room = most_records_ - std::min<size_t>(most_records_, batch_.records);
  const Polled polled = parts_.source.Poll({.max_records = std::clamp<size_t>(room, 1, kMaxPoll), .wait = wait});
  Touch();
  if (polled.outcome != Outcome::kDone) SourceFailed(polled.outcome);
  if (polled.assignment) Reassign(*polled.assignment);
  if (polled.outcome != Outcome::kDone) return false;
  if (!is_restoring_) waiting_ = polled.records;
  return !is_restoring_;
}

// A slice of catching up, in between which the group is served; what it gives lies after the offsets that are sought at
// the end.
void Runner::CatchUpSlice() {
  const bool is_settled = parts_.source.settled();
  const Polled polled =
      parts_.source.Poll({.max_records = 1, .wait = is_settled ? milliseconds(0) : options_.poll_wait});
  Touch();
  if (polled.outcome != Outcome::kDone) SourceFailed(polled.outcome);
  if (polled.assignment) Reassign(*polled.assignment);
  if (polled.outcome != Outcome::kDone) return;
  // The committed offsets first: only then is it known that the end of the state topic lies after what they stand for.
  if (!parts_.source.settled()) return;
  const Outcome outcome = catch_up_->Step({.max_records = kMaxPoll, .wait = options_.poll_wait});
  Touch();
  if (outcome == Outcome::kFatal) return End(RunEnd::kFatal, catch_up_->error());
  if (outcome != Outcome::kDone) {
    parts_.observer.OnRestore({.error = catch_up_->error()});
    return CountFailure();
  }
  is_restoring_ = !catch_up_->done();
  parts_.observer.OnRestore({.is_done = !is_restoring_, .at = catch_up_->progress()});
  if (is_restoring_) return;
  repair_ = Repair::kRewind;
  TellSizes();
}

void Runner::Reassign(const std::vector<Partition>& partitions) {
  if (!catch_up_) return;
  if (partitions.empty()) {
    if (!revoked_at_) revoked_at_ = parts_.clock.Now();
  } else {
    // Another member may have had a partition meanwhile, and what it deleted may be compacted away without a trace.
    if (was_away_ || (revoked_at_ && parts_.clock.Now() - *revoked_at_ > kLongAway)) catch_up_->Drop();
    was_away_ = false;
    revoked_at_.reset();
  }
  catch_up_->Assign(partitions);
  BeginRestoring();
}

// Nobody knows what the state topic holds of the last batch, or who wrote to it since.
void Runner::Doubt() {
  if (!catch_up_) return;
  catch_up_->Doubt();
  BeginRestoring();
}

void Runner::BeginRestoring() {
  is_restoring_ = true;
  parts_.observer.OnRestore({});
}

void Runner::BeginBatch() {
  batch_.started = Touch();
  if (stateful_ != nullptr) batch_.mark = stateful_->SetMark();
}

// What happens to the memory of the stateful step with the batch.
void Runner::EndStep(BatchEnd end) {
  if (stateful_ == nullptr) return;
  if (end != BatchEnd::kCommitted) stateful_->RollBack(batch_.mark);
  stateful_->Settle();
  TellSizes();
}

void Runner::TellSizes() {
  if (const auto sizes = stateful_->Sizes()) parts_.observer.OnRemembered(*sizes);
}

void Runner::RefuseState(std::string why) {
  if (batch_.records > 0) EndBatch(BatchEnd::kInterrupted, nanoseconds(0));
  waiting_ = {};
  repair_ = Repair::kAbort;
  End(RunEnd::kFatal, std::move(why));
}

// Applies and produces what waits, until the batch is full. False if the sink failed.
bool Runner::Process(const std::atomic<bool>& stop) {
  while (!waiting_.empty() && !IsFull(stop)) {
    const Input& input = waiting_.front();
    if (catch_up_) {
      if (auto why = catch_up_->WhyRefused(input, parts_.source.topic()); !why.empty()) {
        RefuseState(std::move(why));
        return false;
      }
    }
    const Culprit* culprit = culprits_.Meet(input);
    // What stands before the culprit is committed first, so that it cannot be lost to a further death.
    batch_.closed = culprit != nullptr || IsRefused(input);
    if (batch_.closed && batch_.records > 0) return true;
    Apply(input, culprit);
    const Outcome outcome = outputs_.empty() ? Outcome::kDone : parts_.sink.Produce(outputs_);
    outputs_.clear();
    if (outcome != Outcome::kDone) {
      batch_.is_refused = outcome == Outcome::kRefused;
      EndBatch(EndOf(outcome), nanoseconds(0));
      SinkFailed(outcome);
      return false;
    }
    waiting_ = waiting_.subspan(1);
  }
  return true;
}

void Runner::Apply(const Input& input, const Culprit* culprit) {
  const TimePoint begun = Touch();
  if (IsRefused(input)) {
    parts_.chain.Refuse(input, {RejectCode::kTimestampRefused, refusal_}, &outputs_);
  } else if (culprit != nullptr && culprit->deaths >= options_.max_deaths) {
    parts_.chain.ApplyWithout(input, *culprit, &outputs_);
  } else {
    parts_.chain.Apply(input, &outputs_);
  }
  Advance(input, &batch_.positions);
  ++batch_.records;
  batch_.bytes += SizeOf(input);
  for (const Output& output : outputs_) batch_.output_bytes += SizeOf(output);
  batch_.longest = std::max<nanoseconds>(batch_.longest, Touch() - begun);
}

bool Runner::IsFull(const std::atomic<bool>& stop) {
  const bool is_late = Touch() - batch_.started >= options_.window;
  const bool is_large = batch_.records >= most_records_ || batch_.bytes >= options_.max_bytes ||
                        batch_.output_bytes >= options_.max_output_bytes;
  // A batch that has begun holds at least one record, however slow the clock or large the record.
  return batch_.records > 0 && (batch_.closed || is_late || is_large || stop.load());
}

void Runner::Commit() {
  const TimePoint begun = Touch();
  const Outcome outcome = parts_.sink.Commit(batch_.positions);
  const TimePoint ended = Touch();
  if (outcome == Outcome::kDone) culprits_.ForgetPassed(batch_.positions);
  batch_.is_refused = outcome == Outcome::kRefused;
  EndBatch(EndOf(outcome), ended - begun);
  if (outcome != Outcome::kDone) return SinkFailed(outcome);
  failures_ = 0;
}

void Runner::EndBatch(BatchEnd end, nanoseconds commit_took) {
  const std::string error = end == BatchEnd::kCommitted     ? std::string()
                            : end == BatchEnd::kInterrupted ? parts_.source.last_error()
                                                            : parts_.sink.last_error();
  const nanoseconds took = parts_.clock.Now() - batch_.started;
  parts_.observer.OnBatch({.end = end,
                           .records = batch_.records,
                           .bytes = batch_.bytes,
                           .took = took,
                           .commit_took = commit_took,
                           .error = error});
  Resize(end, took);
  EndStep(end);
  batch_ = {};
}

void Runner::Resize(BatchEnd end, nanoseconds took) {
  if (end == BatchEnd::kCommitted) {
    most_records_ = std::min(options_.max_records, most_records_ * 2);
    return;
  }
  const bool is_too_large = batch_.is_refused || end == BatchEnd::kFenced || took >= options_.transaction_limit;
  if (!is_too_large) return;
  most_records_ = std::max<size_t>(1, std::min<size_t>(most_records_, batch_.records) / 2);
  if (batch_.records != 1) return;
  const Position& next = batch_.positions.front();
  if (batch_.is_refused) {
    refused_ = next;
    refusal_ = parts_.sink.last_error();
  } else if (batch_.longest >= options_.transaction_limit) {
    culprits_.Blame(next.partition, next.next_offset.previous(), parts_.chain.slowest_stage());
  }
}

bool Runner::IsRefused(const Input& input) const {
  return refused_ && refused_->partition == input.partition && refused_->next_offset == input.offset.next();
}

void Runner::SourceFailed(Outcome outcome) {
  CountFailure();
  if (batch_.records > 0) EndBatch(BatchEnd::kInterrupted, nanoseconds(0));
  // An interrupted Poll() has aborted the transaction; after anything else it may still be open.
  repair_ = outcome == Outcome::kAborted ? Repair::kRewind : Repair::kAbort;
  if (outcome == Outcome::kFatal) End(RunEnd::kFatal, parts_.source.last_error());
  if (outcome == Outcome::kFenced) End(RunEnd::kFenced, parts_.source.last_error());
}

void Runner::SinkFailed(Outcome outcome) {
  CountFailure();
  const bool is_gone = outcome == Outcome::kAborted || outcome == Outcome::kRefused;
  repair_ = is_gone ? Repair::kAbort : Repair::kReopen;
  if (!is_gone) Doubt();
  if (outcome == Outcome::kFatal) End(RunEnd::kFatal, parts_.sink.last_error());
  if (outcome == Outcome::kFenced && IsFencedTooOften()) End(RunEnd::kFenced, parts_.sink.last_error());
}

void Runner::CountFailure() {
  waiting_ = {};  // what was lent is read again
  const TimePoint now = parts_.clock.Now();
  failures_ = now - last_failure_ > kCalm ? 1 : failures_ + 1;
  last_failure_ = now;
  is_failing_ = true;
}

// One step of the way back to a clean start.
void Runner::Mend() {
  switch (repair_) {
    case Repair::kNone:
      return;
    case Repair::kAbort: {
      const Outcome outcome = parts_.sink.Abort();
      // "The transaction is gone" is what was wanted.
      if (outcome == Outcome::kDone || outcome == Outcome::kAborted) {
        repair_ = Repair::kRewind;
      } else {
        SinkFailed(outcome);
      }
      return;
    }
    case Repair::kReopen:
      return Reopen();
    case Repair::kRewind: {
      const Outcome outcome = parts_.source.Rewind();
      if (outcome == Outcome::kDone) {
        repair_ = Repair::kNone;
      } else {
        SourceFailed(outcome);
      }
      return;
    }
  }
}

void Runner::Reopen() {
  const std::string why = parts_.sink.last_error();
  parts_.observer.OnReopen(why);
  const Outcome outcome = parts_.sink.Reopen();
  if (outcome == Outcome::kDone) {
    repair_ = Repair::kRewind;
    return;
  }
  SinkFailed(outcome);
  repair_ = Repair::kReopen;  // there is no producer: nothing less will do
}

bool Runner::IsFencedTooOften() {
  const TimePoint now = parts_.clock.Now();
  std::erase_if(fencings_, [&](TimePoint then) { return now - then >= kFencingWindow; });
  fencings_.push_back(now);
  return fencings_.size() > static_cast<size_t>(options_.max_reopens_a_minute);
}

// The first failure is mended at once: most are a rebalance, or a transaction that a broker gave up.
void Runner::Pause(const std::atomic<bool>& stop) {
  if (failures_ < 2) return;
  const int doublings = std::min(failures_ - 2, 20);
  milliseconds left = std::min(options_.max_pause, kFirstPause * (1 << doublings));
  while (left.count() > 0 && !stop.load()) {
    const milliseconds slice = std::min(left, kSlice);
    options_.sleep(slice);
    left -= slice;
    Touch();
  }
}

void Runner::End(RunEnd end, std::string why) {
  end_ = end;
  error_ = std::move(why);
}

}  // namespace marsad::pipeline
