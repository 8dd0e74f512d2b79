// The stages that a process runs, loaded once; and what the configuration means for them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/app/service.h"
#include "lib/app/worker.h"
#include "lib/kafka/tools/topics.h"
#include "lib/telemetry/metrics.h"

namespace marsad::app {

// Immutable after Load(); Make() may be called from any thread.
class StageSet {
 public:
  // Fails where the entries are no neighbours in order or a stage cannot be loaded.
  static Result<StageSet> Load(const config::v1::Config& config, std::span<const StageEntry> entries);

  // New instances for one worker.
  pipeline::Stages Make() const;
  const std::vector<telemetry::StageInfo>& infos() const { return infos_; }
  // "decode", or for a chain "normalize-tag-summarize".
  const std::string& name() const { return name_; }

 private:
  std::vector<pipeline::StepFactory> steps_;
  std::vector<telemetry::StageInfo> infos_;
  std::string name_;
};

// What worker `number` of `stages` is opened with.
WorkerPlan PlanWorker(const config::v1::Config& config, const StageSet& stages, int number);

// The topics that a worker of this plan reads and writes.
std::vector<kafka::TopicNeed> TopicNeeds(const config::v1::Config& config, const WorkerPlan& plan);

}  // namespace marsad::app
