// SIGTERM and SIGINT, taken by a thread of their own.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>

namespace marsad::app {

// While it lives, the first signal asks for an orderly end and the second ends the process at once (exit 1). Create it
// before any other thread: threads inherit that these signals are not for them.
class Signals {
 public:
  struct Actions {
    std::function<void(int signal)> stop;
    // Called where the process is still there `grace` after the first signal.
    std::function<void()> late;
    std::chrono::milliseconds grace;
  };

  // Takes the signals away from this thread and those that it starts; they wait until Handle().
  Signals();
  // Stops handling; what comes later waits unseen.
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  // Begins to handle; once.
  void Handle(Actions actions);

 private:
  int Wait(std::chrono::milliseconds time);

  std::atomic<bool> is_leaving_ = false;
  std::thread thread_;
};

}  // namespace marsad::app
