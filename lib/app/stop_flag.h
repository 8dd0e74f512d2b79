// Asks the threads of a service to end.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace marsad::app {

// Thread-safe.
class StopFlag {
 public:
  void Set() {
    {
      const std::lock_guard lock(mutex_);
      flag_.store(true);
    }
    changed_.notify_all();
  }
  const std::atomic<bool>& flag() const { return flag_; }
  bool IsSet() const { return flag_.load(); }
  // Waits at most `time`; whether the flag is set.
  bool WaitFor(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, time, [this] { return flag_.load(); });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<bool> flag_ = false;
};

}  // namespace marsad::app
