#include "lib/telemetry/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/metric_family.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <array>
#include <map>
#include <mutex>

#include "lib/base/build_info.h"
#include "lib/telemetry/process_metrics.h"

namespace marsad::telemetry {
namespace {

using pipeline::BatchEnd;
using pipeline::Verdict;
using prometheus::ClientMetric;
using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;
using prometheus::MetricFamily;
using prometheus::MetricType;
using prometheus::Registry;

using Buckets = Histogram::BucketBoundaries;

const Buckets& StageSeconds() {
  static const Buckets buckets = {20e-6, 50e-6, 100e-6, 200e-6, 500e-6, 1e-3, 2e-3, 5e-3, 10e-3, 50e-3, 0.2, 1, 5, 30};
  return buckets;
}

const Buckets& TransactionSeconds() {
  static const Buckets buckets = {1e-3, 2e-3, 5e-3, 10e-3, 20e-3, 50e-3, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30};
  return buckets;
}

// From milliseconds, for live articles, to days, for what is read again.
const Buckets& EndToEndSeconds() {
  static const Buckets buckets = {5e-3, 10e-3, 25e-3, 50e-3, 0.1,  0.25, 0.5,   1,     2.5,   5,
                                  10,   30,    60,    300,   1800, 3600, 21600, 86400, 604800};
  return buckets;
}

const Buckets& BatchRecords() {
  static const Buckets buckets = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000};
  return buckets;
}

const char* Name(Verdict verdict) {
  constexpr std::array<const char*, 5> kNames = {"ok", "skipped", "rejected", "failed", "killed"};
  return kNames[static_cast<size_t>(verdict)];
}

constexpr std::array<const char*, 5> kBatchEnds = {"committed", "aborted", "unknown", "fenced", "interrupted"};

constexpr std::array<const char*, 2> kBundleEnds = {"swapped", "refused"};

double Seconds(std::chrono::nanoseconds time) { return std::chrono::duration<double>(time).count(); }

Family<Counter>& Counters(Registry* registry, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(*registry);
}

Family<Gauge>& Gauges(Registry* registry, const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(*registry);
}

Family<Histogram>& Histograms(Registry* registry, const char* name, const char* help) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(*registry);
}

// Records and bytes of one direction between this process and Kafka.
struct Traffic {
  Traffic(Registry* registry, const char* direction)
      : records(Counters(registry, "marsad_messages_total",
                         "Kafka records read (in) and written (out, dead), those of aborted transactions included.")
                    .Add({{"direction", direction}})),
        bytes(Counters(registry, "marsad_bytes_total", "Bytes of the values of Kafka records read and written.")
                  .Add({{"direction", direction}})) {}

  void Count(uint64_t size) {
    records.Increment();
    bytes.Increment(static_cast<double>(size));
  }

  Counter& records;
  Counter& bytes;
};

// The series of one stage that almost every record touches: looked up once.
struct StageSeries {
  std::string name;
  Counter* ok;
  Histogram* seconds;
};

class CountingObserver final : public pipeline::Observer {
 public:
  CountingObserver(Registry* registry, const std::vector<StageInfo>& stages)
      : records_(
            Counters(registry, "marsad_records_total",
                     "Answers of each stage by verdict and reason; what is done again after an abort counts again.")),
        in_(registry, "in"),
        out_(registry, "out"),
        dead_(registry, "dead"),
        batch_records_(
            Histograms(registry, "marsad_batch_records", "Input records of each transaction.").Add({}, BatchRecords())),
        batch_seconds_(Histograms(registry, "marsad_transaction_seconds",
                                  "From a transaction's first record to the answer to its commit.")
                           .Add({}, TransactionSeconds())),
        commit_seconds_(Histograms(registry, "marsad_commit_seconds", "The commit of each transaction alone.")
                            .Add({}, TransactionSeconds())),
        reopens_(Counters(registry, "marsad_producer_reopens_total", "New producers under the same transactional id.")
                     .Add({})) {
    auto& seconds = Histograms(registry, "marsad_stage_seconds", "Time that a stage takes for one record.");
    for (const StageInfo& stage : stages) {
      stages_.push_back({stage.name, &records_.Add({{"stage", stage.name}, {"verdict", "ok"}, {"reason", ""}}),
                         &seconds.Add({{"stage", stage.name}}, StageSeconds())});
    }
    auto& age = Histograms(
        registry, "marsad_end_to_end_seconds",
        "Age of an article when this process writes it, since Kafka received it and since it was published.");
    since_received_ = &age.Add({{"since", "received"}}, EndToEndSeconds());
    since_published_ = &age.Add({{"since", "published"}}, EndToEndSeconds());
    auto& ends = Counters(registry, "marsad_transactions_total", "Transactions by how they ended.");
    for (size_t i = 0; i < kBatchEnds.size(); ++i) ends_[i] = &ends.Add({{"result", kBatchEnds[i]}});
  }

