#include "lib/app/worker_telemetry.h"

#include <array>
#include <string>

namespace marsad::app {

using pipeline::BatchEnd;
using pipeline::Verdict;
using telemetry::LogLevel;

void WorkerTelemetry::OnStage(const pipeline::StageEvent& event) {
  counts_.OnStage(event);
  if (event.verdict != Verdict::kRejected && event.verdict != Verdict::kFailed) return;
  log_.Warn(event.verdict == Verdict::kFailed ? "stage_failed" : "record_rejected", {{"stage", event.stage},
                                                                                     {"reason", event.reason},
                                                                                     {"detail", event.detail},
                                                                                     {"partition", event.partition},
                                                                                     {"offset", event.offset}});
}

void WorkerTelemetry::OnBatch(const pipeline::BatchEvent& event) {
  counts_.OnBatch(event);
  if (event.end == BatchEnd::kCommitted) {
    ++commits_;
    return;
  }
  constexpr std::array<const char*, 5> kEnds = {"committed", "aborted", "unknown", "fenced", "interrupted"};
  log_.Warn("transaction_repeated", {{"worker", worker_},
                                     {"result", kEnds[static_cast<size_t>(event.end)]},
                                     {"records", event.records},
                                     {"error", event.error}});
}

void WorkerTelemetry::OnReopen(std::string_view why) {
  counts_.OnReopen(why);
  log_.Warn("producer_reopened", {{"worker", worker_}, {"why", why}});
}

void WorkerTelemetry::OnLog(kafka::Severity severity, std::string_view text) {
  // The client's own errors mend themselves or come back as answers of its calls: nothing is lost by one of them.
  constexpr std::array kLevels = {LogLevel::kDebug, LogLevel::kInfo, LogLevel::kWarn, LogLevel::kWarn};
  log_.Log(kLevels[static_cast<size_t>(severity)], "kafka_client", {{"worker", worker_}, {"text", text}});
}

void WorkerTelemetry::OnStatistics(const kafka::Statistics& statistics) {
  telemetry::ClientGauges gauges;
  for (const auto& [partition, records] : statistics.lags) gauges.lags.push_back({partition, records});
  gauges.fetched_bytes = statistics.fetched_bytes;
  gauges.unsent_bytes = statistics.unsent_bytes;
  gauges.brokers_up = statistics.brokers_up;
  gauges.broker_rtt_seconds = statistics.broker_rtt_seconds;
  metrics_.SetClientGauges(worker_, std::move(gauges));
}

void WorkerTelemetry::OnAssignment(const std::vector<int32_t>& partitions) {
  metrics_.CountAssignment(worker_, partitions.size());
  std::string list;
  for (const int32_t partition : partitions) list += (list.empty() ? "" : ",") + std::to_string(partition);
  log_.Info("partitions_assigned", {{"worker", worker_}, {"partitions", list}});
}

}  // namespace marsad::app
