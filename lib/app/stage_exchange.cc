#include "lib/app/stage_exchange.h"

#include <algorithm>
#include <utility>

#include "lib/app/stage_set.h"

namespace marsad::app {

void StageExchange::Offer(std::shared_ptr<const StageSet> set) {
  const std::lock_guard lock(mutex_);
  set_ = std::move(set);
  ++offered_;
}

bool StageExchange::WaitUntilTaken() {
  std::unique_lock lock(mutex_);
  const auto all_took = [this] {
    return std::all_of(taken_.begin(), taken_.end(), [this](uint64_t taken) { return taken == offered_; });
  };
  changed_.wait(lock, [&] { return is_leaving_ || all_took(); });
  if (!all_took()) return false;
  set_.reset();
  return true;
}

void StageExchange::Leave() {
  {
    const std::lock_guard lock(mutex_);
    is_leaving_ = true;
  }
  changed_.notify_all();
}

void StageExchange::Take(int worker, pipeline::Chain& chain) {
  const auto index = static_cast<size_t>(worker);
  const uint64_t offered = offered_.load();
  if (taken_[index] == offered) return;
  std::shared_ptr<const StageSet> set;
  {
    const std::lock_guard lock(mutex_);
    set = set_;
  }
  chain.Replace(set->Make());
  set.reset();
  {
    // Only now are the stages before it gone, and what they held with them.
    const std::lock_guard lock(mutex_);
    taken_[index] = offered;
  }
  changed_.notify_all();
}

}  // namespace marsad::app
