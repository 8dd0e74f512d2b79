// marsad tap: what passes through a topic, decoded.
#include <fmt/format.h>
#include <google/protobuf/util/time_util.h>
#include <CLI/CLI.hpp>

#include <charconv>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "cli/command.h"
#include "cli/show/record_filter.h"
#include "cli/show/show_record.h"
#include "cli/validators.h"
#include "cli/verbs/connection.h"
#include "lib/app/exit_code.h"
#include "lib/base/clock.h"
#include "lib/kafka/tools/reader.h"
#include "marsad/config/v1/config.pb.h"

namespace marsad::cli {
namespace {

constexpr std::chrono::milliseconds kPoll{200};

struct TapOptions {
  std::string topic;
  ConnectionOptions connection;
  std::string from = "end";
  uint64_t limit = 0;
  double seconds = 0;
  bool stop_at_end = false;
  ShowOptions show;
  RecordFilter filter;
  ColorChoice color = ColorChoice::kAuto;
};

Result<kafka::ReadFrom> ParseFrom(const std::string& from) {
  using Kind = kafka::ReadFrom::Kind;
  if (from == "beginning") return kafka::ReadFrom{Kind::kBeginning};
  if (from == "end") return kafka::ReadFrom{Kind::kEnd};
  for (const auto& [prefix, kind] :
       {std::pair<std::string_view, Kind>{"offset:", Kind::kOffset}, {"last:", Kind::kTail}}) {
    if (!from.starts_with(prefix)) continue;
    kafka::ReadFrom place{kind};
    const char* end = from.data() + from.size();
    auto [stopped, error] = std::from_chars(from.data() + prefix.size(), end, place.value);
    if (error == std::errc() && stopped == end && place.value >= 0) return place;
  }
  google::protobuf::Timestamp moment;
  if (from.starts_with("time:") && google::protobuf::util::TimeUtil::FromString(from.substr(5), &moment)) {
    return kafka::ReadFrom{Kind::kTime, google::protobuf::util::TimeUtil::TimestampToMilliseconds(moment)};
  }
  return Fail("--from " + Inserted(from) +
              ": beginning, end, last:N, offset:N or time:2026-11-03T09:00:00Z is allowed");
}

// Records that the filters could not be asked of. The first is told at once, for most taps end with a signal.
class PassedOver {
 public:
  void Hear(const kafka::ReadRecord& record, const RecordFilter& filter) {
    const std::optional<std::string> why = WhyPassedOver(record, filter);
    if (!why || ++count_ > 1) return;
    Complain(fmt::format("{}:{} is passed over: {}, so that no filter by what an article holds can be asked of it",
                         record.partition.number(), record.offset.value(), *why));
  }
  void Tell() const {
    if (count_ > 1) Complain(fmt::format("{} records were passed over so, that one included", count_));
  }

 private:
  uint64_t count_ = 0;
};

// Reads until one of the limits is reached.
int Follow(const TapOptions& options, kafka::Reader& reader, PassedOver* passed_over) {
  RecordFilter filter = options.filter;
  Terminal terminal = OpenTerminal(1, options.color);
  auto deadline = SystemClock().Now() + std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                                            std::chrono::duration<double>(options.seconds));
  for (uint64_t shown = 0; options.limit == 0 || shown < options.limit;) {
    if (options.seconds > 0 && SystemClock().Now() >= deadline) return app::kOk;
    Result<std::optional<kafka::ReadRecord>> record = reader.Read(kPoll);
    if (!record) {
      Complain(record.error().message);
      return app::kFailed;
    }
    if (*record && !Passes(**record, filter)) {
      passed_over->Hear(**record, filter);
      continue;
    }
    if (*record) {
      ++shown;
      FollowStories(**record, &filter);
      if (!WriteOut(ShowRecord(**record, options.show, terminal))) return app::kFailed;
    } else if (options.stop_at_end && reader.at_end()) {
      return app::kOk;
    }
  }
  return app::kOk;
}

int Tap(const TapOptions& options) {
  Result<kafka::ReadFrom> from = ParseFrom(options.from);
  Result<config::v1::Config> config = LoadConnection(options.connection);
  if (!from || !config) {
    Complain(!from ? from.error().message : config.error().message);
    return app::kBadConfiguration;
  }
  kafka::EventSink events;
  Result<std::unique_ptr<kafka::Reader>> reader =
      kafka::OpenReader({PropertiesOf(*config), options.topic, *from}, events);
  if (!reader) {
    Complain(reader.error().message);
    return app::kFailed;
  }
  PassedOver passed_over;
  const int code = Follow(options, **reader, &passed_over);
  passed_over.Tell();
  return code;
}

}  // namespace

void AddTap(CLI::App& app, Command* command) {
  auto options = std::make_shared<TapOptions>();
  CLI::App* verb =
      app.add_subcommand("tap", "Show what passes through a topic, decoded; changes nothing, joins no group");
  verb->add_option("TOPIC", options->topic, "e.g. news.enriched")->required()->check(NotEmpty());
  AddConnectionOptions(*verb, &options->connection);
  verb->add_option(
      "--from", options->from,
      "beginning, end (default), offset:N, time:2026-11-03T09:00:00Z, or last:N: the last N places of each "
      "partition, where the end of a transaction takes one too");
  verb->add_option("--limit", options->limit, "Stop after so many records")->check(AboveZero());
  verb->add_option("--duration", options->seconds, "Stop after so many seconds")->check(AboveZero());
  verb->add_flag("--stop-at-end", options->stop_at_end, "Stop where there is no more for now");
  verb->add_option("--key", options->filter.keys, "Only these keys; each of these options may be repeated");
  verb->add_option("--entity", options->filter.entities, "Only articles that name this: an id (Q7747) or a name");
  verb->add_option("--language", options->filter.languages, "Only articles in this language, e.g. ar");
  verb->add_option("--source", options->filter.sources, "Only articles of this source: its name or address");
  verb->add_option("--story", options->filter.stories,
                   "Only articles of this story, by its id, also after others ended in it")
      ->check(NotEmpty());
  verb->add_flag("--json", options->show.json, "One record a line, in protobuf's JSON mapping");
  verb->add_flag("--raw", options->show.raw, "Values as they are, each followed by a line feed");
  verb->add_flag("--full", options->show.full, "The whole text of each article");
  AddColorOption(*verb, &options->color);
  verb->footer(std::string("Committed records only. Controls in texts are shown escaped, but for --json and --raw.\n\n"
                           "Examples:\n  marsad tap news.enriched --bootstrap localhost:9092\n"
                           "  marsad tap news.dead --config marsad.yaml --from beginning --stop-at-end\n"
                           "  marsad tap news.enriched --config marsad.yaml --json --limit 10 | jq .article.title\n"
                           "  marsad tap news.enriched --config marsad.yaml --language ar --entity Q7747\n"
                           "  marsad tap news.stories --config marsad.yaml --story https://example.org/first\n\n") +
               kExitCodes);
  verb->callback([options, command] { *command = [options] { return Tap(*options); }; });
}

}  // namespace marsad::cli
