// Says of each article what it is to those before it, and which story it belongs to. See README.md in this folder.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/pipeline/stage.h"
#include "stages/cluster/fold.h"

namespace marsad::config::v1 {
class Config;
}

namespace marsad::cluster {

// Loads and checks everything the stage needs; fails with a sentence that names file, key or value.
Result<pipeline::StatefulFactory> LoadCluster(const config::v1::Config& config);

// How long a state record is of use, in hours.
int64_t StateHours(const config::v1::Config& config);

// For tests: one that decides with this model. `bundle` names it in StageRun and state records.
std::unique_ptr<pipeline::Stateful> MakeCluster(std::shared_ptr<const ClusterModel> model, std::string bundle,
                                                const ClusterLimits& limits = {});

}  // namespace marsad::cluster
