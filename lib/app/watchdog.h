// Ends the process when a worker does not come back: a client call that never returns cannot be called off, and a process
// that hangs looks alive to everybody. A supervisor starts it again, and Kafka's transactions make that harmless.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "lib/app/activity.h"
#include "lib/app/stop_flag.h"

namespace marsad::app {

struct Watched {
  std::string name;  // "worker 0"
  const Activity* activity;
};

// The first of `workers` that has been at one step for longer than `deadline`, in words: "worker 0 has been in stage tag,
// partition 3, offset 17, for 121 s".
std::optional<std::string> FindStuck(const std::vector<Watched>& workers, std::chrono::seconds deadline);

// Whether it has been at one step for longer than `deadline`.
bool IsStuck(const Activity& activity, std::chrono::seconds deadline);

class Watchdog {
 public:
  // Calls `on_stuck` once, from a thread of its own, with the words of FindStuck(). The activities must outlive this.
  Watchdog(std::vector<Watched> workers, std::chrono::seconds deadline,
           std::function<void(const std::string&)> on_stuck);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

 private:
  StopFlag stop_;
  std::thread thread_;
};

}  // namespace marsad::app
