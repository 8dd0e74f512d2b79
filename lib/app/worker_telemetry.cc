#include "lib/app/worker_telemetry.h"

#include <array>
#include <string>

namespace marsad::app {

using pipeline::BatchEnd;
using pipeline::Verdict;
using telemetry::LogLevel;

namespace {

// 430000 as "430,000".
std::string Grouped(int64_t number) {
  std::string digits = std::to_string(number);
  for (size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits;
}

std::string Describe(const pipeline::RestoreEvent& event) {
  if (!event.error.empty()) return "restoring: " + std::string(event.error);
  if (!event.at) return "restoring: asks how far it has to read its state topic";
  return "restoring partition " + std::to_string(event.at->partition.number()) + ": " +
         Grouped(event.at->next.value()) + " of " + Grouped(event.at->end.value());
}

}  // namespace

void WorkerTelemetry::OnStage(const pipeline::StageEvent& event) {
  counts_.OnStage(event);
  if (event.verdict != Verdict::kRejected && event.verdict != Verdict::kFailed) return;
  log_.Warn(event.verdict == Verdict::kFailed ? "stage_failed" : "record_rejected",
            {{"stage", event.stage},
             {"reason", event.reason},
             {"detail", event.detail},
             {"partition", event.partition.number()},
             {"offset", event.offset.value()}});
}

void WorkerTelemetry::OnBatch(const pipeline::BatchEvent& event) {
  counts_.OnBatch(event);
  NoteFailure(event.end == BatchEnd::kAborted || event.end == BatchEnd::kUnknown ? event.error : "");
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

void WorkerTelemetry::OnRestore(const pipeline::RestoreEvent& event) {
  if (event.is_done) log_.Info("state_restored", {{"worker", worker_}});
  const std::lock_guard lock(mutex_);
  restoring_ = event.is_done ? "" : Describe(event);
}

void WorkerTelemetry::NoteFailure(std::string_view why) {
  const std::lock_guard lock(mutex_);
  failure_ = why;
}

std::string WorkerTelemetry::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

std::string WorkerTelemetry::restoring() const {
  const std::lock_guard lock(mutex_);
  return restoring_;
}

void WorkerTelemetry::OnLog(kafka::Severity severity, std::string_view text) {
  // The client's own errors mend themselves or come back as answers of its calls: nothing is lost by one of them.
  constexpr std::array kLevels = {LogLevel::kDebug, LogLevel::kInfo, LogLevel::kWarn, LogLevel::kWarn};
  log_.Log(kLevels[static_cast<size_t>(severity)], "kafka_client", {{"worker", worker_}, {"text", text}});
}

void WorkerTelemetry::OnStatistics(const kafka::Statistics& statistics) {
  telemetry::ClientGauges gauges;
  for (const kafka::PartitionLag& lag : statistics.lags) {
    gauges.lags.push_back({lag.partition, lag.records, lag.position});
  }
  gauges.fetched_bytes = statistics.fetched_bytes;
  gauges.unsent_bytes = statistics.unsent_bytes;
  gauges.brokers_up = statistics.brokers_up;
  metrics_.SetClientGauges(worker_, std::move(gauges));
}

void WorkerTelemetry::OnAssignment(const std::vector<Partition>& partitions) {
  metrics_.CountAssignment(worker_, partitions.size());
  std::string list;
  for (const Partition partition : partitions) list += (list.empty() ? "" : ",") + std::to_string(partition.number());
  log_.Info("partitions_assigned", {{"worker", worker_}, {"partitions", list}});
  NoteFailure("");
  if (is_stateful_) OnRestore({});
}

}  // namespace marsad::app
