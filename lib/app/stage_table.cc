#include "lib/app/stage_table.h"

#include <algorithm>
#include <set>

#include "marsad/config/v1/config.pb.h"

namespace marsad::app {
namespace {

namespace pb = google::protobuf;
using config::v1::Config;
using config::v1::Topics;

const pb::FieldDescriptor* FieldOf(std::string_view key) {
  return Topics::descriptor()->FindFieldByName(std::string(key));
}

// What `row` writes, but for dead letters.
std::vector<const TopicRow*> Written(const StageEntry& row) {
  std::vector<const TopicRow*> topics = {&row.output};
  if (!row.state.key.empty()) topics.push_back(&row.state);
  return topics;
}

const StageEntry* Find(StageTable table, std::string_view name) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const StageEntry& row) { return row.name == name; });
  return found == table.end() ? nullptr : &*found;
}

int CountLoaders(const StageEntry& row) {
  return (row.load_decoder != nullptr ? 1 : 0) + (row.load_enricher != nullptr ? 1 : 0) +
         (row.load_stateful != nullptr ? 1 : 0) + (row.is_relay ? 1 : 0);
}

// What a stage remembers goes to the partition that its record came from, and must outlast retention.
Result<void> CheckState(const StageEntry& row, const std::string& who) {
  if (row.load_stateful == nullptr) {
    if (row.state_hours != nullptr) return Fail(who + "says how long its state is of use, but has none");
    return row.state.key.empty() ? Result<void>() : Fail(who + "has a topic for state, but a loader that keeps none");
  }
  if (row.state.key.empty()) return Fail(who + "keeps state, but has no topic for it");
  if (!row.state.is_compacted) return Fail(who + "its state would be lost to retention: the topic must be compacted");
  if (row.state.partitions != 0) return Fail(who + "its state needs the partitions of its input: say 0");
  return {};
}

Result<void> CheckRow(const StageEntry& row) {
  const std::string who = "stage table: " + std::string(row.name) + ": ";
  if (row.name.empty()) return Fail("stage table: a stage without a name");
  if (CountLoaders(row) != 1) return Fail(who + "needs exactly one loader");
  if (auto fit = CheckState(row, who); !fit) return fit;
  std::vector<std::string_view> keys = {row.input};
  for (const TopicRow* topic : Written(row)) keys.push_back(topic->key);
  for (const std::string_view key : keys) {
    if (FieldOf(key) != nullptr) continue;
    return Fail(who + "topic \"" + std::string(key) + "\" is not in `topics` of the configuration");
  }
  return {};
}

// Key of the topic of dead letters, which every stage writes.
std::string_view DeadKey() { return Topics::descriptor()->FindFieldByNumber(Topics::kDeadFieldNumber)->name(); }

}  // namespace

Result<void> CheckTable(StageTable table) {
  std::set<std::string_view> names;
  std::set<std::string_view> read;
  std::set<std::string_view> written = {DeadKey()};
  for (const StageEntry& row : table) {
    if (auto fit = CheckRow(row); !fit) return fit;
    const std::string who = "stage table: " + std::string(row.name) + ": ";
    if (!names.insert(row.name).second) return Fail(who + "is there twice");
    read.insert(row.input);
    const auto writer = std::find_if(table.begin(), table.end(),
                                     [&](const StageEntry& other) { return other.output.key == row.input; });
    if (row.input_partitions != 0 && writer != table.end() && writer->output.partitions != row.input_partitions) {
      return Fail(who + "needs " + std::to_string(row.input_partitions) + " partitions, but " +
                  std::string(writer->name) + " writes another number");
    }
    for (const TopicRow* topic : Written(row)) {
      const std::string key(topic->key);
      if (read.contains(topic->key)) return Fail(who + "writes topic \"" + key + "\", which is read before it");
      if (!written.insert(topic->key).second)
        return Fail(who + "writes topic \"" + key + "\", which another one writes");
    }
  }
  return {};
}

std::string StageNames(StageTable table) {
  std::string names;
  for (const StageEntry& row : table) names.append(names.empty() ? "" : ", ").append(row.name);
  return names;
}

Result<std::vector<StageEntry>> SelectStages(StageTable table, std::span<const std::string> names) {
  if (names.empty()) return Fail("stages: none; allowed: " + StageNames(table));
  std::vector<StageEntry> rows;
  for (const std::string& name : names) {
    const StageEntry* row = Find(table, name);
    if (row == nullptr) return Fail("stages: \"" + name + "\" is no stage; allowed: " + StageNames(table));
    if (!rows.empty() && rows.back().output.key != row->input) {
      return Fail("stages: not neighbours in order; allowed: any that follow each other in " + StageNames(table));
    }
    if (!rows.empty() && rows.back().output.partitions != 0) {
      return Fail("stages: " + std::string(rows.back().name) + " writes a topic with partitions of its own, which " +
                  name + " must read from there; allowed: " + name + " in another process");
    }
    rows.push_back(*row);
  }
  const auto keeps_state = [](const StageEntry& row) { return row.load_stateful != nullptr; };
  if (std::count_if(rows.begin(), rows.end(), keeps_state) > 1) {
    return Fail("stages: two that keep state; allowed: one in a process");
  }
  return rows;
}

std::vector<StageEntry> MainChain(StageTable table) {
  std::vector<StageEntry> chain;
  for (const StageEntry& row : table) {
    if (chain.empty() || chain.back().output.key == row.input) chain.push_back(row);
  }
  return chain;
}

int PartitionsOf(const StageEntry& row, const TopicRow& topic) {
  return topic.partitions != 0 ? topic.partitions : row.input_partitions;
}

std::string TopicName(const Topics& topics, std::string_view key) {
  return topics.GetReflection()->GetString(topics, FieldOf(key));
}

std::vector<kafka::TopicNeed> PipelineTopics(const Config& config, StageTable rows) {
  const auto& limits = config.limits();
  std::vector<kafka::TopicNeed> needs;
  const auto add = [&](kafka::TopicNeed need) {
    const auto known =
        std::find_if(needs.begin(), needs.end(), [&](const auto& other) { return other.name == need.name; });
    if (known == needs.end()) {
      needs.push_back(std::move(need));
    } else {
      known->min_partitions = std::max(known->min_partitions, need.min_partitions);
    }
  };
  for (const StageEntry& row : rows) {
    const int64_t input_bytes = row.load_decoder != nullptr ? limits.raw_bytes() : limits.enriched_bytes();
    // A worker without a partition would read back nothing, and be no use before another one dies.
    add({.name = TopicName(config.topics(), row.input),
         .max_record_bytes = static_cast<size_t>(input_bytes),
         .same_partitions = row.input_partitions == 0,
         .partitions = row.input_partitions,
         .min_partitions = row.load_stateful != nullptr ? config.threads() : 0});
    for (const TopicRow* topic : Written(row)) {
      const bool expires = topic == &row.state && row.state_hours != nullptr;
      add({.name = TopicName(config.topics(), topic->key),
           .max_record_bytes = static_cast<size_t>(limits.enriched_bytes()),
           .same_partitions = PartitionsOf(row, *topic) == 0,
           .partitions = PartitionsOf(row, *topic),
           .is_compacted = topic->is_compacted,
           .retention = std::chrono::hours(expires ? row.state_hours(config) : 0)});
    }
  }
  add({.name = config.topics().dead(),
       .max_record_bytes = static_cast<size_t>(limits.dead_bytes()),
       .same_partitions = false});
  return needs;
}

}  // namespace marsad::app
