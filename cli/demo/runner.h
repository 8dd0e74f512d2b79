// Sends the demo's articles into the pipeline and reads what comes of them.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "cli/demo/pipeline.h"
#include "cli/demo/report.h"
#include "cli/demo/tracker.h"
#include "lib/base/result.h"

namespace marsad::cli {

// How far each stage is: records that left it.
struct Progress {
  size_t sent = 0;
  size_t items = 0;
  std::vector<std::pair<std::string, size_t>> stages;
  size_t dead = 0;
  bool ready = false;
};

struct DemoHooks {
  std::function<void(const Arrival&)> on_arrival;
  std::function<void(const Progress&)> on_progress;
};

// Waits until every item has an outcome, at most `timeout`; `tracker` then tells whether they are the right ones. Fails if
// the pipeline cannot be reached.
Result<DemoReport> RunDemo(const DemoPipeline& pipeline, const std::vector<Item>& items, Tracker* tracker,
                           const DemoHooks& hooks, std::chrono::seconds timeout);

}  // namespace marsad::cli
