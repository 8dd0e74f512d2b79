// Swaps bundles while the stages run: loads what changed on disk in a thread of its own and hands it to the workers, who
// take it between two batches. A bundle that cannot be used is refused, and the one before it stays.
#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <thread>

#include "lib/app/change_monitor.h"
#include "lib/app/stage_exchange.h"
#include "lib/app/stage_loader.h"
#include "lib/telemetry/log.h"
#include "lib/telemetry/metrics.h"

namespace marsad::app {

// At most two sets are in memory: nothing is loaded while a worker still has the one before.
class BundleSwapper {
 public:
  // What is lent must outlive the swapper.
  struct Lent {
    StageExchange& exchange;
    telemetry::Metrics& metrics;
    telemetry::Logger& log;
  };

  // `first` is what the workers began with; the swapper does not keep its set. Looks at the files when the kernel tells of a change,
  // every `poll`, and on Reload(); with 0 as `poll`, on Reload() alone.
  BundleSwapper(StageLoader loader, LoadedStages first, std::chrono::milliseconds poll, Lent lent);
  // Waits for the thread, at most for as long as loading takes.
  ~BundleSwapper();
  BundleSwapper(const BundleSwapper&) = delete;
  BundleSwapper& operator=(const BundleSwapper&) = delete;

  // Looks again, even at what was refused before. From any thread.
  void Reload();

 private:
  void Run();
  void Look(bool is_asked);
  void Swap(LoadedStages loaded);

  StageLoader loader_;
  const Lent lent_;
  std::vector<telemetry::StageInfo> infos_;  // of what the workers have
  std::string files_;                        // the same, as HashBundle() says
  std::string seen_;                         // what was looked at last, good or bad
  const bool is_polling_;
  ChangeMonitor monitor_;
  std::atomic<bool> is_asked_ = false;
  std::atomic<bool> is_leaving_ = false;
  std::thread thread_;
};

}  // namespace marsad::app
