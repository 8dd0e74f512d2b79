// One worker: poll, apply, produce, commit, for ever. Owns the failure policy; knows neither Kafka nor stages' insides.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lib/base/clock.h"
#include "lib/pipeline/catch_up.h"
#include "lib/pipeline/chain.h"
#include "lib/pipeline/culprits.h"
#include "lib/pipeline/journal.h"
#include "lib/pipeline/observer.h"
#include "lib/pipeline/ports.h"

namespace marsad::pipeline {

struct RunnerOptions {
  // A transaction ends at once when nothing waits, else after this time or these sizes, whichever comes first.
  std::chrono::milliseconds window{50};
  size_t max_records = 10000;
  size_t max_bytes = 32u << 20;  // of inputs
  size_t max_output_bytes =
      64u << 20;  // of what was produced, dead letters included; the record that passes it is whole
  std::chrono::milliseconds poll_wait{100};
  int max_reopens_a_minute = 3;  // because of fencing
  uint32_t max_deaths = 3;       // of the process on one record, before the stages it died in are not run on it again
  // How long a batch may take before Kafka gives up the transaction or the member.
  std::chrono::milliseconds transaction_limit{15000};
  // Repeated failures are retried after a pause that grows from 10 ms to this.
  std::chrono::milliseconds max_pause{1000};
  // Passes the time of a pause, in slices of at most 50 ms between which the runner looks whether to stop. Empty:
  // sleeps.
  std::function<void(std::chrono::milliseconds)> sleep;
  // Called between batches, also while nothing comes in or the ports fail: then the chain's stages may be replaced.
  std::function<void()> between_batches{};
};

enum class RunEnd {
  kStopped,  // asked to; everything processed is committed
  kFenced,   // another process has this one's place
  kFatal,    // see error()
};

// What becomes of the answers of the ports:
//   Poll              kAborted: the batch is forgotten, Rewind()
//   Produce, Commit   kAborted: Abort(), Rewind(); kUnknown and kFenced: Reopen(), Rewind(), after fencing at most so
//                     often a minute
//   Abort, Reopen, Rewind   may fail in the same ways and are then repeated, or replaced by the stronger one
//   kFatal from any of them, or kFenced from the source, ends the run
// Nothing is skipped: what cannot be written, dead letters included, is tried again.
//
// A batch ends committed, rolled back or in doubt (kUnknown, kFenced), and a stateful step goes with it. After doubt and
// after every assignment nothing is applied before the step has caught up with its topic: the runner polls, throws away
// what it gets, restores a slice, and goes back to the committed offsets at the end.
//
// The same batch would fail in the same way for ever where it outlasts what Kafka allows. So batches halve after a
// failure by fencing or after transaction_limit, and double after a commit; a rebalance says nothing of their size. A
// record that outlasts it alone is a culprit, like one on which the process died. They halve, too, where a topic refuses a
// record (kRefused), until it stands alone and becomes a dead letter.
//
// Run() belongs to one thread; last_turn() may be read from any.
class Runner {
 public:
  // All must outlive the runner.
  struct Parts {
    Source& source;
    Sink& sink;
    Chain& chain;
    Journal& journal;
    Observer& observer;
    const Clock& clock;
    StateSource* state = nullptr;  // where the chain has a stateful step; it belongs to the session of the other ports
  };
  Runner(Parts parts, RunnerOptions options);
  // The end of a session: nothing is held any more.
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  // Runs until `stop` becomes true (looked at before each record; what was processed is committed) or until it cannot
  // go on.
  RunEnd Run(const std::atomic<bool>& stop);

  // When the loop last made progress; the watchdog and /healthz go by it.
  std::chrono::steady_clock::time_point last_turn() const;
  // Why Run() ended, if not kStopped.
  const std::string& error() const { return error_; }

 private:
  using TimePoint = std::chrono::steady_clock::time_point;

  // What has to be done before the next batch. Abort and reopen are followed by a rewind.
  enum class Repair { kNone, kRewind, kAbort, kReopen };

  // The open transaction, as far as it got.
  struct Batch {
    std::vector<Position> positions;
    uint64_t records = 0;
    uint64_t bytes = 0;
    uint64_t output_bytes = 0;
    TimePoint started;
    std::chrono::nanoseconds longest{0};  // that a record took
    bool closed = false;                  // takes no more records
    bool is_refused = false;              // a topic does not take one of its outputs
    Stateful::Mark mark = 0;
  };

  void RunBatch(const std::atomic<bool>& stop);
  void CatchUpSlice();
  void Reassign(const std::vector<Partition>& partitions);
  void Doubt();
  void BeginRestoring();
  bool IsRefused(const Input& input) const;
  void BeginBatch();
  void EndStep(BatchEnd end);
  void TellSizes();
  void RefuseState(std::string why);
  bool Fetch(std::chrono::milliseconds wait);
  bool Process(const std::atomic<bool>& stop);
  void Apply(const Input& input, const Culprit* culprit);
  bool IsFull(const std::atomic<bool>& stop);
  void Commit();
  void Mend();
  void Reopen();
  void Pause(const std::atomic<bool>& stop);
  void SourceFailed(Outcome outcome);
  void SinkFailed(Outcome outcome);
  void EndBatch(BatchEnd end, std::chrono::nanoseconds commit_took);
  void Resize(BatchEnd end, std::chrono::nanoseconds took);
  void End(RunEnd end, std::string why);
  bool IsFencedTooOften();
  void CountFailure();
  TimePoint Touch();

  Parts parts_;
  RunnerOptions options_;
  std::string error_;
  std::atomic<TimePoint> last_turn_;

  std::optional<RunEnd> end_;
  Repair repair_ = Repair::kNone;
  bool is_failing_ = false;  // in this turn of the loop
  int failures_ = 0;         // since the last commit
  TimePoint last_failure_;
  std::vector<TimePoint> fencings_;  // within the last minute
  Culprits culprits_;
  std::span<const Input> waiting_;  // lent by the last Poll() and not yet applied
  Batch batch_;
  size_t most_records_;              // that a batch may take now
  std::optional<Position> refused_;  // after the last record that no topic takes
  std::string refusal_;              // why
  Stateful* const stateful_;         // null: the chain has none
  std::optional<CatchUp> catch_up_;  // if there is one
  bool is_restoring_ = false;
  std::optional<TimePoint> revoked_at_;  // since when nothing is held
  bool was_away_ = false;                // longer than other members wait, since the last assignment
  std::vector<Output> outputs_;
};

}  // namespace marsad::pipeline
