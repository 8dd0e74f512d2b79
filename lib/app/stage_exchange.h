// Hands newly loaded stages from the thread that loads them to the workers.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "lib/pipeline/chain.h"

namespace marsad::app {

class StageSet;

// Thread-safe.
class StageExchange {
 public:
  explicit StageExchange(int workers) : taken_(static_cast<size_t>(workers), 0) {}

  // For the loader: from now on workers take `set`. REQUIRES: they all took the one before it.
  void Offer(std::shared_ptr<const StageSet> set);
  // Waits until every worker took what was offered last, and nobody keeps it here any more; false if Leave() was called.
  bool WaitUntilTaken();
  // Ends the waiting for good.
  void Leave();

  // For worker `worker`, between two batches: puts what was offered into its chain, if it has not got it yet. Costs one
  // look at a number otherwise.
  void Take(int worker, pipeline::Chain& chain);

 private:
  std::atomic<uint64_t> offered_ = 0;  // how many so far
  std::mutex mutex_;
  std::condition_variable changed_;
  std::shared_ptr<const StageSet> set_;  // null: all took it
  std::vector<uint64_t> taken_;          // the offer that each worker took last; an entry's writer is its worker
  bool is_leaving_ = false;
};

}  // namespace marsad::app
