// marsad explain: the stages in this process, without Kafka.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "cli/input_file.h"
#include "cli/show/print_article.h"
#include "cli/show/record_json.h"
#include "cli/show/terminal.h"
#include "lib/app/config.h"
#include "lib/app/exit_code.h"
#include "lib/app/stage_set.h"
#include "lib/base/build_info.h"
#include "lib/pipeline/chain.h"
#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/dead_letter.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/table.h"

namespace marsad::cli {
namespace {

struct ExplainOptions {
  std::vector<std::string> files;
  std::string content_type;
  std::string config;
  ColorChoice color = ColorChoice::kAuto;
  bool json = false;
};

// Hears what left no output: an article that was skipped on purpose.
class SkipListener : public pipeline::Observer {
 public:
  void OnStage(const pipeline::StageEvent& event) override {
    if (event.verdict == pipeline::Verdict::kSkipped) reason_ = event.reason;
  }
  std::string TakeReason() { return std::exchange(reason_, {}); }

 private:
  std::string reason_;
};

class Explainer {
 public:
  Explainer(const ExplainOptions& options, const config::v1::Config& config, pipeline::Stages stages)
      : options_(options),
        terminal_(OpenTerminal(1, options.color)),
        journal_(pipeline::NullJournal()),
        chain_(std::move(stages), ChainOptionsOf(config), SystemClock(), *journal_, listener_) {}

  // False if the file, which holds `bytes`, was refused or could not be shown.
  bool Explain(const std::string& file, const std::string& bytes) {
    std::vector<pipeline::Output> outputs = Apply(file, bytes);
    bool all_good = true;
    std::erase_if(outputs, [](const pipeline::Output& output) { return output.lane == pipeline::Lane::kState; });
    for (const pipeline::Output& output : outputs) all_good = Show(file, output) && all_good;
    if (outputs.empty()) Complain(fmt::format("{} was left out: {}", Inserted(file), listener_.TakeReason()));
    return all_good;
  }

  // Once, after all articles, and only for people.
  bool Hint() const {
    constexpr std::string_view kHint =
        "not linked: a name that no list has. Give it an id in a list of your own, desk.tsv: marsad gazetteer --help\n";
    return options_.json || !has_unlinked_ || WriteOut(terminal_.Painted(Paint::kDim, kHint));
  }

 private:
  static pipeline::ChainOptions ChainOptionsOf(const config::v1::Config& config) {
    pipeline::ChainOptions options;
    options.build = BuildVersion();
    options.max_raw_bytes = static_cast<size_t>(config.limits().raw_bytes());
    options.max_enriched_bytes = static_cast<size_t>(config.limits().enriched_bytes());
    options.max_dead_bytes = static_cast<size_t>(config.limits().dead_bytes());
    options.max_output_bytes = static_cast<size_t>(config.limits().output_bytes());
    return options;
  }

  std::vector<pipeline::Output> Apply(const std::string& file, const std::string& bytes) {
    std::optional<std::string> type = options_.content_type.empty() ? ContentTypeOf(file) : options_.content_type;
    std::vector<record::HeaderView> headers;
    if (type) headers.push_back({"content-type", *type});
    pipeline::Input input;
    input.offset = next_;
    next_ = next_.next();
    input.timestamp = Timestamp::FromMillis(SystemClock().UnixMicros() / 1000);
    input.value = bytes;
    input.headers = headers;
    std::vector<pipeline::Output> outputs;
    chain_.Apply(input, &outputs);
    return outputs;
  }

  bool Show(const std::string& file, const pipeline::Output& output) {
    if (output.lane == pipeline::Lane::kDead) return ShowRefusal(file, *output.value);
    v1::EnrichedArticle article;
    article.ParseFromString(*output.value);
    for (const std::string& warning : article.article().input().warnings()) {
      Complain(fmt::format("{}: {}", Inserted(file), Inserted(warning)));
    }
    for (const v1::Entity& entity : article.entities()) has_unlinked_ = has_unlinked_ || entity.id().empty();
    return WriteOut(options_.json ? JsonLine(article) : PrintArticle(article, Detail::kFull, terminal_));
  }

