// marsad run: stages of the pipeline in this process, against Kafka.
#include <CLI/CLI.hpp>

#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
#include "lib/app/config.h"
#include "lib/app/exit_code.h"
#include "lib/app/service.h"
#include "marsad/config/v1/config.pb.h"
#include "stages/table.h"

namespace marsad::cli {
namespace {

// "a,b,c", as --stages takes them.
std::string Joined(const std::vector<app::StageEntry>& rows) {
  std::string joined;
  for (const app::StageEntry& row : rows) joined.append(joined.empty() ? "" : ",").append(row.name);
  return joined;
}

// Those that one process can chain: up to the first one that writes a topic with partitions of its own.
std::vector<app::StageEntry> LongestChain() {
  std::vector<app::StageEntry> rows;
  for (const app::StageEntry& row : app::MainChain(stages::Table())) {
    rows.push_back(row);
    if (row.output.partitions != 0) break;
  }
  return rows;
}

struct RunOptions {
  std::string config;
  std::vector<std::string> stages;
  std::vector<std::string> settings;
};

Result<config::v1::Config> Load(const RunOptions& options) {
  Result<config::v1::Config> config = app::LoadConfig(options.config);
  if (!config) return config;
  for (const std::string& setting : options.settings) {
    if (Result<void> set = app::SetConfigValue(setting, &*config); !set) return tl::unexpected(set.error());
  }
  if (!options.stages.empty()) config->mutable_stages()->Assign(options.stages.begin(), options.stages.end());
  if (config->stages().empty()) {
    return Fail("which stages? Give --stages; allowed: neighbours in " + app::StageNames(stages::Table()));
  }
  if (Result<void> whole = app::CheckConfig(*config, stages::Table()); !whole)
    return Fail(options.config + ": " + whole.error().message);
  return config;
}

int RunStages(const RunOptions& options) {
  Result<config::v1::Config> config = Load(options);
  if (!config) {
    Complain(config.error().message);
    return app::kBadConfiguration;
  }
  return app::RunChain(*config, stages::Table());
}

}  // namespace

void AddRun(CLI::App& app, Command* command) {
  auto options = std::make_shared<RunOptions>();
  CLI::App* verb = app.add_subcommand("run", "Run stages against Kafka, chained in this process");
  verb->add_option("--config", options->config, "marsad.yaml")->required();
  verb->add_option("--stages", options->stages,
                   "Neighbours in the order " + app::StageNames(stages::Table()) + "; else the configuration's")
      ->delimiter(',');
  verb->add_option("--set", options->settings,
                   "One value over the file's, e.g. batch.window_ms=20; may be given several times")
      ->allow_extra_args(false);
  verb->footer(
      std::string("A chain skips the topics in between: the same records, fewer hops. SIGTERM ends it in order.\n\n"
                  "Examples:\n  marsad run --config marsad.yaml --stages ") +
      Joined(LongestChain()) + "\n  marsad run --config marsad.yaml --stages " +
      std::string(stages::Table().front().name) + " --set threads=4\n\n" + kExitCodes);
  verb->callback([options, command] { *command = [options] { return RunStages(*options); }; });
}

}  // namespace marsad::cli
