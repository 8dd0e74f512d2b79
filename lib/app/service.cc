#include "lib/app/service.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "lib/app/bundle_swapper.h"
#include "lib/app/config.h"
#include "lib/app/environment.h"
#include "lib/app/exit_code.h"
#include "lib/app/last_resort.h"
#include "lib/app/log_options.h"
#include "lib/app/stage_exchange.h"
#include "lib/app/stage_loader.h"
#include "lib/app/stage_set.h"
#include "lib/app/starter.h"
#include "lib/app/watchdog.h"
#include "lib/app/worker.h"
#include "lib/base/build_info.h"
#include "lib/kafka/auth/certificates.h"
#include "lib/telemetry/http_server.h"
#include "marsad/config/v1/config.pb.h"

namespace marsad::app {
namespace {

using config::v1::Config;
using telemetry::Page;

// For the watchdog's line in the log.
constexpr std::chrono::milliseconds kLastWords{1000};

// One file for each worker; its name tells whose it is, its content what offsets and stage numbers refer to.
Result<std::unique_ptr<pipeline::Journal>> OpenWorkerJournal(const std::string& directory, const WorkerPlan& plan) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error)
    return Fail("state_dir: " + directory + ": " + error.message() + "; allowed: a directory that can be written");
  std::string identity = plan.client.input_topic;
  for (const std::string& stage : plan.stage_names) identity += " " + stage;
  auto journal = pipeline::OpenJournal(directory + "/" + kafka::MemberId(plan.client) + ".journal", identity);
  if (!journal) return Fail("state_dir: " + journal.error().message);
  return journal;
}

class ServiceImpl final : public Service {
 public:
  ServiceImpl(const Config& config, std::vector<StageEntry> rows, const std::vector<telemetry::StageInfo>& infos)
      : config_(config),
        rows_(std::move(rows)),
        log_(ToLogOptions(config_.log())),
        metrics_({config_.pipeline(), PlanWorker(config_, rows_, 0).client.stage}, infos,
                 PlanWorker(config_, rows_, 0).client.input_topic),
        starter_(kafka::Properties(config_.kafka().begin(), config_.kafka().end()), TopicNeeds(config_, rows_),
                 SystemClock(), log_) {}

  ~ServiceImpl() override {
    Stop();
    Wait();
  }
  ServiceImpl(const ServiceImpl&) = delete;
  ServiceImpl& operator=(const ServiceImpl&) = delete;

  // Nobody but the workers keeps the stages that were loaded, so that they go when the next ones come.
  Result<void> Begin(StageLoader loader, LoadedStages loaded) {
    if (auto ok = MakeWorkers(*loaded.set); !ok) return ok;
    if (auto ok = Listen(); !ok) return ok;
    const kafka::ClientOptions client = PlanWorker(config_, rows_, 0).client;
    TellCertificates(client.properties);
    if (ResolveOrdinal(config_, HostName()).is_assumed) {
      log_.Warn("ordinal_assumed",
                {{"ordinal", client.ordinal},
                 {"host", HostName()},
                 {"help", "the host's name ends in no number: set ordinal, another for each replica"}});
    }
    log_.Info("started", {{"version", BuildVersion()},
                          {"stage", client.stage},
                          {"ordinal", client.ordinal},
                          {"threads", config_.threads()},
                          {"group", kafka::GroupId(client)},
                          {"from", client.input_topic},
                          {"to", client.output_topic},
                          {"port", http_port()},
                          {"client", kafka::LibraryVersion()}});
    for (const std::string& defect : kafka::LibraryDefects(client.properties)) {
      log_.Warn("client_defect", {{"client", kafka::LibraryVersion()}, {"defect", defect}});
    }
    for (const std::string& note : loaded.set->notes()) log_.Warn("bundle_note", {{"note", note}});
    is_started_ = true;
    StartWatchdog();
    if (!loader.paths().empty()) {
      swapper_.emplace(std::move(loader), std::move(loaded), std::chrono::seconds(config_.bundle_poll_seconds()),
                       BundleSwapper::Lent{exchange_, metrics_, log_});
    }
    starter_thread_ = std::thread([this] {
      pthread_setname_np(pthread_self(), "starter");
      if (!starter_.WaitForTopics(stop_)) return;
      for (const auto& worker : workers_) worker->Start();
    });
    return {};
  }

  void Stop() override {
    if (is_started_ && !is_closed_ && !is_stopping_.exchange(true)) log_.Info("stopping");
    stop_.Set();
  }

  void Reload() override {
    if (swapper_) swapper_->Reload();
  }

  int Wait() override {
    const std::lock_guard lock(wait_mutex_);
    if (starter_thread_.joinable()) starter_thread_.join();
    for (const auto& worker : workers_) worker->Join();
    const int code = FirstFailure();
    ending_.Begin(Activity::Step::kClosing);
    if (is_started_ && !is_closed_.exchange(true)) log_.Info("stopped", {{"exit_code", code}});
    ending_.Begin(Activity::Step::kEnded);
    return code;
  }

  void Pardon() override {
    for (const auto& worker : workers_) worker->Pardon();
  }

  int Abandon() override {
    Pardon();
    for (const auto& worker : workers_) {
      log_.Warn("abandoned", {{"worker", worker->number()}, {"was", worker->activity().Describe()}});
    }
    return FirstFailure();
  }

  bool Ready() const override { return NotReadyReason().empty(); }

  std::string NotReadyReason() const override {
    if (stop_.IsSet()) return "stopping";
    if (std::string missing = starter_.Missing(); !missing.empty()) return missing;
    for (const auto& worker : workers_) {
      if (std::string reason = worker->NotReady(); !reason.empty()) return reason;
    }
    return "";
  }

