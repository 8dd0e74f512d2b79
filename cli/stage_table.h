// The stages that this program can run, in order: the one place that names them all.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "lib/app/service.h"
#include "lib/base/result.h"
#include "lib/pipeline/stage.h"

namespace marsad::cli {

std::span<const app::StageEntry> AllStages();

// Those named in `names`, in the order of the table. Fails on a name that is not in it.
Result<std::vector<app::StageEntry>> FindStages(const std::vector<std::string>& names);

// All stages, loaded, for one thread.
Result<pipeline::Stages> LoadAllStages(const config::v1::Config& config);

}  // namespace marsad::cli
