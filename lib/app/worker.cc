#include "lib/app/worker.h"

#include <pthread.h>

#include <algorithm>
#include <utility>

#include "lib/kafka/session/membership.h"

namespace marsad::app {

using pipeline::RunEnd;
using std::chrono::milliseconds;

namespace {

// Between two tries of what was denied, or of a place that was taken. Each takes new connections.
constexpr milliseconds kFirstPause{1000};
constexpr milliseconds kLongestPause{5000};
// A refusal would have come again within this time, pause included.
constexpr milliseconds kCalm{10000};
// A static member whose coordinator is lost while it joins again is taken for another one and fenced, though there is
// none. So a place that was taken is asked for again, and only who loses it time and again, while no connection breaks,
// and finds another one there has a rival.
constexpr int kMaxFencings = 3;
constexpr milliseconds kFencingWindow{60000};  // after this long, a fencing is the first again
// Nobody serves the clients while a call lasts, so that none of them may tell that the brokers are gone: and one call,
// send_offsets_to_transaction, goes on beyond its time limit without a coordinator (librdkafka #5456).
constexpr milliseconds kPatience{5000};
constexpr milliseconds kPlaceLimit{5000};  // for the answer to who has the place

}  // namespace

Worker::Worker(WorkerPlan plan, pipeline::Stages stages, std::unique_ptr<pipeline::Journal> journal, Lent lent)
    : plan_(std::move(plan)),
      lent_(lent),
      activity_(plan_.stage_names, lent.clock),
      telemetry_(plan_.number, !plan_.client.state_topic.empty(), lent.metrics, lent.log),
      journal_(std::move(journal)),
      observed_journal_(Observe(*journal_, activity_)),
      chain_(std::move(stages), plan_.chain, lent.clock, *observed_journal_, telemetry_) {}

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
  std::optional<ExitCode> code;
  milliseconds pause = kFirstPause;
  while (true) {
    const auto begun = lent_.clock.Now();
    if ((code = RunOnce())) break;
    if (lent_.clock.Now() - begun > kCalm) pause = kFirstPause;
    activity_.Begin(Activity::Step::kWaiting);
    if (lent_.stop.WaitFor(pause)) code = kOk;
    if (code) break;
    pause = std::min(pause * 2, kLongestPause);
  }
  exit_code_ = *code;
  lent_.stop.Set();
  activity_.Begin(Activity::Step::kEnded);
}

std::optional<ExitCode> Worker::RunOnce() {
  activity_.Begin(Activity::Step::kStarting);
  auto session = kafka::OpenSession(plan_.client, telemetry_);
  if (!session) {
    // Opening waits for no broker: what fails here are properties that do not go together.
    lent_.log.Error("worker_failed", {{"worker", plan_.number}, {"error", session.error().message}});
    return kBadConfiguration;
  }
  Show(session->get());
  const std::optional<ExitCode> code = RunSession(**session);
  Show(nullptr);
  if (code) lent_.stop.Set();  // the others need not wait until this one is closed
  activity_.Begin(Activity::Step::kClosing);
  session->reset();
  return code;
}

void Worker::Show(kafka::Session* session) {
  const std::lock_guard lock(session_mutex_);
  session_ = session;
}

void Worker::NoteDenial(const std::string& why) {
  lent_.log.Error("denied", {{"worker", plan_.number}, {"error", why}, {"help", "trying again; nothing is lost"}});
  const std::lock_guard lock(session_mutex_);
  denial_ = why;
  denied_at_ = lent_.clock.Now();
  commits_at_denial_ = telemetry_.commits();
}

int Worker::CountFencing() {
  const auto now = lent_.clock.Now();
  fencings_ = now - fenced_at_ > kFencingWindow ? 1 : fencings_ + 1;
  fenced_at_ = now;
  return fencings_;
}

// Of two rivals one may have the place in the group while the other has the transactional id, so that both are fenced; both
// would end, and nobody be left. The place in the group decides: one of them has it, and who gives up never takes it again.
bool Worker::HasRival() {
  if (!plan_.client.static_membership) return true;
  const Result<std::string> holder = kafka::FindPlaceHolder(plan_.client, kPlaceLimit);
  return !holder || (!holder->empty() && *holder != member_id_);
}

std::optional<ExitCode> Worker::RunSession(kafka::Session& session) {
  const auto source = Observe(session.source(), activity_);
  const auto sink = Observe(session.sink(), activity_);
  const auto state = session.state() == nullptr ? nullptr : Observe(*session.state(), activity_);
  pipeline::RunnerOptions options = plan_.runner;
  options.transaction_limit = kafka::BatchLimit(plan_.client);
  options.between_batches = [this] { lent_.exchange.Take(plan_.number, chain_); };
  pipeline::Runner runner({*source, *sink, chain_, *observed_journal_, telemetry_, lent_.clock, state.get()},
                          std::move(options));
  switch (runner.Run(lent_.stop.flag())) {
    case RunEnd::kStopped:
      return kOk;
    case RunEnd::kFenced:
      if (const std::string id = session.member_id(); !id.empty()) member_id_ = id;
      if (session.disturbed() || CountFencing() <= kMaxFencings || !HasRival()) {
        lent_.log.Warn("place_taken", {{"worker", plan_.number}, {"error", runner.error()}});
        return std::nullopt;
      }
      lent_.log.Error("fenced",
                      {{"worker", plan_.number},
                       {"id", kafka::MemberId(plan_.client)},
                       {"error", runner.error()},
                       {"help", "another process has the same pipeline, stage and ordinal: give each its own"}});
      return kFenced;
    case RunEnd::kFatal:
      if (session.denied()) {
        NoteDenial(runner.error());
        return std::nullopt;
      }
      lent_.log.Error("worker_failed", {{"worker", plan_.number}, {"error", runner.error()}});
      return kFatal;
  }
  return kFatal;
}

std::string Worker::NotReady() const {
  const std::string who = "worker " + std::to_string(plan_.number) + ": ";
  const std::lock_guard lock(session_mutex_);
  const bool is_denied =
      !denial_.empty() && telemetry_.commits() == commits_at_denial_ && lent_.clock.Now() - denied_at_ < kCalm;
  if (is_denied) return who + denial_;
  if (session_ == nullptr) return who + activity_.Describe();
  if (!session_->connected()) {
    const std::string why = session_->connection_error();
    return who + "no broker answers at " + plan_.client.properties.at("bootstrap.servers") +
           (why.empty() ? "" : ": " + why);
  }
  // What a topic or a coordinator refuses comes again: between two tries nothing is ready.
  if (const std::string failure = telemetry_.failure(); !failure.empty()) return who + failure;
  if (const auto waited = activity_.Elapsed(); activity_.IsAsking() && waited > kPatience) {
    return who + "no answer from " + plan_.client.properties.at("bootstrap.servers") + " for " +
           std::to_string(std::chrono::duration_cast<std::chrono::seconds>(waited).count()) + " s, " +
           activity_.Describe();
  }
  if (!session_->assigned()) return who + "waits for its partitions of " + plan_.client.input_topic;
  if (const std::string restoring = telemetry_.restoring(); !restoring.empty()) return who + restoring;
  return "";
}

}  // namespace marsad::app