  void OnStage(const pipeline::StageEvent& event) override {
    for (const StageSeries& stage : stages_) {
      if (stage.name != event.stage) continue;
      stage.seconds->Observe(Seconds(event.took));
      if (event.verdict == Verdict::kOk) return stage.ok->Increment();
    }
    records_
        .Add({{"stage", std::string(event.stage)},
              {"verdict", Name(event.verdict)},
              {"reason", std::string(event.reason)}})
        .Increment();
  }

  void OnInput(uint64_t bytes) override { in_.Count(bytes); }

  void OnOutput(const pipeline::OutputEvent& event) override {
    if (event.dead) return dead_.Count(event.bytes);
    out_.Count(event.bytes);
    if (event.since_received_seconds >= 0) since_received_->Observe(event.since_received_seconds);
    if (event.since_published_seconds >= 0) since_published_->Observe(event.since_published_seconds);
  }

  void OnBatch(const pipeline::BatchEvent& event) override {
    ends_[static_cast<size_t>(event.end)]->Increment();
    batch_records_.Observe(static_cast<double>(event.records));
    batch_seconds_.Observe(Seconds(event.took));
    commit_seconds_.Observe(Seconds(event.commit_took));
  }

  void OnReopen(std::string_view /*why*/) override { reopens_.Increment(); }

 private:
  Family<Counter>& records_;
  Traffic in_;
  Traffic out_;
  Traffic dead_;
  Histogram& batch_records_;
  Histogram& batch_seconds_;
  Histogram& commit_seconds_;
  Counter& reopens_;
  Histogram* since_received_;
  Histogram* since_published_;
  std::array<Counter*, kBatchEnds.size()> ends_;
  std::vector<StageSeries> stages_;
};

ClientMetric Value(double value, std::vector<ClientMetric::Label> labels = {}) {
  ClientMetric metric;
  metric.label = std::move(labels);
  metric.gauge.value = value;
  return metric;
}

}  // namespace

struct Metrics::State {
  State(const std::vector<StageInfo>& stages, std::string_view topic)
      : input_topic(topic),
        observer(&registry, stages),
        rebalances(Counters(&registry, "marsad_rebalances_total", "Times that the group gave a worker its partitions.")
                       .Add({})),
        ready(Gauges(&registry, "marsad_ready", "1 where /readyz says yes, else 0.").Add({})),
        bundles(Gauges(&registry, "marsad_bundle_info", "Always 1; the labels tell what each stage works with.")) {
    auto& loads = Counters(&registry, "marsad_bundle_loads_total",
                           "Bundles that were read while the stages ran, by what became of them.");
    for (size_t i = 0; i < kBundleEnds.size(); ++i) bundle_ends[i] = &loads.Add({{"result", kBundleEnds[i]}});
    Gauges(&registry, "marsad_build_info", "Always 1; the label tells the build.")
        .Add({{"version", std::string(BuildVersion())}})
        .Set(1);
    AddBundles(stages);
  }

  // REQUIRES: `mutex` is held, or nobody else is there yet.
  void AddBundles(const std::vector<StageInfo>& stages) {
    for (const StageInfo& stage : stages) {
      Gauge& info = bundles.Add({{"stage", stage.name}, {"bundle", stage.bundle}});
      info.Set(1);
      bundle_infos.push_back(&info);
    }
  }

