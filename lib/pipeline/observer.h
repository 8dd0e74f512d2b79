// What the runner tells of its work. Stages contain no metrics code: everything is seen from here, alike for all.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "lib/base/coordinates.h"
#include "lib/record/contents.h"
#include "lib/record/reject.h"

namespace marsad::pipeline {

enum class Verdict { kOk, kSkipped, kRejected, kFailed, kKilled };  // kFailed: passed on, but not whole

// One stage's answer to one record. Views are borrowed for the call.
struct StageEvent {
  std::string_view stage;
  Verdict verdict = Verdict::kOk;
  std::string_view reason;  // Skip.reason or the name of the RejectCode; empty if kOk
  std::string_view detail;  // for the log, never a label
  std::chrono::nanoseconds took{0};
  Partition partition{};
  Offset offset{};
};

// One record that leaves the process. Ages are absent (negative) where the record does not tell. Views are borrowed for
// the call.
struct OutputEvent {
  bool dead = false;
  uint64_t bytes = 0;
  double since_received_seconds = -1;
  double since_published_seconds = -1;
  record::Contents contents{};  // of an article
};

enum class BatchEnd { kCommitted, kAborted, kUnknown, kFenced, kInterrupted };

struct BatchEvent {
  BatchEnd end = BatchEnd::kCommitted;
  uint64_t records = 0;
  uint64_t bytes = 0;
  std::chrono::nanoseconds took{0};         // from the first record to the answer
  std::chrono::nanoseconds commit_took{0};  // Commit() alone
  std::string_view error;
};

// How far a stateful step has come with reading one partition of its topic, in offsets.
struct Restoring {
  Partition partition{};
  Offset next{};
  Offset end{};
};

// A stateful step reads its topic, and no record is applied before it is done.
struct RestoreEvent {
  bool is_done = false;
  std::optional<Restoring> at{};  // none: waits for its partitions, their committed offsets or the end of the topic
  std::string_view error{};       // why there is no answer yet
};

// What a stateful step holds.
struct Remembered {
  uint64_t entries = 0;  // of its main kind, e.g. articles
  uint64_t most = 0;     // beyond that the oldest go before their time; 0: there is no bound
  uint64_t bytes = 0;    // about
};

// Called from the worker's thread; one observer may serve several workers and must then be thread-safe.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void OnStage(const StageEvent&) {}
  virtual void OnInput(uint64_t /*bytes*/) {}
  virtual void OnOutput(const OutputEvent&) {}
  virtual void OnBatch(const BatchEvent&) {}
  virtual void OnReopen(std::string_view /*why*/) {}
  virtual void OnRestore(const RestoreEvent&) {}
  virtual void OnRemembered(const Remembered&) {}
};

}  // namespace marsad::pipeline
