// Loads the stages of a process with their bundles, at start and whenever the bundles' files change.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lib/app/sample_trial.h"
#include "lib/app/stage_set.h"
#include "lib/app/stage_table.h"
#include "lib/base/result.h"

namespace marsad::app {

struct LoadedStages {
  std::shared_ptr<const StageSet> set;
  std::string files;  // HashBundle() of what was read; empty: there are no bundles
};

// Of one thread at a time.
class StageLoader {
 public:
  // `rows` are those of `table` that this process runs.
  StageLoader(const config::v1::Config& config, StageTable table, StageTable rows);

  // Files and directories that the bundles are read from; none: there is nothing to load anew.
  const std::vector<std::string>& paths() const { return paths_; }

  // Loads every stage and tries it on a sample. Fails with a sentence for a person on a bundle that is not whole, that
  // changed while it was read, that a stage refuses, or that does not get the sample through.
  Result<LoadedStages> Load();

 private:
  std::shared_ptr<const config::v1::Config> config_;
  std::vector<StageEntry> rows_;
  std::vector<std::string> paths_;
  SampleTrial trial_;
};

}  // namespace marsad::app
