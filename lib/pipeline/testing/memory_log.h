// Kafka in memory, for tests: an input topic, two output lanes and a state topic, transactions with fencing, a group of
// members, committed offsets, and a fault at any call. It gives every answer that the ports can give, and takes every
// liberty that Kafka takes:
//   - a producer that dies leaves its transaction open, and readers of committed records do not look past it;
//   - an abort or a rebalance leaves the consumer where it is: only Rewind() goes back;
//   - a transaction that failed keeps what was written of it until Abort();
//   - a commit of unknown outcome may still arrive later and end the *next* transaction, unless Reopen() fenced it;
//   - the markers that end a transaction reach the topics and the offsets one after the other (KAFKA-10167);
//   - a member that lost its partitions hears of it at its next Poll(), and cannot commit meanwhile.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
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
  kInterrupt,         // kAborted from Poll(): the partitions are taken away, and given back at the next; else as kAbort
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

// The offset of the next record to come.
template <class Record>
Offset EndOf(const std::vector<Record>& records) {
  return Offset(static_cast<int64_t>(records.size()));
}

class MemoryLog {
 public:
  explicit MemoryLog(int32_t partitions);

  // Returns the record's offset.
  Offset Append(Partition partition, StoredRecord record);
  void Plan(FaultPlan plan) { plan_ = std::move(plan); }
  // Something else happens just before that call: another member's life, say.
  void Before(uint64_t call, std::function<void()> event) { events_[call] = std::move(event); }
  // A Poll() lends at most so many.
  void LimitPolls(size_t records) { most_per_poll_ = records; }
  void LimitCalls(uint64_t calls) { most_calls_ = calls; }
  // Outputs with a later time are refused.
  void RefuseAfter(Timestamp latest) { latest_ = latest; }
  // A marker lands so many calls after the one before it; the last or the first of a transaction's first.
  enum class MarkerOrder { kOffsetsFirst, kOffsetsLast };
  void DelayMarkers(uint64_t calls, MarkerOrder order);
  // The group gives these partitions to `member`; it holds them from its next Poll() on. At first member 0 has all.
  void Give(int member, std::set<Partition> partitions);
  // All markers that are on their way land.
  void LandMarkers();
  // Of each key of the state topic only the last record stays, as the broker does some time; later, where that is null,
  // not even that one.
  enum class Nulls { kStay, kGo };
  void Compact(Nulls nulls = Nulls::kStay);

  // What a read_committed consumer sees: up to the first record of an open transaction, without aborted ones.
  std::vector<Output> ReadCommitted(Lane lane) const;
  // The same of a partition of the state topic, the last value of each key.
  std::map<std::string, std::string> ReadState(Partition partition) const;
  // The next offset to read of `partition`, as committed; 0 if nothing is.
  Offset committed(Partition partition) const;
  // Whether all that was appended to `partition` is committed, be the marker still on its way.
  bool IsDone(Partition partition) const;
  // Whether all that was appended has been committed.
  bool Drained() const;
  uint64_t calls() const { return calls_; }
  bool HasOpen(int member) { return members_[member].open.has_value(); }
  // Fences whoever is open, as a process with the same id does when it starts.
  void Fence(int member = 0);

 private:
  friend class MemoryClient;

  // What a transaction leaves a marker in: a partition of the state topic from 0 on, or one of these.
  using Place = int32_t;
  static constexpr Place kOffsets = -1, kOut = -2, kDead = -3;

  enum class State { kOpen, kCommitted, kAborted };
  struct Transaction {
    int member = 0;
    State state = State::kOpen;
    std::vector<Position> positions;  // that it commits
    std::set<Place> places;           // without a marker yet
  };
  struct Entry {
    std::optional<Output> output;  // none: a marker, or compacted away
    size_t transaction;
  };
  struct Marker {
    size_t transaction;
    Place place;
  };
  struct Member {
    std::optional<size_t> open;  // the transaction of its id; at most one
    uint64_t epoch = 0;
    uint64_t generation = 0;
    std::set<Partition> partitions;
  };

  static Place PlaceOf(const Output& output);
  bool Ended(const Entry& entry, Place place) const;
  // Counts a call, and does what was planned for it.
  std::optional<Fault> Count();
  void Write(int member, std::span<const Output> outputs);
  // Ends the open transaction, if any.
  void Finish(int member, State state);
  void Land(const Marker& marker);
  // Those of a member's transactions: it opens no other before.
  void LandMarkersOf(int member);
  // Whether no marker that moves an offset of it is on its way.
  bool IsStable(Partition partition) const;

  std::map<Partition, std::vector<StoredRecord>> input_;
  std::map<Partition, Offset> committed_;
  std::map<Place, std::vector<Entry>> entries_;
  std::vector<Transaction> transactions_;
  std::deque<Marker> markers_;  // on their way
  uint64_t marker_delay_ = 0;
  MarkerOrder marker_order_ = MarkerOrder::kOffsetsLast;
  uint64_t next_landing_ = 0;
  std::map<int, Member> members_;
  uint64_t calls_ = 0;
  uint64_t most_calls_ = 100'000;
  size_t most_per_poll_ = 1000;
  Timestamp latest_{};  // unknown: all are taken
  FaultPlan plan_;
  std::map<uint64_t, std::function<void()>> events_;
};

// The ports of one worker: one process's clients. Destroying it leaves everything as it is, like a kill -9. Opening one
// fences the one before of the same member.
class MemoryClient final : public Source, public Sink, public StateSource {
 public:
  explicit MemoryClient(MemoryLog& log, int member = 0);

  std::string_view topic() const override { return "in"; }
  Polled Poll(const PollLimits& limits) override;
  Outcome Rewind() override;
  bool settled() const override { return settled_; }

  Outcome Produce(std::span<const Output> outputs) override;
  Outcome Commit(std::span<const Position> positions) override;
  Outcome Abort() override;
  Outcome Reopen() override;

  StateEnd End(Partition partition) override;
  StateSlice Read(Partition partition, Offset offset, const PollLimits& limits) override;

  std::string last_error() const override { return error_; }

 private:
  // A commit that is still on its way to the transaction coordinator.
  struct Stray {
    size_t transaction;
    std::vector<Position> positions;
  };

  MemoryLog::Member& me() { return log_.members_[member_]; }
  std::optional<size_t> open() { return me().open; }
  bool IsFenced() { return epoch_ != me().epoch; }
  bool IsRefused(std::span<const Output> outputs) const;
  Polled Interrupt(std::optional<std::vector<Partition>> assignment);
  Polled FailPoll(Fault fault);
  bool Settle();
  void LandStray();
  void Lend(size_t most);
  void Release();
  Outcome Tell(Outcome outcome);
  Outcome Break(Outcome outcome);

  MemoryLog& log_;
  const int member_;
  uint64_t epoch_ = 0;
  uint64_t generation_ = 0;  // of the assignment that it knows
  bool revoked_ = false;     // has nothing until its next Poll()
  bool told_ = false;        // of its first assignment
  bool broken_ = false;      // the open transaction can only be aborted
  bool settled_ = false;     // stands at the committed offsets, or after them
  std::optional<Stray> stray_;
  std::string error_;
  std::map<Partition, Offset> next_;  // where the consumer is
  // What is lent: copies that die with the next Poll() or Rewind(), so that a sanitizer sees a late look.
  std::vector<StoredRecord> lent_records_;
  std::vector<std::vector<record::HeaderView>> lent_headers_;
  std::vector<Input> lent_;
  std::vector<StoredRecord> lent_state_;
  std::vector<StateEntry> lent_entries_;
};

}  // namespace marsad::pipeline::testing
