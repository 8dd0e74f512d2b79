// Finds the named entities of an article. See README.md in this folder.
#pragma once

#include <string>

#include "lib/base/result.h"
#include "lib/pipeline/stage.h"

namespace marsad::config::v1 {
class Config;
}

namespace marsad::tag {

// Loads and checks everything the stage needs; fails with a sentence that names file, key or value.
Result<pipeline::EnricherFactory> LoadTag(const config::v1::Config& config);

// The directory of the gazetteer; empty if it is the installed one and that cannot be found out.
std::string BundlePath(const config::v1::Config& config);

}  // namespace marsad::tag