  int http_port() const override { return http_ ? http_->port() : 0; }

  std::string MetricsText() const override {
    metrics_.SetReady(Ready());
    return metrics_.Text();
  }

 private:
  // The first worker that failed took the others with it, in order.
  int FirstFailure() const {
    const auto failed =
        std::find_if(workers_.begin(), workers_.end(), [](const auto& w) { return w->exit_code() != kOk; });
    return failed == workers_.end() ? kOk : (*failed)->exit_code();
  }

  Result<void> MakeWorkers(const StageSet& stages) {
    for (int i = 0; i < config_.threads(); ++i) {
      WorkerPlan plan = PlanWorker(config_, rows_, i);
      auto journal = OpenWorkerJournal(config_.state_dir(), plan);
      if (!journal) return tl::unexpected(journal.error());
      for (const pipeline::Culprit& culprit : (*journal)->culprits()) {
        log_.Warn("died_before", {{"worker", i},
                                  {"partition", culprit.partition.number()},
                                  {"offset", culprit.offset.value()},
                                  {"deaths", culprit.deaths}});
      }
      workers_.push_back(std::make_unique<Worker>(std::move(plan), stages.Make(), std::move(*journal),
                                                  Worker::Lent{metrics_, log_, SystemClock(), stop_, exchange_}));
    }
    return {};
  }

  // What changes in the files is in use from the next start on.
  void TellCertificates(const kafka::Properties& properties) {
    std::vector<telemetry::Certificate> certificates;
    for (kafka::CertificateExpiry& at : kafka::CertificateExpiries(properties)) {
      certificates.push_back({std::move(at.property), at.expires});
    }
    metrics_.SetCertificates(certificates);
  }

  Result<void> Listen() {
    if (config_.http().listen().empty()) return {};
    auto http = telemetry::StartHttpServer(
        config_.http().listen(),
        {{"/metrics",
          [this] { return Page{.content_type = "text/plain; version=0.0.4; charset=utf-8", .body = MetricsText()}; }},
         {"/healthz", [this] { return Health(); }},
         {"/readyz", [this] { return Readiness(); }}});
    if (!http) {
      return Fail("http.listen: " + http.error().message +
                  "; give each process its own, e.g. --set http.listen=127.0.0.1:0 for a free port");
    }
    http_ = std::move(*http);
    return {};
  }

  std::vector<Watched> AllWatched() const {
    std::vector<Watched> watched = {{"the start", &starter_.activity()}, {"the end", &ending_}};
    for (const auto& worker : workers_)
      watched.push_back({"worker " + std::to_string(worker->number()), &worker->activity()});
    return watched;
  }

  // A worker that is stuck has met its record; those beside it have only had bad luck.
  void PardonInnocent() {
    for (const auto& worker : workers_) {
      if (!IsStuck(worker->activity(), std::chrono::seconds(config_.watchdog_seconds()))) worker->Pardon();
    }
  }

  void StartWatchdog() {
    watchdog_.emplace(AllWatched(), std::chrono::seconds(config_.watchdog_seconds()), [this](const std::string& stuck) {
      // A worker that failed before says better why than the log that holds up the end.
      PardonInnocent();
      const int failure = FirstFailure();
      const ExitCode code = failure == kOk ? kWatchdog : static_cast<ExitCode>(failure);
      EndWithin(kLastWords, code);
      log_.Error("watchdog", {{"stuck", stuck}, {"help", "the process ends, to be started again"}});
      _exit(code);
    });
  }

  Page Health() const {
    const auto stuck = FindStuck(AllWatched(), std::chrono::seconds(config_.watchdog_seconds()));
    if (stuck) return {.status = 503, .body = *stuck + "\n"};
    return {.body = "alive\n"};
  }

  Page Readiness() const {
    const std::string reason = NotReadyReason();
    if (!reason.empty()) return {.status = 503, .body = "not ready: " + reason + "\n"};
    return {.body = "ready\n"};
  }

  // Destroyed from the last to the first: the pages look at the workers, the workers at all above them.
  const Config config_;
  const std::vector<StageEntry> rows_;
  mutable telemetry::Logger log_;
  mutable telemetry::Metrics metrics_;
  StopFlag stop_;
  StageExchange exchange_{config_.threads()};
  Starter starter_;
  std::vector<std::unique_ptr<Worker>> workers_;
  Activity ending_{{}, SystemClock()};
  std::atomic<bool> is_started_ = false;
  std::atomic<bool> is_stopping_ = false;
  std::atomic<bool> is_closed_ = false;
  std::mutex wait_mutex_;
  std::thread starter_thread_;
  std::optional<Watchdog> watchdog_;
  std::optional<BundleSwapper> swapper_;
  std::unique_ptr<telemetry::HttpServer> http_;
};

}  // namespace

Result<std::unique_ptr<Service>> Service::Start(const Config& config, StageTable table) {
  if (auto ok = CheckConfig(config, table); !ok) return tl::unexpected(ok.error());
  const std::vector<std::string> names(config.stages().begin(), config.stages().end());
  auto rows = SelectStages(table, names);
  if (!rows) return tl::unexpected(rows.error());
  StageLoader loader(config, table, *rows);
  auto loaded = loader.Load();
  if (!loaded) return tl::unexpected(loaded.error());
  auto service = std::make_unique<ServiceImpl>(config, std::move(*rows), loaded->set->infos());
  if (auto begun = service->Begin(std::move(loader), std::move(*loaded)); !begun) return tl::unexpected(begun.error());
  return service;
}

}  // namespace marsad::app
