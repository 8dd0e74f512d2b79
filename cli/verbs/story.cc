// marsad story: all that was told of one story.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/command.h"
#include "cli/show/parse_record.h"
#include "cli/show/record_json.h"
#include "cli/show/story_history.h"
#include "cli/validators.h"
#include "cli/verbs/connection.h"
#include "lib/app/exit_code.h"
#include "lib/kafka/tools/reader.h"
#include "marsad/config/v1/config.pb.h"

namespace marsad::cli {
namespace {

constexpr std::chrono::milliseconds kPoll{200};

struct StoryOptions {
  std::string name;
  std::string topic;
  ConnectionOptions connection;
  ColorChoice color = ColorChoice::kAuto;
  bool full = false;
  bool json = false;
};

struct Topic {
  kafka::Properties properties;
  std::string name;
};

// Records that are no enriched articles: without the header content-type, say.
struct PassedOver {
  uint64_t records = 0;
  std::string first;  // its place
};

// Hands on every article that the topic has now.
Result<PassedOver> ReadAll(const Topic& topic, const std::function<void(v1::EnrichedArticle)>& take) {
  kafka::EventSink events;
  auto reader = kafka::OpenReader({.properties = topic.properties, .topic = topic.name, .bounded = true}, events);
  if (!reader) return tl::unexpected(reader.error());
  PassedOver passed_over;
  while (true) {
    Result<std::optional<kafka::ReadRecord>> record = (*reader)->Read(kPoll);
    if (!record) return tl::unexpected(record.error());
    if (!*record && (*reader)->at_end()) return passed_over;
    if (!*record) continue;
    if (auto article = ParseAs<v1::EnrichedArticle>(**record)) {
      take(*std::move(article));
    } else if (passed_over.records++ == 0) {
      passed_over.first = fmt::format("{}:{}", (*record)->partition.number(), (*record)->offset.value());
    }
  }
}

// Every record of the story, in the order of the topic. Twice through it: a story may end in another one long after its first
// article.
Result<std::vector<v1::EnrichedArticle>> RecordsOf(const Topic& topic, const std::string& name) {
  StoryDirectory directory;
  Result<PassedOver> read = ReadAll(topic, [&](const v1::EnrichedArticle& record) { directory.Add(record); });
  if (!read) return tl::unexpected(read.error());
  if (read->records != 0) {
    Complain(fmt::format(
        "{} record{} of {} {} no enriched article by the header content-type and passed over, the first at {}",
        read->records, read->records == 1 ? "" : "s", Inserted(topic.name), read->records == 1 ? "is" : "are",
        read->first));
  }
  const std::optional<std::string> story = directory.Find(name);
  std::vector<v1::EnrichedArticle> records;
  if (!story) return records;
  read = ReadAll(topic, [&](v1::EnrichedArticle record) {
    if (directory.IsIn(record, *story)) records.push_back(std::move(record));
  });
  if (!read) return tl::unexpected(read.error());
  return records;
}

std::string JsonLines(const std::vector<v1::EnrichedArticle>& records) {
  std::string lines;
  for (const v1::EnrichedArticle& record : records) lines += JsonLine(record);
  return lines;
}

int Story(const StoryOptions& options) {
  const Result<config::v1::Config> config = LoadConnection(options.connection);
  if (!config) return Complaining(config.error(), app::kBadConfiguration);
  const Topic topic{PropertiesOf(*config), options.topic.empty() ? config->topics().stories() : options.topic};
  Result<std::vector<v1::EnrichedArticle>> records = RecordsOf(topic, options.name);
  if (!records) return Complaining(records.error(), app::kFailed);
  if (records->empty()) {
    Complain(fmt::format("{} has no story and no article {}; what left the topic is not found any more",
                         Inserted(topic.name), Inserted(options.name)));
    return app::kFailed;
  }
  const HistoryDetail detail = options.full ? HistoryDetail::kFull : HistoryDetail::kAdded;
  const std::string shown =
      options.json ? JsonLines(*records) : PrintHistory(*std::move(records), detail, OpenTerminal(1, options.color));
  return WriteOut(shown) ? app::kOk : app::kFailed;
}

}  // namespace

void AddStory(CLI::App& app, Command* command) {
  auto options = std::make_shared<StoryOptions>();
  CLI::App* verb = app.add_subcommand(
      "story", "All that was told of one story: its articles, their versions, what each added; changes nothing");
  verb->add_option("NAME", options->name, "The id of a story, or the uri of an article in it")
      ->required()
      ->check(NotEmpty());
  AddConnectionOptions(*verb, &options->connection);
  verb->add_option("--topic", options->topic, "Where stories are; else topics.stories, news.stories")
      ->check(NotEmpty());
  verb->add_flag("--full", options->full,
                 "The whole texts, with what they share with earlier ones lit, or in \u27E6 \u27E7");
  verb->add_flag("--json", options->json, "Its records, one a line, in protobuf's JSON mapping");
  AddColorOption(*verb, &options->color);
  verb->footer(std::string("Reads the whole topic twice. Committed records only, joins no group.\n\n"
                           "Examples:\n  marsad story https://example.org/first --bootstrap localhost:9092\n"
                           "  marsad tap news.stories --config marsad.yaml --story https://example.org/first\n\n") +
               kExitCodes);
  verb->callback([options, command] { *command = [options] { return Story(*options); }; });
}

}  // namespace marsad::cli
