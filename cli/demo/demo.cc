// marsad demo: the whole pipeline in one process, on sample articles or on the user's own.
#include <fmt/format.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <array>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/demo/files.h"
#include "cli/demo/pipeline.h"
#include "cli/demo/runner.h"
#include "cli/demo/screen.h"
#include "cli/show/terminal.h"
#include "lib/app/exit_code.h"
#include "stages/table.h"

namespace marsad::cli {
namespace {

namespace fs = std::filesystem;

struct DemoOptions {
  std::vector<std::string> files;
  std::string out = "demo-out";
  int timeout_seconds = 90;
  bool quiet = false;
  ColorChoice color = ColorChoice::kAuto;
};

// A directory that goes with the object.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string name = (fs::temp_directory_path() / "marsad-demo-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) path_ = name;
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  // Empty if it could not be made.
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

int FailWith(const std::string& message, int code = app::kFailed) {
  Complain(message);
  return code;
}

Result<DemoReport> RunOnce(const DemoOptions& options, const std::vector<Item>& items, Tracker* tracker,
                           Screen* screen) {
  TemporaryDirectory state;
  if (state.path().empty()) return Fail("cannot make a temporary directory in " + fs::temp_directory_path().string());
  screen->Say(fmt::format("Starting a broker and {} stages in this process ...", stages::Table().size()));
  Result<std::unique_ptr<DemoPipeline>> pipeline = DemoPipeline::Start(state.path());
  if (!pipeline) return tl::unexpected(pipeline.error());
  DemoHooks hooks{[&](const Arrival& arrival) { screen->ShowArrival(arrival); },
                  [&](const Progress& progress) { screen->ShowProgress(progress); }};
  Result<DemoReport> report = RunDemo(**pipeline, items, tracker, hooks, std::chrono::seconds(options.timeout_seconds));
  screen->EndProgress();
  if (Result<void> stopped = (*pipeline)->Stop(); !stopped) return tl::unexpected(stopped.error());
  return report;
}

int Demo(const DemoOptions& options) {
  Result<std::vector<Item>> items = options.files.empty() ? LoadSamples() : LoadFiles(options.files);
  if (!items) return FailWith(items.error().message, app::kBadConfiguration);
  std::error_code error;
  fs::create_directories(options.out, error);
  if (error) return FailWith(fmt::format("cannot make the directory {}: {}", Inserted(options.out), error.message()));
  Screen screen(OpenTerminal(1, options.color), options.quiet);
  Tracker tracker(*items);
  Result<DemoReport> report = RunOnce(options, *items, &tracker, &screen);
  if (!report) return FailWith(report.error().message);
  if (Result<void> written = WriteFiles(*report, options.out); !written) return FailWith(written.error().message);
  screen.ShowEnd(*report, options.out);
  std::vector<std::string> problems = tracker.Problems();
  for (const std::string& problem : problems) Complain(problem);
  if (problems.empty()) return app::kOk;
  return FailWith(fmt::format("{} of {} records did not come out as they should{}", problems.size(), items->size(),
                              tracker.complete() ? "" : fmt::format(" within {} s", options.timeout_seconds)));
}

}  // namespace

void AddDemo(CLI::App& app, Command* command) {
  auto options = std::make_shared<DemoOptions>();
  CLI::App* verb = app.add_subcommand("demo", "The whole pipeline in this process, on sample articles or your own");
  verb->add_option("FILE", options->files, "Articles of your own, text or JSON, instead of the samples");
  verb->add_option("--out", options->out,
                   "Directory for enriched.jsonl, enriched.binpb, dead.jsonl and demo.html (default demo-out)");
  verb->add_option("--timeout", options->timeout_seconds, "Seconds to wait for all outcomes (default 90)")
      ->check(CLI::Range(1, 3600));
  verb->add_flag("--quiet", options->quiet, "Do not print the articles");
  AddColorOption(*verb, &options->color);
  verb->footer("The broker is librdkafka's mock cluster, reached over real sockets; " +
               app::StageNames(stages::Table()) +
               std::string(" run as\n"
                           "they do against Kafka. It is for trying: it does not hide aborted transactions, fences "
                           "nobody, forgets what is\n"
                           "beyond some 16 MB, takes records up to 1 MB and ends with the program.\n\n"
                           "Examples:\n  marsad demo\n  marsad demo my-article.txt feed/*.json --out /tmp/tried\n\n") +
               kExitCodes);
  verb->callback([options, command] { *command = [options] { return Demo(*options); }; });
}

}  // namespace marsad::cli
