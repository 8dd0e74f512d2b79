// marsad.yaml, read strictly into marsad.config.v1.Config.
#pragma once

#include <string>
#include <string_view>

#include "lib/app/stage_table.h"
#include "lib/base/result.h"

namespace marsad::config::v1 {
class Config;
}

namespace marsad::app {

// Reads the file at `path` over the defaults. Unknown and repeated keys, wrong types and values out of range fail with
// "FILE:LINE: KEY: what is wrong; what is allowed".
//
// In a value, ${NAME} and ${NAME:-default} are taken from the environment, ${file:PATH} from a file (without the line
// feed at its end), and $${ stands for ${. Secrets (passwords, private keys) may only be given as ${NAME} or ${file:PATH}.
Result<config::v1::Config> LoadConfig(const std::string& path);

// The same for YAML in memory; `name` stands for the file in messages.
Result<config::v1::Config> ParseConfig(std::string_view yaml, const std::string& name);

// Sets one value over `config`, as strictly as the file does. `assignment` is KEY=VALUE with a dotted path, e.g.
// "batch.window_ms=20" or "kafka.bootstrap.servers=localhost:9092"; a list is separated by commas.
Result<void> SetConfigValue(std::string_view assignment, config::v1::Config* config);

// What no single value shows: the ladder of sizes, names, addresses, and that the stages, where any are named, are
// neighbours in `table`. Fails with "KEY: what is wrong; what is allowed".
Result<void> CheckSettings(const config::v1::Config& config, StageTable table);

// That, and what it takes to run: a broker to connect to, no kafka keys that Marsad sets itself, and exactly_once for a
// stage with state, where `stages` names one or names none.
Result<void> CheckConfig(const config::v1::Config& config, StageTable table);

// The configuration as it is in effect, defaults included, one "key = value" a line; secrets as "***".
std::string DumpConfig(const config::v1::Config& config);

// A process's place among its replicas.
struct Ordinal {
  int number = 0;
  bool is_assumed = false;  // nothing says so: replicas that assume it would fence each other
};

// config.ordinal as a number, or if it is "auto" the number at the end of `host_name` ("marsad-tag-3": 3); where there
// is none, 0 is assumed. REQUIRES: CheckConfig().
Ordinal ResolveOrdinal(const config::v1::Config& config, std::string_view host_name);

}  // namespace marsad::app
