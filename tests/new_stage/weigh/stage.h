// Counts the words of an article. See README.md in this folder.
#pragma once

#include "lib/base/result.h"
#include "lib/pipeline/stage.h"

namespace marsad::config::v1 {
class Config;
}

namespace marsad::weigh {

// Loads and checks everything the stage needs; fails with a sentence that names file, key or value.
Result<pipeline::EnricherFactory> LoadWeigh(const config::v1::Config& config);

}  // namespace marsad::weigh
