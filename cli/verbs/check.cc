// marsad check: everything that can be known before anything is started.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/show/terminal.h"
#include "cli/verbs/connection.h"
#include "lib/app/config.h"
#include "lib/app/exit_code.h"
#include "lib/app/stage_loader.h"
#include "lib/app/stage_set.h"
#include "lib/kafka/tools/topics.h"
#include "marsad/config/v1/config.pb.h"
#include "stages/table.h"

namespace marsad::cli {
namespace {

constexpr std::chrono::seconds kPatience{10};

struct CheckOptions {
  std::string config;
  std::vector<std::string> stages;  // of one process; empty: all, as a whole pipeline
  bool offline = false;
};

Result<config::v1::Config> Lint(const std::string& path, app::StageTable rows) {
  Result<config::v1::Config> config = app::LoadConfig(path);
  if (!config) return config;
  if (Result<void> whole = app::CheckConfig(*config, stages::Table()); !whole)
    return Fail(path + ": " + whole.error().message);
  // Loading the stages reads what they were told to read: gazetteer, tables.
  app::StageLoader loader(*config, stages::Table(), rows);
  auto loaded = loader.Load();
  if (!loaded) return Fail(path + ": " + loaded.error().message);
  for (const std::string& note : loaded->set->notes()) Complain("warning: " + note);
  return config;
}

int CheckBroker(const config::v1::Config& config, const std::vector<kafka::TopicNeed>& needs) {
  Result<kafka::TopicReport> report = kafka::CheckTopics(PropertiesOf(config), needs, kPatience);
  if (!report) {
    Complain(report.error().message);
    return app::kFailed;
  }
  for (const std::string& problem : report->problems) Complain(problem);
  for (const std::string& warning : report->warnings) Complain("warning: " + warning);
  if (!report->problems.empty()) return app::kFailed;
  WriteOut(fmt::format("{} broker(s), {} topics: ready\n", report->brokers, report->topics.size()));
  return app::kOk;
}

int Check(const CheckOptions& options) {
  std::vector<app::StageEntry> rows(stages::Table().begin(), stages::Table().end());
  if (!options.stages.empty()) {
    auto selected = app::SelectStages(stages::Table(), options.stages);
    if (!selected) {
      Complain("--" + selected.error().message);
      return app::kBadConfiguration;
    }
    rows = std::move(*selected);
  }
  Result<config::v1::Config> config = Lint(options.config, rows);
  if (!config) {
    Complain(config.error().message);
    return app::kBadConfiguration;
  }
  WriteOut(fmt::format("{}: a valid configuration\n", Inserted(options.config)));
  if (options.offline) return app::kOk;
  // What lies between the stages of one process is not its business, nor within its rights.
  return CheckBroker(*config,
                     options.stages.empty() ? app::PipelineTopics(*config, rows) : app::TopicNeeds(*config, rows));
}

}  // namespace

void AddCheck(CLI::App& app, Command* command) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App* verb =
      app.add_subcommand("check", "Check a configuration strictly, then that Kafka and its topics are fit for it");
  verb->add_option("CONFIG", options->config, "marsad.yaml")->required();
  verb->add_option("--stages", options->stages,
                   "For a process that runs these alone, e.g. tag: no more than its own topics, with its own rights")
      ->delimiter(',');
  verb->add_flag("--offline", options->offline, "Connect to nothing");
  verb->footer(
      std::string(
          "Faults are named with file, line, key and what is allowed (exit 2); then what is wrong with brokers and\n"
          "topics (exit 1). Nothing is started and nothing changed.\n\n"
          "Examples:\n  marsad check marsad.yaml\n  marsad check --offline marsad.yaml\n  marsad check --stages tag "
          "marsad.yaml\n\n") +
      kExitCodes);
  verb->callback([options, command] { *command = [options] { return Check(*options); }; });
}

}  // namespace marsad::cli
