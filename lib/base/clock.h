// The one door to time. Stages never see it; the runner and what lies outside it are given one.
#pragma once

#include <chrono>
#include <cstdint>

namespace marsad {

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  // Microseconds since 1970-01-01T00:00:00Z. May jump.
  virtual int64_t UnixMicros() const = 0;
  // Never goes back; only differences mean something.
  virtual std::chrono::steady_clock::time_point Now() const = 0;
};

// The machine's clock; lives as long as the program.
const Clock& SystemClock();

}  // namespace marsad
