// What the kernel knows of this process, under the names that every Prometheus client library uses.
#pragma once

#include <vector>

namespace prometheus {
struct MetricFamily;
}

namespace marsad::telemetry {

// Reads /proc/self; what cannot be read is left out.
std::vector<prometheus::MetricFamily> CollectProcess();

}  // namespace marsad::telemetry
