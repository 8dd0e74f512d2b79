// A clock that goes when it is told to, and a little at each look if wanted.
#pragma once

#include <chrono>
#include <cstdint>

#include "lib/base/clock.h"

namespace marsad::pipeline::testing {

// Not thread-safe.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(std::chrono::microseconds per_look = std::chrono::microseconds(0)) : per_look_(per_look) {}

  int64_t UnixMicros() const override {
    now_ += per_look_;
    return kEpochMicros + now_.count();
  }
  std::chrono::steady_clock::time_point Now() const override {
    now_ += per_look_;
    return std::chrono::steady_clock::time_point(now_);
  }
  void Pass(std::chrono::microseconds time) { now_ += time; }

  static constexpr int64_t kEpochMicros = 1'700'000'000'000'000;

 private:
  std::chrono::microseconds per_look_;
  mutable std::chrono::microseconds now_{std::chrono::hours(1)};
};

}  // namespace marsad::pipeline::testing
