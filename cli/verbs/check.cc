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
#include "lib/kafka/tools/topics.h"
#include "marsad/config/v1/config.pb.h"
#include "stages/table.h"

namespace marsad::cli {
namespace {

constexpr std::chrono::seconds kPatience{10};

struct CheckOptions {
  std::string config;
  bool offline = false;
};

Result<config::v1::Config> Lint(const std::string& path) {
  Result<config::v1::Config> config = app::LoadConfig(path);
  if (!config) return config;
  if (Result<void> whole = app::CheckConfig(*config, stages::Table()); !whole)
    return Fail(path + ": " + whole.error().message);
  // Loading the stages reads what they were told to read: gazetteer, tables.
  app::StageLoader loader(*config, stages::Table(), stages::Table());
  if (auto loaded = loader.Load(); !loaded) return Fail(path + ": " + loaded.error().message);
  return config;
}

int CheckBroker(const config::v1::Config& config) {
  Result<kafka::TopicReport> report =
      kafka::CheckTopics(PropertiesOf(config), app::PipelineTopics(config, stages::Table()), kPatience);
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
  Result<config::v1::Config> config = Lint(options.config);
  if (!config) {
    Complain(config.error().message);
    return app::kBadConfiguration;
  }
  WriteOut(fmt::format("{}: a valid configuration\n", Inserted(options.config)));
  return options.offline ? app::kOk : CheckBroker(*config);
}

}  // namespace

void AddCheck(CLI::App& app, Command* command) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App* verb =
      app.add_subcommand("check", "Check a configuration strictly, then that Kafka and its topics are fit for it");
  verb->add_option("CONFIG", options->config, "marsad.yaml")->required();
  verb->add_flag("--offline", options->offline, "Connect to nothing");
  verb->footer(
      std::string(
          "Faults are named with file, line, key and what is allowed (exit 2); then what is wrong with brokers and\n"
          "topics (exit 1). Nothing is started and nothing changed.\n\n"
          "Examples:\n  marsad check marsad.yaml\n  marsad check --offline marsad.yaml\n\n") +
      kExitCodes);
  verb->callback([options, command] { *command = [options] { return Check(*options); }; });
}

}  // namespace marsad::cli
