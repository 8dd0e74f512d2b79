// Waiting for a condition instead of for a time. Tests only.
#pragma once

#include <chrono>
#include <thread>

namespace marsad::tests {

// Far beyond what anything takes, also on a machine that is busy with other things: only a test that fails waits so long.
inline constexpr std::chrono::seconds kPatience(120);

// Whether `condition` came true in time. Between two questions the processor is left to those who work.
template <class Condition>
bool Eventually(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

}  // namespace marsad::tests
