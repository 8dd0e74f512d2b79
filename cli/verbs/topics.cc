// marsad topics: make and list the topics of a pipeline.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/dead/ledger.h"
#include "cli/show/terminal.h"
#include "cli/verbs/connection.h"
#include "lib/app/exit_code.h"
#include "lib/kafka/tools/topics.h"
#include "marsad/config/v1/config.pb.h"
#include "stages/table.h"

namespace marsad::cli {
namespace {

constexpr std::chrono::seconds kPatience{30};
// Room for key, headers and the batch around the largest record.
constexpr size_t kRoomForBatch = 64 << 10;

struct TopicsOptions {
  ConnectionOptions connection;
  int partitions = 0;  // not given
  int replication = -1;
};

constexpr int kPartitions = 6;

// With the receipts of redrives, which no stage needs.
std::vector<kafka::TopicNeed> AllTopics(const config::v1::Config& config) {
  std::vector<kafka::TopicNeed> needs = app::PipelineTopics(config, stages::Table());
  needs.push_back({.name = LedgerTopic(config.topics().dead()), .same_partitions = false});
  return needs;
}

// As many as the pipeline's topics have already, since all of one pipeline need as many.
Result<int> Partitions(const TopicsOptions& options, const config::v1::Config& config) {
  std::vector<kafka::TopicNeed> alike = app::PipelineTopics(config, stages::Table());
  std::erase_if(alike, [](const kafka::TopicNeed& need) { return !need.same_partitions; });
  Result<kafka::TopicReport> report = kafka::CheckTopics(PropertiesOf(config), alike, kPatience);
  if (!report) return tl::unexpected(report.error());
  const auto other = report->topics.begin();
  if (other == report->topics.end()) return options.partitions > 0 ? options.partitions : kPartitions;
  if (options.partitions == 0 || options.partitions == other->partitions) return other->partitions;
  return Fail(fmt::format("--partitions {}: topic {} has {} already, and topics of one pipeline need as many",
                          options.partitions, other->name, other->partitions));
}

// Segments of an hour: only such as are closed are compacted and deleted.
void SetRetention(const kafka::TopicNeed& need, kafka::Properties* configs) {
  const std::chrono::milliseconds retention = need.retention;
  (*configs)["cleanup.policy"] = retention.count() == 0 ? "compact" : "compact,delete";
  if (retention.count() == 0) return;
  (*configs)["retention.ms"] = std::to_string(retention.count());
  (*configs)["message.timestamp.type"] = "LogAppendTime";
  (*configs)["segment.ms"] = std::to_string(std::chrono::milliseconds(std::chrono::hours(1)).count());
}

int Create(const TopicsOptions& options) {
  Result<config::v1::Config> config = LoadConnection(options.connection);
  if (!config) return Complaining(config.error(), app::kBadConfiguration);
  Result<int> partitions = Partitions(options, *config);
  if (!partitions) return Complaining(partitions.error(), app::kFailed);
  std::vector<kafka::NewTopic> topics;
  std::string others;  // that have another number of partitions, whatever is asked for
  for (const kafka::TopicNeed& need : AllTopics(*config)) {
    topics.push_back({.name = need.name,
                      .partitions = need.partitions > 0 ? need.partitions : *partitions,
                      .replication_factor = options.replication,
                      .configs = {{"max.message.bytes", std::to_string(need.max_record_bytes + kRoomForBatch)}}});
    if (need.is_compacted) SetRetention(need, &topics.back().configs);
    if (topics.back().partitions != *partitions) {
      others += fmt::format("{} {} with {}", others.empty() ? ";" : ",", need.name, need.partitions);
    }
  }
  Result<void> created = kafka::CreateTopics(PropertiesOf(*config), topics, kPatience);
  if (!created) return Complaining(created.error(), app::kFailed);
  WriteOut(fmt::format("{} topics are there, with {} partitions{}\n", topics.size(), *partitions, others));
  return app::kOk;
}

int List(const TopicsOptions& options) {
  Result<config::v1::Config> config = LoadConnection(options.connection);
  if (!config) return Complaining(config.error(), app::kBadConfiguration);
  Result<kafka::TopicReport> report = kafka::CheckTopics(PropertiesOf(*config), AllTopics(*config), kPatience);
  if (!report) return Complaining(report.error(), app::kFailed);
  std::string table =
      fmt::format("{:<32}{:>10}{:>9}{:>15}{:>9}\n", "topic", "partitions", "replicas", "largest record", "in sync");
  for (const kafka::TopicInfo& topic : report->topics) {
    table += fmt::format("{:<32}{:>10}{:>9}{:>15}{:>9}\n", topic.name, topic.partitions, topic.replicas,
                         topic.max_message_bytes == 0 ? "?" : std::to_string(topic.max_message_bytes),
                         topic.min_insync_replicas == 0 ? "?" : std::to_string(topic.min_insync_replicas));
  }
  WriteOut(table);
  for (const std::string& problem : report->problems) Complain(problem);
  for (const std::string& warning : report->warnings) Complain("warning: " + warning);
  return report->problems.empty() ? app::kOk : app::kFailed;
}

}  // namespace

void AddTopics(CLI::App& app, Command* command) {
  auto options = std::make_shared<TopicsOptions>();
  CLI::App* verb = app.add_subcommand("topics", "Make and list the topics of a pipeline");
  verb->require_subcommand(1);
  CLI::App* create = verb->add_subcommand("create", "Make those that are missing; what is there is left as it is");
  AddConnectionOptions(*create, &options->connection);
  create
      ->add_option("--partitions", options->partitions,
                   "Of each topic, all alike; as many workers can share a stage (default: as the others, else 6)")
      ->check(CLI::Range(1, 10000));
  create
      ->add_option("--replication", options->replication,
                   "Copies of each partition; 3 in production (default: the broker's)")
      ->check(CLI::Range(1, 100));
  create->callback([options, command] { *command = [options] { return Create(*options); }; });
  CLI::App* list = verb->add_subcommand("list", "The pipeline's topics, and what is wrong with them");
  AddConnectionOptions(*list, &options->connection);
  list->callback([options, command] { *command = [options] { return List(*options); }; });
  verb->footer(std::string("Examples:\n  marsad topics create --config marsad.yaml --partitions 12 --replication 3\n"
                           "  marsad topics list --bootstrap localhost:9092\n\n") +
               kExitCodes);
}

}  // namespace marsad::cli
