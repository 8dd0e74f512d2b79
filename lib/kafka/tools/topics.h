// Topics: are they there and fit for us, and making them.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/kafka/options.h"

namespace marsad::kafka {

// What a topic is needed for.
struct TopicNeed {
  std::string name{};
  size_t max_record_bytes = 0;  // largest record that is written to it; 0: it is only read
  bool same_partitions = true;  // of one pipeline: must have as many partitions as the others, to keep order per key
  int partitions = 0;           // that it must have; 0: any number
  int min_partitions = 0;       // that it must have at least: one for each thread of a stage with state
  bool is_compacted = false;    // must be: its records would be lost to retention
  std::chrono::hours retention{0};  // of a compacted one, how long its records are of use; 0: for ever
};

struct TopicInfo {
  std::string name{};
  int partitions = 0;
  int replicas = 0;               // of the partition that has fewest
  int64_t max_message_bytes = 0;  // 0: the broker does not tell
  int min_insync_replicas = 0;    // 0: the broker does not tell
  std::string cleanup_policy{};   // "delete", "compact" or both; empty: the broker does not tell
  std::chrono::milliseconds retention{
      0};  // of records where the policy is to delete; -1: for ever; 0: the broker does not tell
};

struct TopicReport {
  int brokers = 0;
  std::vector<TopicInfo> topics;
  std::vector<std::string> problems;  // a sentence each; work cannot start with them
  std::vector<std::string> warnings;  // a sentence each; work can start, durability or speed suffers
};

// Asks the cluster. Fails if no broker answers within `timeout`, naming the servers and the last reason.
Result<TopicReport> CheckTopics(const Properties& properties, const std::vector<TopicNeed>& needs,
                                std::chrono::milliseconds timeout);

struct NewTopic {
  std::string name{};
  int partitions = 1;
  int replication_factor = -1;  // -1: the broker's default
  Properties configs{};         // e.g. max.message.bytes
};

// Creates those that are missing; one that is there is left as it is. Fails on the first refusal.
Result<void> CreateTopics(const Properties& properties, const std::vector<NewTopic>& topics,
                          std::chrono::milliseconds timeout);

}  // namespace marsad::kafka
