// The counters and histograms of what runners tell.
#pragma once

#include <memory>
#include <vector>

#include "lib/pipeline/observer.h"
#include "lib/telemetry/metrics.h"

namespace prometheus {
class Registry;
}

namespace marsad::telemetry {

// Registers its series in `registry`, which must outlive it. Thread-safe: one for all workers of a process. `stages` are
// those that OnStage() will name.
std::unique_ptr<pipeline::Observer> MakeCountingObserver(prometheus::Registry* registry,
                                                         const std::vector<StageInfo>& stages);

}  // namespace marsad::telemetry
