// SIGTERM, SIGINT and SIGHUP, taken by a thread of their own.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>

namespace marsad::app {

// While it lives, the first SIGTERM or SIGINT asks for an orderly end and the second ends the process at once (exit 1).
// SIGHUP asks to look for new bundles; as daemons are wont to, it ends nothing. Create it before any other thread: threads
// inherit that these signals are not for them.
class Signals {
 public:
  struct Actions {
    std::function<void(int signal)> stop;
    // At each SIGHUP before the end is asked for; may be empty.
    std::function<void()> reload{};
    // Before the second signal ends the process; may be empty.
    std::function<void()> last{};
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
  int WaitForEnd(const Actions& actions);

  std::atomic<bool> is_leaving_ = false;
  std::thread thread_;
};

}  // namespace marsad::app