  // Partitions come and go: their series are made when asked for, out of what was told last.
  std::vector<MetricFamily> CollectClients() const {
    MetricFamily lag{"marsad_consumer_lag_records",
                     "Committed records that wait in a partition that this process holds.",
                     MetricType::Gauge,
                     {}};
    double fetched = 0;
    double unsent = 0;
    double held = 0;
    double brokers = 0;
    double rtt = 0;
    const std::lock_guard lock(mutex);
    for (const auto& [worker, told] : clients) {
      fetched += static_cast<double>(told.fetched_bytes);
      unsent += static_cast<double>(told.unsent_bytes);
      brokers = std::max(brokers, static_cast<double>(told.brokers_up));
      rtt = std::max(rtt, told.broker_rtt_seconds);
      for (const auto& [partition, records] : told.lags) {
        lag.metric.push_back(
            Value(static_cast<double>(records), {{"topic", input_topic}, {"partition", std::to_string(partition)}}));
      }
    }
    for (const auto& [worker, partitions] : assigned) held += static_cast<double>(partitions);
    std::vector<MetricFamily> families;
    if (!lag.metric.empty()) families.push_back(std::move(lag));
    families.push_back({"marsad_queue_bytes",
                        "Bytes that the Kafka clients hold: read ahead (fetched), not yet acknowledged (unsent).",
                        MetricType::Gauge,
                        {Value(fetched, {{"queue", "fetched"}}), Value(unsent, {{"queue", "unsent"}})}});
    families.push_back(
        {"marsad_assigned_partitions", "Input partitions that this process holds.", MetricType::Gauge, {Value(held)}});
    families.push_back({"marsad_connected_brokers",
                        "Brokers that a worker of this process is connected to.",
                        MetricType::Gauge,
                        {Value(brokers)}});
    families.push_back({"marsad_broker_round_trip_seconds",
                        "Mean round trip to the slowest broker.",
                        MetricType::Gauge,
                        {Value(rtt)}});
    return families;
  }

  const std::string input_topic;
  Registry registry;
  CountingObserver observer;
  Counter& rebalances;
  Gauge& ready;
  Family<Gauge>& bundles;
  std::array<Counter*, kBundleEnds.size()> bundle_ends;
  std::vector<Gauge*> bundle_infos;
  mutable std::mutex mutex;
  std::map<int, ClientGauges> clients;
  std::map<int, size_t> assigned;
};

Metrics::Metrics(const std::vector<StageInfo>& stages, std::string_view input_topic)
    : state_(std::make_unique<State>(stages, input_topic)) {}
Metrics::~Metrics() = default;

pipeline::Observer& Metrics::observer() { return state_->observer; }

void Metrics::SetClientGauges(int worker, ClientGauges gauges) {
  const std::lock_guard lock(state_->mutex);
  state_->clients[worker] = std::move(gauges);
}

void Metrics::CountAssignment(int worker, size_t partitions) {
  state_->rebalances.Increment();
  const std::lock_guard lock(state_->mutex);
  state_->assigned[worker] = partitions;
  state_->clients[worker].lags.clear();
}

void Metrics::SetBundles(const std::vector<StageInfo>& stages) {
  const std::lock_guard lock(state_->mutex);
  for (Gauge* info : state_->bundle_infos) state_->bundles.Remove(info);
  state_->bundle_infos.clear();
  state_->AddBundles(stages);
}

void Metrics::CountBundle(BundleEnd end) { state_->bundle_ends[static_cast<size_t>(end)]->Increment(); }

void Metrics::SetReady(bool ready) { state_->ready.Set(ready ? 1 : 0); }

std::string Metrics::Text() const {
  std::vector<MetricFamily> families = state_->registry.Collect();
  for (MetricFamily& family : state_->CollectClients()) families.push_back(std::move(family));
  for (MetricFamily& family : CollectProcess()) families.push_back(std::move(family));
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace marsad::telemetry
