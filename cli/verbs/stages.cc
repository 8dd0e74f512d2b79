// marsad stages: the table of stages, for people and for scripts.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>
#include <string>

#include "cli/command.h"
#include "cli/show/terminal.h"
#include "lib/app/config.h"
#include "lib/app/exit_code.h"
#include "marsad/config/v1/config.pb.h"
#include "stages/table.h"

namespace marsad::cli {
namespace {

std::string Describe(const config::v1::Topics& topics, const app::StageEntry& stage, const app::TopicRow& row) {
  if (row.key.empty()) return "-";
  std::string shown = app::TopicName(topics, row.key);
  if (const int partitions = app::PartitionsOf(stage, row); partitions > 0) shown += fmt::format(" ({})", partitions);
  return row.is_compacted ? shown + " (compacted)" : shown;
}

int Stages(const std::string& path) {
  Result<config::v1::Config> config = path.empty() ? config::v1::Config() : app::LoadConfig(path);
  if (!config) {
    Complain(config.error().message);
    return app::kBadConfiguration;
  }
  if (Result<void> checked = app::CheckSettings(*config, stages::Table()); !checked) {
    Complain(path + ": " + checked.error().message);
    return app::kBadConfiguration;
  }
  const config::v1::Topics& topics = config->topics();
  std::string table = fmt::format("{:<12}{:<24}{:<24}{}\n", "stage", "reads", "writes", "keeps");
  for (const app::StageEntry& row : stages::Table()) {
    table += fmt::format("{:<12}{:<24}{:<24}{}\n", row.name, app::TopicName(topics, row.input),
                         Describe(topics, row, row.output), Describe(topics, row, row.state));
  }
  return WriteOut(table) ? app::kOk : app::kFailed;
}

}  // namespace

void AddStages(CLI::App& app, Command* command) {
  auto config = std::make_shared<std::string>();
  CLI::App* verb = app.add_subcommand("stages", "The stages that there are, in order, with the topics that they use");
  verb->add_option("--config", *config, "marsad.yaml: names of topics");
  verb->footer(
      std::string("Every stage also writes the topic of dead letters. A number in parentheses is of partitions, "
                  "where the topic must have so many.\n\nExample:\n  marsad stages\n\n") +
      kExitCodes);
  verb->callback([config, command] { *command = [config] { return Stages(*config); }; });
}

}  // namespace marsad::cli
