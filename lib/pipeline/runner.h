// One worker: poll, apply, produce, commit, for ever. Owns the failure policy; knows neither Kafka nor stages' insides.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

#include "lib/base/clock.h"
#include "lib/pipeline/chain.h"
#include "lib/pipeline/journal.h"
#include "lib/pipeline/observer.h"
#include "lib/pipeline/ports.h"

namespace marsad::pipeline {

struct RunnerOptions {
  // A transaction ends at once when nothing waits, else after this time or these sizes, whichever comes first.
  std::chrono::milliseconds window{50};
  size_t max_records = 10000;
  size_t max_bytes = 32u << 20;  // of inputs
  std::chrono::milliseconds poll_wait{100};
  int max_reopens_a_minute = 3;
  int max_deaths = 3;  // of the process on one record, before it becomes a dead letter
};

enum class RunEnd {
  kStopped,  // asked to; everything processed is committed
  kFenced,   // another process has this one's place
  kFatal,    // see error()
};

// Run() and its helpers belong to one thread; last_turn() may be read from any.
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
  };
  Runner(Parts parts, RunnerOptions options);

  // Runs until `stop` becomes true (looked at before each batch) or until it cannot go on.
  RunEnd Run(const std::atomic<bool>& stop);

  // When the loop last made progress; the watchdog and /healthz go by it.
  std::chrono::steady_clock::time_point last_turn() const;
  // Why Run() ended, where not kStopped.
  const std::string& error() const { return error_; }

 private:
  Parts parts_;
  RunnerOptions options_;
  std::string error_;
  std::atomic<std::chrono::steady_clock::time_point> last_turn_;
};

}  // namespace marsad::pipeline
