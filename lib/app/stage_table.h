// Which stages a program can run, in the order of the pipeline: a table that the program gives. This library knows no
// stage's name; what is not in the table is an error.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/kafka/tools/topics.h"
#include "lib/pipeline/stage.h"

namespace marsad::config::v1 {
class Config;
class Topics;
}  // namespace marsad::config::v1

namespace marsad::app {

// A topic that a stage writes.
struct TopicRow {
  std::string_view key{};     // of the topic's name in `topics` of the configuration; empty: there is no such topic
  int partitions = 0;         // 0: as many as the stage's input
  bool is_compacted = false;  // the last record of each key is kept for ever, or as long as the stage says
};

// One stage: its topics, and how it is loaded. Exactly one of the loaders is set, but for a relay. Views are of static
// storage.
struct StageEntry {
  std::string_view name;
  std::string_view input;    // the topic that it reads, by its key in `topics`
  int input_partitions = 0;  // that its input must have, since it looks at all records together; 0: any number
  TopicRow output{};
  TopicRow state{};  // where a stage with state, and no other, keeps it: compacted, with its input's partitions
  // How long state is of use, in hours; null: for ever.
  int64_t (*state_hours)(const config::v1::Config&) = nullptr;
  bool is_relay = false;  // it has no loader: records pass as they are, to a topic with other partitions
  Result<pipeline::DecoderFactory> (*load_decoder)(const config::v1::Config&) = nullptr;
  Result<pipeline::EnricherFactory> (*load_enricher)(const config::v1::Config&) = nullptr;
  Result<pipeline::StatefulFactory> (*load_stateful)(const config::v1::Config&) = nullptr;
  // The files and directories that its bundle is read from, so that it can be swapped while the stage runs; null or none:
  // it has none.
  std::vector<std::string> (*bundle_paths)(const config::v1::Config&) = nullptr;
  // What a person should know of a bundle that can be used, a sentence each; null or none: nothing.
  std::vector<std::string> (*bundle_notes)(const config::v1::Config&) = nullptr;
};

using StageTable = std::span<const StageEntry>;

// Whether the table can be: every stage has a name and a loader of its own and a topic of its own to write, all topics are
// known to the configuration, none is read before it is written, and none has other partitions than who reads it needs.
Result<void> CheckTable(StageTable table);

// "decode, normalize, tag, summarize", for messages.
std::string StageNames(StageTable table);

// The rows of `names`, in their order, as one process can chain them: each reads what the one before it writes. Fails on
// no names, an unknown one, others than such neighbours, one after a topic that has partitions of its own, and two that keep
// state, with what is allowed.
Result<std::vector<StageEntry>> SelectStages(StageTable table, std::span<const std::string> names);

// The stages that an article passes from the first one on, each reading what the one before it writes.
std::vector<StageEntry> MainChain(StageTable table);

// How many partitions `topic`, which `row` writes, must have; 0: as many as the others of the pipeline.
int PartitionsOf(const StageEntry& row, const TopicRow& topic);

// The name of the topic with this key in `topics` of the configuration. REQUIRES: the key is there (CheckTable()).
std::string TopicName(const config::v1::Topics& topics, std::string_view key);

// Every topic that the stages of `rows` read and write, each once, and the dead letters', with what they are needed for.
std::vector<kafka::TopicNeed> PipelineTopics(const config::v1::Config& config, StageTable rows);

}  // namespace marsad::app
