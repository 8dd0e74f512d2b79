#include "lib/telemetry/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/metric_family.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <map>
#include <mutex>

#include "lib/base/build_info.h"
#include "lib/telemetry/counting_observer.h"
#include "lib/telemetry/process_metrics.h"

namespace marsad::telemetry {
namespace {

using prometheus::ClientMetric;
using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::MetricFamily;
using prometheus::MetricType;
using prometheus::Registry;

constexpr std::array<const char*, 2> kBundleEnds = {"swapped", "refused"};

Family<Counter>& Counters(Registry* registry, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(*registry);
}

Family<Gauge>& Gauges(Registry* registry, const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(*registry);
}

ClientMetric Value(double value, std::vector<ClientMetric::Label> labels = {}) {
  ClientMetric metric;
  metric.label = std::move(labels);
  metric.gauge.value = value;
  return metric;
}

}  // namespace

struct Metrics::State {
  State(Identity whose, const std::vector<StageInfo>& stages, std::string_view topic)
      : identity(std::move(whose)),
        input_topic(topic),
        observer(MakeCountingObserver(&registry, stages)),
        rebalances(Counters(&registry, "marsad_rebalances_total", "Times that the group gave a worker its partitions.")
                       .Add({})),
        ready(Gauges(&registry, "marsad_ready", "1 where /readyz says yes, else 0.").Add({})),
        bundles(Gauges(&registry, "marsad_bundle_info", "Always 1; the labels tell what each stage works with.")),
        certificates(Gauges(&registry, "marsad_certificate_expiry_timestamp_seconds",
                            "End of the certificate in use, by the property that names its file, in Unix time.")) {
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
    MetricFamily position{"marsad_consumer_position_offset",
                          "Offset of the next record that is read from a partition that this process holds.",
                          MetricType::Gauge,
                          {}};
    double fetched = 0;
    double unsent = 0;
    double held = 0;
    double brokers = 0;
    const std::lock_guard lock(mutex);
    for (const auto& [worker, told] : clients) {
      fetched += static_cast<double>(told.fetched_bytes);
      unsent += static_cast<double>(told.unsent_bytes);
      brokers = std::max(brokers, static_cast<double>(told.brokers_up));
      for (const ClientGauges::Lag& at : told.lags) {
        const std::vector<ClientMetric::Label> labels = {{"topic", input_topic},
                                                         {"partition", std::to_string(at.partition.number())}};
        lag.metric.push_back(Value(static_cast<double>(at.records), labels));
        position.metric.push_back(Value(static_cast<double>(at.position.value()), labels));
      }
    }
    for (const auto& [worker, partitions] : assigned) held += static_cast<double>(partitions);
    std::vector<MetricFamily> families;
    for (MetricFamily* family : {&lag, &position}) {
      if (!family->metric.empty()) families.push_back(std::move(*family));
    }
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
    return families;
  }

  // Of processes with a stateful step alone.
  std::vector<MetricFamily> CollectRemembered() const {
    pipeline::Remembered all;
    const std::lock_guard lock(mutex);
    if (remembered.empty()) return {};
    for (const auto& [worker, told] : remembered) {
      all.entries += told.entries;
      all.most += told.most;
      all.bytes += told.bytes;
    }
    const auto gauge = [](const char* name, const char* help, uint64_t value) {
      return MetricFamily{name, help, MetricType::Gauge, {Value(static_cast<double>(value))}};
    };
    std::vector<MetricFamily> families = {
        gauge("marsad_state_entries", "What the stateful stage remembers, e.g. articles of its window.", all.entries),
        gauge("marsad_state_bytes", "Memory that this takes, about.", all.bytes)};
    if (all.most > 0) {
      families.push_back(gauge("marsad_state_entries_limit",
                               "So much it remembers at most: beyond, the oldest are forgotten before their time.",
                               all.most));
    }
    return families;
  }

  // Last, where series of many kinds come together, so that none is without.
  void AddIdentity(std::vector<MetricFamily>* families) const {
    const std::array<ClientMetric::Label, 2> labels = {{{"pipeline", identity.pipeline}, {"stage", identity.stage}}};
    for (MetricFamily& family : *families) {
      for (ClientMetric& metric : family.metric) {
        for (const ClientMetric::Label& label : labels) {
          const auto has_name = [&](const ClientMetric::Label& other) { return other.name == label.name; };
          if (std::none_of(metric.label.begin(), metric.label.end(), has_name)) metric.label.push_back(label);
        }
      }
    }
  }

  const Identity identity;
  const std::string input_topic;
  Registry registry;
  std::unique_ptr<pipeline::Observer> observer;
  Counter& rebalances;
  Gauge& ready;
  Family<Gauge>& bundles;
  Family<Gauge>& certificates;
  std::array<Counter*, kBundleEnds.size()> bundle_ends;
  std::vector<Gauge*> bundle_infos;
  mutable std::mutex mutex;
  std::map<int, ClientGauges> clients;
  std::map<int, size_t> assigned;
  std::map<int, pipeline::Remembered> remembered;
};

Metrics::Metrics(Identity identity, const std::vector<StageInfo>& stages, std::string_view input_topic)
    : state_(std::make_unique<State>(std::move(identity), stages, input_topic)) {}
Metrics::~Metrics() = default;

pipeline::Observer& Metrics::observer() { return *state_->observer; }

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

void Metrics::SetRemembered(int worker, const pipeline::Remembered& sizes) {
  const std::lock_guard lock(state_->mutex);
  state_->remembered[worker] = sizes;
}

void Metrics::SetBundles(const std::vector<StageInfo>& stages) {
  const std::lock_guard lock(state_->mutex);
  for (Gauge* info : state_->bundle_infos) state_->bundles.Remove(info);
  state_->bundle_infos.clear();
  state_->AddBundles(stages);
}

void Metrics::CountBundle(BundleEnd end) { state_->bundle_ends[static_cast<size_t>(end)]->Increment(); }

void Metrics::SetCertificates(const std::vector<Certificate>& certificates) {
  for (const Certificate& certificate : certificates) {
    state_->certificates.Add({{"property", certificate.property}}).Set(static_cast<double>(certificate.expires));
  }
}

void Metrics::SetReady(bool ready) { state_->ready.Set(ready ? 1 : 0); }

std::string Metrics::Text() const {
  std::vector<MetricFamily> families = state_->registry.Collect();
  for (MetricFamily& family : state_->CollectClients()) families.push_back(std::move(family));
  for (MetricFamily& family : state_->CollectRemembered()) families.push_back(std::move(family));
  for (MetricFamily& family : CollectProcess()) families.push_back(std::move(family));
  state_->AddIdentity(&families);
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace marsad::telemetry
