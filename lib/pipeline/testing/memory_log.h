// Kafka in memory, for tests: an input topic and two output lanes, transactions with fencing, committed offsets, and a
// fault at any call. It gives every answer that the ports can give, and takes every liberty that Kafka takes:
//   - a producer that dies leaves its transaction open, and readers of committed records do not look past it;
//   - an abort or a rebalance leaves the consumer where it is: only Rewind() goes back;
//   - a transaction that failed keeps what was written of it until Abort();
//   - a commit of unknown outcome may still arrive later and end the *next* transaction, unless Reopen() fenced it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/base/timestamp.h"
#include "lib/pipeline/ports.h"

namespace marsad::pipeline::testing {

enum class Fault {
  kDieBefore,         // the process dies before the call has done anything
  kDieAfter,          // and after it has done everything
  kAbort,             // kAborted; a Produce() has written half of its records
  kInterrupt,         // kAborted from Poll(): a rebalance; other calls: as kAbort
  kUnknownCommitted,  // kUnknown; a Commit() has taken effect
  kUnknownAborted,    // kUnknown; a Commit() is still on its way, other calls did nothing
  kFence,             // kFenced: another process has taken the id
  kFatal,             // kFatal
};
inline constexpr Fault kFaults[] = {Fault::kDieBefore,        Fault::kDieAfter,       Fault::kAbort, Fault::kInterrupt,
                                    Fault::kUnknownCommitted, Fault::kUnknownAborted, Fault::kFence, Fault::kFatal};

// Calls are counted from 0 over the life of the log.
using FaultPlan = std::multimap<uint64_t, Fault>;

// Thrown by a call in which the process dies. No std::exception: nothing on the way may take it for a failure of a
// stage.
struct Death {};
// Thrown by the first call beyond the limit: whoever calls so often is going in circles.
struct Runaway {};

struct StoredRecord {
  Timestamp timestamp{};
  std::optional<std::string> key;
  std::optional<std::string> value;
  record::Headers headers;
};

class MemoryLog {
 public:
  explicit MemoryLog(int32_t partitions) : input_(static_cast<size_t>(partitions)) {}

  // Returns the record's offset.
  int64_t Append(int32_t partition, StoredRecord record);
  void Plan(FaultPlan plan) { plan_ = std::move(plan); }
  // A Poll() lends at most so many.
  void LimitPolls(size_t records) { most_per_poll_ = records; }
  void LimitCalls(uint64_t calls) { most_calls_ = calls; }

  // What a read_committed consumer sees: up to the first record of an open transaction, without aborted ones.
  std::vector<Output> ReadCommitted(Lane lane) const;
  // The next offset to read of `partition`, as committed; 0 where nothing is.
  int64_t committed(int32_t partition) const;
  // Everything that was appended is behind the committed offsets.
  bool Drained() const;
  uint64_t calls() const { return calls_; }
  // Fences whoever is open, as a process with the same id does when it starts.
  void Fence();

 private:
  friend class MemoryClient;

  enum class State { kOpen, kCommitted, kAborted };
  struct Entry {
    Output output;
    size_t transaction;
  };

  // Ends the open transaction, if any.
  void Finish(State state);

  std::vector<std::vector<StoredRecord>> input_;  // by partition
  std::map<int32_t, int64_t> committed_;
  std::vector<Entry> entries_;  // both lanes, in order
  std::vector<State> transactions_;
  std::optional<size_t> open_;  // the transaction of the id; at most one
  uint64_t epoch_ = 0;
  uint64_t calls_ = 0;
  uint64_t most_calls_ = 100'000;
  size_t most_per_poll_ = 1000;
  FaultPlan plan_;
};

// The two ports of one worker: one process's clients. Destroying it leaves everything as it is, like a kill -9. Opening
// one fences the one before.
class MemoryClient final : public Source, public Sink {
 public:
  explicit MemoryClient(MemoryLog& log);

  std::string_view topic() const override { return "in"; }
  Polled Poll(const PollLimits& limits) override;
  Outcome Rewind() override;

  Outcome Produce(std::span<const Output> outputs) override;
  Outcome Commit(std::span<const Position> positions) override;
  Outcome Abort() override;
  Outcome Reopen() override;

  std::string last_error() const override { return error_; }

 private:
  // A commit that is still on its way to the transaction coordinator.
  struct Stray {
    size_t transaction;
    std::vector<Position> positions;
  };

  std::optional<Fault> Begin();
  bool IsFenced() const { return epoch_ != log_.epoch_; }
  void Write(std::span<const Output> outputs);
  void Move(std::span<const Position> positions);
  void LandStray();
  void Lend(size_t most);
  Outcome Tell(Outcome outcome);
  Outcome Break(Outcome outcome);

  MemoryLog& log_;
  uint64_t epoch_ = 0;
  bool broken_ = false;  // the open transaction can only be aborted
  std::optional<Stray> stray_;
  std::string error_;
  std::map<int32_t, int64_t> next_;  // where the consumer is
  // What is lent: copies that die with the next Poll() or Rewind(), so that a sanitizer sees a late look.
  std::vector<StoredRecord> lent_records_;
  std::vector<std::vector<record::HeaderView>> lent_headers_;
  std::vector<Input> lent_;
};

}  // namespace marsad::pipeline::testing
