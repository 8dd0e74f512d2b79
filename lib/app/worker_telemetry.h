// What one worker's runner and Kafka clients tell, carried to the metrics and to the log.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/coordinates.h"
#include "lib/kafka/events.h"
#include "lib/pipeline/observer.h"
#include "lib/telemetry/log.h"
#include "lib/telemetry/metrics.h"

namespace marsad::app {

// Thread-safe: the clients call from threads of their own. `metrics` and `log` must outlive it.
class WorkerTelemetry final : public pipeline::Observer, public kafka::EventSink {
 public:
  WorkerTelemetry(int worker, bool is_stateful, telemetry::Metrics& metrics, telemetry::Logger& log)
      : worker_(worker), is_stateful_(is_stateful), metrics_(metrics), counts_(metrics.observer()), log_(log) {}

  void OnStage(const pipeline::StageEvent& event) override;
  void OnInput(uint64_t bytes) override { counts_.OnInput(bytes); }
  void OnOutput(const pipeline::OutputEvent& event) override { counts_.OnOutput(event); }
  void OnBatch(const pipeline::BatchEvent& event) override;
  void OnReopen(std::string_view why) override;
  void OnRestore(const pipeline::RestoreEvent& event) override;
  void OnRemembered(const pipeline::Remembered& sizes) override { metrics_.SetRemembered(worker_, sizes); }

  void OnLog(kafka::Severity severity, std::string_view text) override;
  void OnStatistics(const kafka::Statistics& statistics) override;
  void OnAssignment(const std::vector<Partition>& partitions) override;

  // "restoring partition 0: 430,000 of 1,000,000" while a stateful step reads its topic back, from the assignment on; empty
  // where it does not, and where no step is stateful.
  std::string restoring() const;

  // Why the last batch is repeated; empty once one committed, and after each assignment. What a rebalance
  // interrupted and what another process took over is no failure.
  std::string failure() const;

  // Transactions that committed.
  uint64_t commits() const { return commits_; }

 private:
  void NoteFailure(std::string_view why);

  const int worker_;
  const bool is_stateful_;
  telemetry::Metrics& metrics_;
  pipeline::Observer& counts_;
  telemetry::Logger& log_;
  std::atomic<uint64_t> commits_ = 0;
  mutable std::mutex mutex_;
  std::string restoring_;
  std::string failure_;
};

}  // namespace marsad::app
