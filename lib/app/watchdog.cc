#include "lib/app/watchdog.h"

#include <utility>

namespace marsad::app {

bool IsStuck(const Activity& activity, std::chrono::seconds deadline) { return activity.Elapsed() > deadline; }

std::optional<std::string> FindStuck(const std::vector<Watched>& workers, std::chrono::seconds deadline) {
  for (const Watched& worker : workers) {
    const auto elapsed = worker.activity->Elapsed();
    if (elapsed <= deadline) continue;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(elapsed).count();
    return worker.name + " has been " + worker.activity->Describe() + ", for " + std::to_string(seconds) + " s";
  }
  return std::nullopt;
}

Watchdog::Watchdog(std::vector<Watched> workers, std::chrono::seconds deadline,
                   std::function<void(const std::string&)> on_stuck)
    : thread_([this, workers = std::move(workers), deadline, on_stuck = std::move(on_stuck)] {
        constexpr std::chrono::milliseconds kPeriod{500};
        while (!stop_.WaitFor(kPeriod)) {
          if (const auto stuck = FindStuck(workers, deadline)) return on_stuck(*stuck);
        }
      }) {}

Watchdog::~Watchdog() {
  stop_.Set();
  thread_.join();
}

}  // namespace marsad::app
