// Tries newly loaded stages on a sample, before a record of anybody's depends on them.
#pragma once

#include <string>
#include <vector>

#include "lib/app/stage_set.h"

namespace marsad::app {

class SampleTrial {
 public:
  // `table` is the program's: the stages before those that are tried prepare the sample.
  SampleTrial(StageTable table, StageTable rows)
      : table_(table.begin(), table.end()), rows_(rows.begin(), rows.end()) {}

  // Whether the sample passes `set` whole. The first call loads what prepares the sample, with the defaults of their
  // options, and keeps the prepared sample alone. If that cannot be done, it fails with why.
  Result<void> Try(const StageSet& set);

 private:
  Result<std::string> Prepare() const;

  std::vector<StageEntry> table_;
  std::vector<StageEntry> rows_;
  std::string sample_;  // what comes into the first of `rows_`; empty: not prepared yet
};

}  // namespace marsad::app
