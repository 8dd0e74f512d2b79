#include "lib/app/stage_set.h"

#include <unistd.h>

#include <array>

#include "lib/app/config.h"
#include "lib/base/build_info.h"
#include "marsad/config/v1/config.pb.h"

namespace marsad::app {
namespace {

using config::v1::Config;
using std::chrono::milliseconds;

std::string HostName() {
  std::array<char, 256> name{};
  gethostname(name.data(), name.size() - 1);
  return name.data();
}

const std::string& InputTopic(const config::v1::Topics& topics, std::string_view stage) {
  if (stage == "decode") return topics.raw();
  if (stage == "normalize") return topics.articles();
  return stage == "tag" ? topics.normalized() : topics.tagged();
}

const std::string& OutputTopic(const config::v1::Topics& topics, std::string_view stage) {
  if (stage == "decode") return topics.articles();
  if (stage == "normalize") return topics.normalized();
  return stage == "tag" ? topics.tagged() : topics.enriched();
}

// The ladder of a chain is its own; what it passes over costs nothing.
Result<void> CheckOrder(const Config& config, std::span<const StageEntry> entries) {
  if (entries.empty()) return Fail("stages: none; allowed: decode, normalize, tag, summarize");
  Config ordered = config;
  ordered.clear_stages();
  for (const StageEntry& entry : entries) ordered.add_stages(std::string(entry.name));
  return CheckConfig(ordered);
}

}  // namespace

Result<StageSet> StageSet::Load(const Config& config, std::span<const StageEntry> entries) {
  if (auto ok = CheckOrder(config, entries); !ok) return tl::unexpected(ok.error());
  StageSet set;
  for (const StageEntry& entry : entries) {
    set.name_ += (set.name_.empty() ? "" : "-") + std::string(entry.name);
    if (entry.load_decoder != nullptr) {
      auto factory = entry.load_decoder(config);
      if (!factory) return Fail(std::string(entry.name) + ": " + factory.error().message);
      set.steps_.push_back(std::move(*factory));
    } else {
      auto factory = entry.load_enricher(config);
      if (!factory) return Fail(std::string(entry.name) + ": " + factory.error().message);
      set.steps_.push_back(std::move(*factory));
    }
  }
  for (const pipeline::Step& step : set.Make()) {
    set.infos_.push_back({std::string(NameOf(step)), std::string(BundleOf(step))});
  }
  return set;
}

pipeline::Stages StageSet::Make() const {
  pipeline::Stages stages;
  for (const pipeline::StepFactory& make : steps_) stages.push_back(make());
  return stages;
}

WorkerPlan PlanWorker(const Config& config, const StageSet& stages, int number) {
  const auto& limits = config.limits();
  const std::string& input = InputTopic(config.topics(), stages.infos().front().name);
  WorkerPlan plan{
      .number = number,
      .client = {.properties = {config.kafka().begin(), config.kafka().end()},
                 .pipeline = config.pipeline(),
                 .stage = stages.name(),
                 .ordinal = ResolveOrdinal(config, HostName()),
                 .thread = number,
                 .static_membership = config.static_membership(),
                 .delivery = config.delivery() == "at_least_once" ? kafka::Delivery::kAtLeastOnce
                                                                  : kafka::Delivery::kExactlyOnce,
                 .input_topic = input,
                 .output_topic = OutputTopic(config.topics(), stages.infos().back().name),
                 .dead_topic = config.topics().dead(),
                 .max_record_bytes = static_cast<size_t>(limits.dead_bytes())},
      .chain = {.input_topic = input,
                .build = std::string(BuildVersion()),
                .max_raw_bytes = static_cast<size_t>(limits.raw_bytes()),
                .max_enriched_bytes = static_cast<size_t>(limits.enriched_bytes()),
                .max_dead_bytes = static_cast<size_t>(limits.dead_bytes())},
      .runner = {.window = milliseconds(config.batch().window_ms()),
                 .max_records = static_cast<size_t>(config.batch().max_records()),
                 .max_bytes = static_cast<size_t>(config.batch().max_bytes()),
                 .sleep = {}},
      .stage_names = {},
  };
  for (const telemetry::StageInfo& info : stages.infos()) plan.stage_names.push_back(info.name);
  return plan;
}

std::vector<kafka::TopicNeed> TopicNeeds(const Config& config, const WorkerPlan& plan) {
  return {{.name = plan.client.input_topic, .max_record_bytes = 0, .same_partitions = true},
          {.name = plan.client.output_topic,
           .max_record_bytes = static_cast<size_t>(config.limits().enriched_bytes()),
           .same_partitions = true},
          {.name = plan.client.dead_topic, .max_record_bytes = plan.client.max_record_bytes, .same_partitions = false}};
}

}  // namespace marsad::app
