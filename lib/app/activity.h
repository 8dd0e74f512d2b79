// What a worker is doing right now and since when, for the watchdog and for a person who reads its last words. Wrappers
// around the runner's ports and its journal keep it up to date; neither the runner nor the stages know of it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "lib/base/clock.h"
#include "lib/base/coordinates.h"
#include "lib/pipeline/journal.h"
#include "lib/pipeline/ports.h"

namespace marsad::app {

// Written by the worker's thread, read by any.
class Activity {
 public:
  enum class Step {
    kWaiting,  // for its turn: never late
    kStarting,
    kBetween,
    kPolling,
    kRewinding,
    kApplying,
    kProducing,
    kCommitting,
    kAborting,
    kReopening,
    kRestoring,
    kClosing,
    kEnded,  // never late
  };

  // `clock` must outlive this; `stages` are named by their index in the chain.
  Activity(std::vector<std::string> stages, const Clock& clock);

  void Begin(Step step);
  void BeginApplying(Partition partition, Offset offset, uint32_t stage);

  // How long the present step lasts.
  std::chrono::steady_clock::duration Elapsed() const;
  // Whether the present step is a call to Kafka.
  bool IsAsking() const;
  // "in stage tag, partition 3, offset 17", "committing a transaction".
  std::string Describe() const;

 private:
  const std::vector<std::string> stages_;
  const Clock& clock_;
  std::atomic<Step> step_ = Step::kWaiting;
  std::atomic<std::chrono::steady_clock::time_point> since_;
  // Of the record that is applied. A reader may see them mixed while they change, not while a worker is stuck.
  std::atomic<Partition> partition_ = {};
  std::atomic<Offset> offset_ = {};
  std::atomic<uint32_t> stage_ = 0;
};

// The same ports, telling `activity` of each call. All must outlive the wrapper.
std::unique_ptr<pipeline::Source> Observe(pipeline::Source& source, Activity& activity);
std::unique_ptr<pipeline::Sink> Observe(pipeline::Sink& sink, Activity& activity);
std::unique_ptr<pipeline::StateSource> Observe(pipeline::StateSource& state, Activity& activity);
std::unique_ptr<pipeline::Journal> Observe(pipeline::Journal& journal, Activity& activity);

}  // namespace marsad::app
