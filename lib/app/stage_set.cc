#include "lib/app/stage_set.h"

#include <memory>
#include <utility>

#include "lib/app/config.h"
#include "lib/app/environment.h"
#include "lib/base/build_info.h"
#include "marsad/config/v1/config.pb.h"

namespace marsad::app {
namespace {

using config::v1::Config;
using std::chrono::milliseconds;

Result<pipeline::StepFactory> LoadStep(const StageEntry& row, const Config& config) {
  if (row.is_relay) return pipeline::StepFactory([name = row.name] { return std::make_unique<pipeline::Relay>(name); });
  if (row.load_decoder != nullptr) {
    auto factory = row.load_decoder(config);
    if (!factory) return tl::unexpected(factory.error());
    return pipeline::StepFactory(std::move(*factory));
  }
  if (row.load_stateful != nullptr) {
    auto factory = row.load_stateful(config);
    if (!factory) return tl::unexpected(factory.error());
    return pipeline::StepFactory(std::move(*factory));
  }
  auto factory = row.load_enricher(config);
  if (!factory) return tl::unexpected(factory.error());
  return pipeline::StepFactory(std::move(*factory));
}

}  // namespace

Result<StageSet> StageSet::Load(const Config& config, StageTable rows) {
  StageSet set;
  for (const StageEntry& row : rows) {
    auto step = LoadStep(row, config);
    if (!step) return Fail(std::string(row.name) + ": " + step.error().message);
    set.steps_.push_back(std::move(*step));
    if (row.bundle_notes == nullptr) continue;
    for (std::string& note : row.bundle_notes(config)) set.notes_.push_back(std::move(note));
  }
  for (const pipeline::Step& step : set.Make()) {
    const std::string_view expected = rows[set.infos_.size()].name;
    if (NameOf(step) != expected) {
      return Fail("stage table: " + std::string(expected) + ": what is loaded calls itself " +
                  std::string(NameOf(step)));
    }
    set.infos_.push_back({std::string(expected), std::string(BundleOf(step))});
  }
  return set;
}

pipeline::Stages StageSet::Make() const {
  pipeline::Stages stages;
  for (const pipeline::StepFactory& make : steps_) stages.push_back(make());
  return stages;
}

std::string JoinedName(StageTable rows) {
  std::string name;
  for (const StageEntry& row : rows) name.append(name.empty() ? "" : "-").append(row.name);
  return name;
}

WorkerPlan PlanWorker(const Config& config, StageTable rows, int number) {
  const auto& limits = config.limits();
  const std::string input = TopicName(config.topics(), rows.front().input);
  WorkerPlan plan{
      .number = number,
      .client = {.properties = {config.kafka().begin(), config.kafka().end()},
                 .pipeline = config.pipeline(),
                 .stage = JoinedName(rows),
                 .ordinal = ResolveOrdinal(config, HostName()).number,
                 .thread = number,
                 .static_membership = config.static_membership(),
                 .delivery = config.delivery() == "at_least_once" ? kafka::Delivery::kAtLeastOnce
                                                                  : kafka::Delivery::kExactlyOnce,
                 .input_topic = input,
                 .output_topic = TopicName(config.topics(), rows.back().output.key),
                 .dead_topic = config.topics().dead(),
                 .max_record_bytes = static_cast<size_t>(limits.dead_bytes())},
      .chain = {.input_topic = input,
                .build = std::string(BuildVersion()),
                .max_raw_bytes = static_cast<size_t>(limits.raw_bytes()),
                .max_enriched_bytes = static_cast<size_t>(limits.enriched_bytes()),
                .max_dead_bytes = static_cast<size_t>(limits.dead_bytes()),
                .max_output_bytes = static_cast<size_t>(limits.output_bytes())},
      .runner = {.window = milliseconds(config.batch().window_ms()),
                 .max_records = static_cast<size_t>(config.batch().max_records()),
                 .max_bytes = static_cast<size_t>(config.batch().max_bytes()),
                 .max_output_bytes = static_cast<size_t>(config.batch().max_output_bytes()),
                 .sleep = {}},
      .stage_names = {},
  };
  for (const StageEntry& row : rows) {
    plan.stage_names.emplace_back(row.name);
    if (row.load_stateful != nullptr) plan.client.state_topic = TopicName(config.topics(), row.state.key);
  }
  return plan;
}

std::vector<kafka::TopicNeed> TopicNeeds(const Config& config, StageTable rows) {
  std::vector<StageEntry> ends(rows.begin(), rows.end());
  // What one of them writes and the next one reads stays within the process.
  for (size_t i = 1; i < ends.size(); ++i) {
    ends[i].input = ends.front().input;
    ends[i - 1].output = ends.back().output;
  }
  std::vector<kafka::TopicNeed> needs = PipelineTopics(config, ends);
  needs.front().max_record_bytes = 0;  // it is only read
  return needs;
}

}  // namespace marsad::app
