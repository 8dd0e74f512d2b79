// The call of one stage for one record. Internal to the chain.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "lib/pipeline/observer.h"

namespace marsad::pipeline {

// What the observer is told of one call.
struct StageResult {
  Verdict verdict = Verdict::kOk;
  std::string_view reason = {};
  std::string_view detail = {};
};

struct StageCall {
  uint32_t stage = 0;
  std::string_view name;
  std::string_view bundle;
  int64_t started_micros = 0;
  int64_t finished_micros = 0;
  std::chrono::steady_clock::time_point started;
  std::chrono::nanoseconds took{0};
};

}  // namespace marsad::pipeline
