#include "lib/app/worker.h"

#include <pthread.h>

#include <utility>

namespace marsad::app {

using pipeline::RunEnd;

Worker::Worker(WorkerPlan plan, pipeline::Stages stages, std::unique_ptr<pipeline::Journal> journal, Lent lent)
    : plan_(std::move(plan)),
      lent_(lent),
      activity_(plan_.stage_names, lent.clock),
      telemetry_(plan_.number, lent.metrics, lent.log),
      journal_(std::move(journal)),
      watched_journal_(Watch(*journal_, activity_)),
      chain_(std::move(stages), plan_.chain, lent.clock, *watched_journal_, telemetry_) {}

Worker::~Worker() { Join(); }

void Worker::Start() {
  thread_ = std::thread([this] {
    pthread_setname_np(pthread_self(), ("worker-" + std::to_string(plan_.number)).c_str());
    Run();
  });
}

void Worker::Join() {
  if (thread_.joinable()) thread_.join();
}

void Worker::Run() {
  activity_.Begin(Activity::Step::kStarting);
  auto session = kafka::OpenSession(plan_.client, telemetry_);
  if (session) {
    Show(session->get());
    exit_code_ = RunSession(**session);
    Show(nullptr);
  } else {
    // Opening waits for no broker: what fails here are properties that do not go together.
    lent_.log.Error("worker_failed", {{"worker", plan_.number}, {"error", session.error().message}});
    exit_code_ = kBadConfiguration;
  }
  lent_.stop.Set();
  activity_.Begin(Activity::Step::kClosing);
  if (session) session->reset();
  activity_.Begin(Activity::Step::kEnded);
}

void Worker::Show(kafka::Session* session) {
  const std::lock_guard lock(session_mutex_);
  session_ = session;
}

ExitCode Worker::RunSession(kafka::Session& session) {
  const auto source = Watch(session.source(), activity_);
  const auto sink = Watch(session.sink(), activity_);
  pipeline::Runner runner({*source, *sink, chain_, *watched_journal_, telemetry_, lent_.clock}, plan_.runner);
  switch (runner.Run(lent_.stop.flag())) {
    case RunEnd::kStopped:
      return kOk;
    case RunEnd::kFenced:
      lent_.log.Error("fenced",
                      {{"worker", plan_.number},
                       {"id", kafka::MemberId(plan_.client)},
                       {"error", runner.error()},
                       {"help", "another process has the same pipeline, stage and ordinal: give each its own"}});
      return kFenced;
    case RunEnd::kFatal:
      lent_.log.Error("worker_failed", {{"worker", plan_.number}, {"error", runner.error()}});
      return kFatal;
  }
  return kFatal;
}

std::string Worker::NotReady() const {
  const std::string who = "worker " + std::to_string(plan_.number) + ": ";
  const std::lock_guard lock(session_mutex_);
  if (session_ == nullptr) return who + activity_.Describe();
  if (!session_->connected()) return who + "no broker answers at " + plan_.client.properties.at("bootstrap.servers");
  if (!session_->assigned()) return who + "waits for its partitions of " + plan_.client.input_topic;
  return "";
}

}  // namespace marsad::app
