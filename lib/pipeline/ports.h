// Everything the runner can do to the world. lib/kafka implements it for Kafka, lib/pipeline/testing in memory with
// every fault. One Source and one Sink belong to one worker thread and know each other: a transaction of the Sink
// covers what the Source lent.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/coordinates.h"
#include "lib/base/timestamp.h"
#include "lib/record/header.h"

namespace marsad::pipeline {

// A record that was read. Views stay valid until the next Poll() or Rewind().
struct Input {
  Partition partition{};
  Offset offset{};
  Timestamp timestamp{};
  std::optional<std::string_view> key;
  std::optional<std::string_view> value;  // absent: null, a kill
  record::HeadersView headers;
};

// Which topic: that of the articles that go on, of the dead letters, or of a stateful step's memory.
enum class Lane { kOut, kDead, kState };

// A record to write.
struct Output {
  Lane lane = Lane::kOut;
  Timestamp timestamp{};  // of kOut; the other lanes have that of their writing
  std::optional<std::string> key;
  std::optional<std::string> value;
  record::Headers headers;
  std::optional<Partition> partition = {};  // absent: by the key
};

// The next offset to read of one partition: one more than the last that was processed.
struct Position {
  Partition partition{};
  Offset next_offset{};
};

// How a call on a port ended.
enum class Outcome {
  kDone,
  kAborted,  // the transaction is gone without a trace; Rewind() and do it again
  kRefused,  // the same, because a topic does not take one of its records, and never will
  kUnknown,  // it may or may not have been committed; Reopen(), then Rewind()
  kFenced,   // another process took over this id; Reopen() (bounded), then Rewind()
  kFatal,    // this process cannot go on
};

struct PollLimits {
  size_t max_records = 1000;
  std::chrono::milliseconds wait{100};  // for the first record only
};

struct Polled {
  // kDone: `records`, none if nothing waits. kAborted: partitions were taken away or given; the open transaction was
  // aborted and must be forgotten. kFenced: the consumer's place was taken; kFatal: it cannot go on.
  Outcome outcome = Outcome::kDone;
  std::span<const Input> records;
  // Where partitions came or went since the last Poll(): all that are held from now on. None may be told twice.
  std::optional<std::vector<Partition>> assignment = {};
};

class Source {
 public:
  virtual ~Source() = default;
  virtual std::string_view topic() const = 0;
  // Lends what was read, at most limits.max_records, without waiting for more than the first. In order per partition.
  virtual Polled Poll(const PollLimits& limits) = 0;
  // Goes back to the committed offsets of every partition that it holds.
  virtual Outcome Rewind() = 0;
  // Whether it knows the committed offsets of all that it holds since the last Rewind() or assignment; Poll() lends nothing
  // before, and goes on asking.
  virtual bool settled() const = 0;
  // What went wrong last, for the log.
  virtual std::string last_error() const = 0;
};

class Sink {
 public:
  virtual ~Sink() = default;
  // Writes in the open transaction, opening one where there is none. The outputs are copied.
  virtual Outcome Produce(std::span<const Output> outputs) = 0;
  // Commits what was produced together with the positions: all or nothing. Opens a transaction where there is none,
  // since positions can move without any output.
  virtual Outcome Commit(std::span<const Position> positions) = 0;
  // Gives up the open transaction, if any.
  virtual Outcome Abort() = 0;
  // A new producer with the same id: fences whatever the old one left behind.
  virtual Outcome Reopen() = 0;
  virtual std::string last_error() const = 0;
};

// A record of the state topic. Views stay valid until the next Read().
struct StateEntry {
  Offset offset{};
  std::string_view key;
  std::optional<std::string_view> value;  // absent: null
};

// Where a partition of the state topic ends.
struct StateEnd {
  Outcome outcome = Outcome::kDone;  // kAborted: no answer yet; kFatal: there will be none
  Offset offset{};                   // after every record, committed or still open
};

struct StateSlice {
  Outcome outcome = Outcome::kDone;  // kAborted: no answer yet; kFatal: there will be none
  std::span<const StateEntry> records;
  Offset next{};  // where to go on: after what was lent, and what never will be (aborted, compacted away, markers)
};

// Reads back what a stateful step wrote.
class StateSource {
 public:
  virtual ~StateSource() = default;
  // Where `partition` of the state topic ends now.
  virtual StateEnd End(Partition partition) = 0;
  // Lends committed records from `offset` on, at most limits.max_records, without waiting for more than the first.
  virtual StateSlice Read(Partition partition, Offset offset, const PollLimits& limits) = 0;
  virtual std::string last_error() const = 0;
};

}  // namespace marsad::pipeline
