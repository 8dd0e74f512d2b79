// Keeps the sentences that an editor would keep. See README.md in this folder.
#pragma once

#include "lib/base/result.h"
#include "lib/pipeline/stage.h"

namespace marsad::config::v1 {
class Config;
}

namespace marsad::summarize {

// Loads and checks everything the stage needs; fails with a sentence that names file, key or value.
Result<pipeline::EnricherFactory> LoadSummarize(const config::v1::Config& config);

}  // namespace marsad::summarize
