// The stages that a process runs, loaded once; and what the configuration means for them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/app/stage_table.h"
#include "lib/app/worker.h"
#include "lib/kafka/tools/topics.h"
#include "lib/telemetry/metrics.h"

namespace marsad::app {

// Immutable after Load(); Make() may be called from any thread.
class StageSet {
 public:
  // Fails if one of `rows` cannot be loaded, or what it loads is another stage.
  static Result<StageSet> Load(const config::v1::Config& config, StageTable rows);

  // New instances for one worker.
  pipeline::Stages Make() const;
  const std::vector<telemetry::StageInfo>& infos() const { return infos_; }
  // What a person should know of their bundles.
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  std::vector<pipeline::StepFactory> steps_;
  std::vector<telemetry::StageInfo> infos_;
  std::vector<std::string> notes_;
};

// "tag", or for a chain "normalize-tag-summarize".
std::string JoinedName(StageTable rows);

// What worker `number` of a process that runs `rows` is opened with.
WorkerPlan PlanWorker(const config::v1::Config& config, StageTable rows, int number);

// The topics that a process with these stages reads and writes: those in between are not touched.
std::vector<kafka::TopicNeed> TopicNeeds(const config::v1::Config& config, StageTable rows);

}  // namespace marsad::app