  static bool ShowRefusal(const std::string& file, const std::string& bytes) {
    v1::DeadLetter letter;
    letter.ParseFromString(bytes);
    Complain(fmt::format("{} was {} by {}: {}: {}", Inserted(file), letter.passed_on() ? "refused in part" : "refused",
                         letter.stage(), v1::DeadLetter::Code_Name(letter.code()), Inserted(letter.detail())));
    if (letter.failure_count() > 1) NameFailures(letter);
    return false;
  }

  // Of a file with several articles.
  static void NameFailures(const v1::DeadLetter& letter) {
    for (const v1::DeadLetter::Failure& failure : letter.failures()) {
      Complain(fmt::format("  {} in {}: {}: {}", failure.has_uri() ? Inserted(failure.uri()) : "(no uri)",
                           failure.stage(), v1::DeadLetter::Code_Name(failure.code()), Inserted(failure.detail())));
    }
    const auto named = static_cast<uint64_t>(letter.failures_size());
    if (letter.failure_count() > named) Complain(fmt::format("  and {} more", letter.failure_count() - named));
  }

  const ExplainOptions& options_;
  Terminal terminal_;
  Offset next_{};  // the files are a stream: each is compared with those before it
  bool has_unlinked_ = false;
  SkipListener listener_;
  std::unique_ptr<pipeline::Journal> journal_;
  pipeline::Chain chain_;
};

// As strict as what runs against Kafka, but for the broker, which is not needed.
Result<config::v1::Config> LoadChecked(const std::string& path) {
  if (path.empty()) return config::v1::Config();
  Result<config::v1::Config> config = app::LoadConfig(path);
  if (!config) return config;
  if (Result<void> checked = app::CheckSettings(*config, stages::Table()); !checked)
    return Fail(path + ": " + checked.error().message);
  return config;
}

int Explain(const ExplainOptions& options) {
  Result<config::v1::Config> config = LoadChecked(options.config);
  if (!config) {
    Complain(config.error().message);
    return app::kBadConfiguration;
  }
  const SizeBound bound = {static_cast<size_t>(config->limits().raw_bytes()),
                           "the largest record that decode accepts (limits.raw_bytes)"};
  std::optional<app::StageSet> stages;
  std::optional<Explainer> explainer;
  bool all_good = true;
  for (const std::string& file : options.files) {
    const Result<std::string> bytes = ReadInputFile(file, bound);
    if (!bytes) {
      Complain(bytes.error().message);
      all_good = false;
      continue;
    }
    if (!explainer) {  // so late that a mistyped name is told at once
      Result<app::StageSet> loaded = app::StageSet::Load(*config, app::MainChain(stages::Table()));
      if (!loaded) {
        Complain(loaded.error().message);
        return app::kBadConfiguration;
      }
      stages = *std::move(loaded);
      for (const std::string& note : stages->notes()) Complain("warning: " + note);
      explainer.emplace(options, *config, stages->Make());
    }
    all_good = explainer->Explain(file, *bytes) && all_good;
  }
  if (explainer) all_good = explainer->Hint() && all_good;
  return all_good ? app::kOk : app::kFailed;
}

}  // namespace

void AddExplain(CLI::App& app, Command* command) {
  auto options = std::make_shared<ExplainOptions>();
  CLI::App* verb = app.add_subcommand("explain", "What Marsad makes of articles, without Kafka");
  verb->add_option("FILE", options->files, "Articles; - reads standard input")->required();
  verb->add_flag("--json", options->json, "One EnrichedArticle a line, in protobuf's JSON mapping");
  verb->add_option(
      "--content-type", options->content_type,
      "What the files hold, e.g. 'text/plain; charset=windows-1256'; else by their extension, else guessed");
  verb->add_option("--config", options->config, "Take limits and options of the stages from this marsad.yaml");
  AddColorOption(*verb, &options->color);
  verb->footer(
      std::string("Of several files, each is compared with those before it: copies, versions, corrections, stories.\n\n"
                  "Examples:\n  marsad explain article.txt\n  marsad explain first.json copy.json correction.json\n"
                  "  marsad explain --json *.json | jq .entities[].name\n"
                  "  pbpaste | marsad explain -\n\nWhat is refused is named on standard error; the other files are "
                  "still shown. Names that no list has: marsad gazetteer --help.\n\n") +
      kExitCodes);
  verb->callback([options, command] { *command = [options] { return Explain(*options); }; });
}

}  // namespace marsad::cli
