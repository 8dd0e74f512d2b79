// Finds structure, language, sentences and tokens of an article. See README.md in this folder.
#pragma once

#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/pipeline/stage.h"

namespace marsad::config::v1 {
class Config;
}

namespace marsad::normalize {

// Loads and checks everything the stage needs; fails with a sentence that names file, key or value.
Result<pipeline::EnricherFactory> LoadNormalize(const config::v1::Config& config);

// The boilerplate table; none if there is none.
std::vector<std::string> BundlePaths(const config::v1::Config& config);

}  // namespace marsad::normalize
