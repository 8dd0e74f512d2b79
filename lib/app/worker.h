// One worker: its stages, its Kafka clients, its journal, its thread.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "lib/app/activity.h"
#include "lib/app/exit_code.h"
#include "lib/app/stage_exchange.h"
#include "lib/app/stop_flag.h"
#include "lib/app/worker_telemetry.h"
#include "lib/kafka/options.h"
#include "lib/kafka/session/session.h"
#include "lib/pipeline/chain.h"
#include "lib/pipeline/runner.h"

namespace marsad::app {

struct WorkerPlan {
  int number = 0;
  kafka::ClientOptions client;
  pipeline::ChainOptions chain;
  pipeline::RunnerOptions runner;
  std::vector<std::string> stage_names;
};

// Start() begins; the worker ends when the flag is set or when it cannot go on, and sets the flag then for the others.
class Worker {
 public:
  // What is lent must outlive the worker.
  struct Lent {
    telemetry::Metrics& metrics;
    telemetry::Logger& log;
    const Clock& clock;
    StopFlag& stop;
    StageExchange& exchange;
  };

  Worker(WorkerPlan plan, pipeline::Stages stages, std::unique_ptr<pipeline::Journal> journal, Lent lent);
  // Waits for the thread.
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void Start();
  void Join();

  const Activity& activity() const { return activity_; }
  // The process is about to end, and what this worker is at is not to blame. From any thread.
  void Pardon() { journal_->Pardon(); }
  int number() const { return plan_.number; }
  // Why this worker does not process records, for a person; empty: it does. From any thread.
  std::string NotReady() const;
  // Of a worker that has ended.
  ExitCode exit_code() const { return exit_code_.load(); }

 private:
  void Run();
  // One session from its opening to its end; none if it ended because a right is missing or because its place was taken, to be
  // tried again.
  std::optional<ExitCode> RunOnce();
  std::optional<ExitCode> RunSession(kafka::Session& session);
  void Show(kafka::Session* session);
  void NoteDenial(const std::string& why);
  int CountFencing();
  // Whether another process is at work in this one's place, or nobody can tell.
  bool HasRival();

  const WorkerPlan plan_;
  const Lent lent_;
  Activity activity_;
  WorkerTelemetry telemetry_;
  std::unique_ptr<pipeline::Journal> journal_;
  std::unique_ptr<pipeline::Journal> observed_journal_;
  pipeline::Chain chain_;
  // The session belongs to the worker's thread, but tells any thread of its connection; null: not open.
  mutable std::mutex session_mutex_;
  kafka::Session* session_ = nullptr;
  // The right that was missing last, and when; until a transaction commits, or nothing is refused for a while.
  std::string denial_;
  std::chrono::steady_clock::time_point denied_at_;
  uint64_t commits_at_denial_ = 0;
  // How often in a row, the last of them when; of the worker's thread.
  int fencings_ = 0;
  std::string member_id_;  // that the group gave last
  std::chrono::steady_clock::time_point fenced_at_;
  std::atomic<ExitCode> exit_code_ = kOk;
  std::thread thread_;
};

}  // namespace marsad::app
