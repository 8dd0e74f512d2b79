#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "lib/app/config.h"
#include "lib/app/exit_code.h"
#include "lib/app/last_resort.h"
#include "lib/app/log_options.h"
#include "lib/app/service.h"
#include "lib/app/signals.h"
#include "lib/app/stage_loader.h"
#include "lib/base/build_info.h"
#include "lib/telemetry/log.h"
#include "marsad/config/v1/config.pb.h"

namespace marsad::app {
namespace {

using config::v1::Config;

// Kubernetes and systemd are patient for longer; a person is not.
constexpr std::chrono::milliseconds kGrace{4500};
// After the signal, even if the log takes no line.
constexpr std::chrono::milliseconds kLastResort{4900};

constexpr const char* kFooter =
    "Exit codes:\n"
    "  0  ended as asked (SIGTERM, SIGINT); everything processed is committed\n"
    "  1  ended at once by a second signal; Kafka takes back what was not committed\n"
    "  2  configuration or command line; nothing was consumed; a restart does not help\n"
    "  3  another process has the same pipeline, stage and ordinal\n"
    "  4  a call did not come back in time (watchdog_seconds); a restart helps\n"
    "  5  Kafka refuses for good; see the log\n";

struct CommandLine {
  std::string config_file;
  std::vector<std::string> sets;
  bool check = false;
};

int FailStart(const std::string& message) {
  std::fprintf(stderr, "%s\n", message.c_str());
  return kBadConfiguration;
}

// What a valid configuration does not show: an address in use, lists that cannot be read. The log's format is known by now.
int FailStart(const Config& config, const std::string& message) {
  telemetry::Logger(ToLogOptions(config.log())).Error("not_started", {{"error", message}});
  return kBadConfiguration;
}

// The file's name goes before what is wrong with several keys together; one key's own line is named already.
Result<Config> Configure(const CommandLine& line, StageTable table, std::string_view stage) {
  Config config;
  if (!line.config_file.empty()) {
    auto loaded = LoadConfig(line.config_file);
    if (!loaded) return loaded;
    config = std::move(*loaded);
  }
  for (const std::string& set : line.sets) {
    if (auto done = SetConfigValue(set, &config); !done) return tl::unexpected(done.error());
  }
  config.clear_stages();
  config.add_stages(std::string(stage));
  if (auto ok = CheckConfig(config, table); !ok) {
    return Fail((line.config_file.empty() ? "" : line.config_file + ": ") + ok.error().message);
  }
  return config;
}

int Check(const Config& config, StageTable table) {
  const std::vector<std::string> names(config.stages().begin(), config.stages().end());
  const auto rows = SelectStages(table, names);
  if (!rows) return FailStart(rows.error().message);
  if (const auto loaded = StageLoader(config, table, *rows).Load(); !loaded) return FailStart(loaded.error().message);
  std::fputs(DumpConfig(config).c_str(), stdout);
  return kOk;
}

}  // namespace

int RunChain(const Config& config, StageTable table) {
  auto signals = std::make_unique<Signals>();
  auto service = Service::Start(config, table);
  if (!service) return FailStart(config, service.error().message);
  signals->Handle({.stop =
                       [&service](int) {
                         EndWithin(kLastResort, kOk);
                         (*service)->Stop();
                       },
                   .reload = [&service] { (*service)->Reload(); },
                   .last = [&service] { (*service)->Pardon(); },
                   .late = [&service] { _exit((*service)->Abandon()); },
                   .grace = kGrace});
  const int code = (*service)->Wait();
  signals.reset();  // it calls the service
  return code;
}

int RunStage(int argc, char** argv, StageTable table, std::string_view stage) {
  const std::string program = "marsad-" + std::string(stage);
  CommandLine line;
  CLI::App app("Runs the stage " + std::string(stage) + " of Marsad on Kafka until SIGTERM.", program);
  app.add_option("--config", line.config_file, "Configuration, YAML; see deploy/marsad.sample.yaml")->type_name("FILE");
  app.add_option("--set", line.sets, "Set one value over the file, e.g. batch.window_ms=20; may be repeated")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  app.add_flag("--check", line.check, "Check configuration and models, print what is in effect, and end");
  app.set_version_flag("--version", program + " " + std::string(BuildVersion()));
  app.footer(kFooter);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    return FailStart(program + ": " + error.what() + "; try --help");
  }
  const auto config = Configure(line, table, stage);
  if (!config) return FailStart(config.error().message);
  return line.check ? Check(*config, table) : RunChain(*config, table);
}

}  // namespace marsad::app
