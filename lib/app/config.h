// marsad.yaml, read strictly into marsad.config.v1.Config.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace marsad::config::v1 {
class Config;
}

namespace marsad::app {

// Reads the file at `path` over the defaults. Unknown keys, wrong types and values out of range fail with
// "FILE:LINE: KEY: what is wrong; what is allowed". ${NAME} and ${NAME:-default} are taken from the environment.
Result<config::v1::Config> LoadConfig(const std::string& path);

// The same for YAML in memory; `name` stands for the file in messages.
Result<config::v1::Config> ParseConfig(std::string_view yaml, const std::string& name);

// What no single value shows: the ladder of sizes, the order of stages, kafka keys that Marsad sets itself.
Result<void> CheckConfig(const config::v1::Config& config);

}  // namespace marsad::app
