// Finds the named entities of an article. See README.md in this folder.
#pragma once

#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/pipeline/stage.h"

namespace marsad::config::v1 {
class Config;
}

namespace marsad::tag {

// Loads and checks everything the stage needs; fails with a sentence that names file, key or value.
Result<pipeline::EnricherFactory> LoadTag(const config::v1::Config& config);

// The directories of the gazetteer and of the trained models, as far as they are there.
std::vector<std::string> BundlePaths(const config::v1::Config& config);

// That the compiled gazetteer was not used though there is one, and why.
std::vector<std::string> BundleNotes(const config::v1::Config& config);

}  // namespace marsad::tag
