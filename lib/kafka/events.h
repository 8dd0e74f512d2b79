// What a Kafka client tells of itself beside its answers: log lines and statistics.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "lib/base/coordinates.h"

namespace marsad::kafka {

enum class Severity { kDebug, kInfo, kWarn, kError };

// How far behind one partition of the input is: records between the consumer's position and the last stable offset, so
// that neither an open transaction nor its markers count.
struct PartitionLag {
  Partition partition{};
  int64_t records = 0;
  Offset position{};  // offset of the next record; stands still where a partition is stuck
};

// Every `statistics.interval.ms` (5 s unless configured). Views are borrowed for the call.
struct Statistics {
  std::vector<PartitionLag> lags;  // of the partitions that this consumer holds
  uint64_t fetched_bytes = 0;      // read ahead, not yet polled
  uint64_t unsent_bytes = 0;       // produced since the last commit
  uint32_t brokers_up = 0;         // connections of the consumer that are usable
};

// Called from the client's own threads as well as from the thread that polls: must be thread-safe, must not block, and
// must not call back into the client. One may serve many clients.
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void OnLog(Severity /*severity*/, std::string_view /*text*/) {}
  virtual void OnStatistics(const Statistics& /*statistics*/) {}
  // The partitions of the input topic that this consumer holds from now on; empty: none.
  virtual void OnAssignment(const std::vector<Partition>& /*partitions*/) {}
};

}  // namespace marsad::kafka
