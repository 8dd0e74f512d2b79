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
  // Loads config.stages; fails where one of them is no row of `table`, they are no neighbours in it, or one cannot be loaded.
  static Result<StageSet> Load(const config::v1::Config& config, StageTable table);
  // Loads `rows`, which follow each other.
  static Result<StageSet> LoadRows(const config::v1::Config& config, std::vector<StageEntry> rows);

  // New instances for one worker.
  pipeline::Stages Make() const;
  const std::vector<telemetry::StageInfo>& infos() const { return infos_; }
  StageTable rows() const { return rows_; }
  // "decode", or for a chain "normalize-tag-summarize".
  const std::string& name() const { return name_; }

 private:
  std::vector<StageEntry> rows_;
  std::vector<pipeline::StepFactory> steps_;
  std::vector<telemetry::StageInfo> infos_;
  std::string name_;
};

// What worker `number` of `stages` is opened with.
WorkerPlan PlanWorker(const config::v1::Config& config, const StageSet& stages, int number);

// The topics that a process with these stages reads and writes: those in between are not touched.
std::vector<kafka::TopicNeed> TopicNeeds(const config::v1::Config& config, const StageSet& stages);

}  // namespace marsad::app
