// What the clients of one worker are opened with.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/pipeline/ports.h"

namespace marsad::kafka {

// librdkafka properties by their own names; bootstrap.servers is required.
using Properties = std::map<std::string, std::string>;

enum class Delivery {
  kExactlyOnce,  // outputs and positions commit in one transaction
  kAtLeastOnce,  // outputs are acknowledged, then positions are committed: a crash between the two repeats outputs
};

struct ClientOptions {
  Properties properties{};
  // Ids are built from these: group "<pipeline>-<stage>", transactional id and static member
  // "<pipeline>-<stage>-<ordinal>-<thread>". Two living workers must never share all four.
  std::string pipeline{};
  std::string stage{};
  int ordinal = 0;
  int thread = 0;
  // A restarted worker gets its partitions back without a rebalance. Not for the embedded broker.
  bool static_membership = true;
  Delivery delivery = Delivery::kExactlyOnce;
  std::string input_topic{};
  std::string output_topic{};
  std::string dead_topic{};
  std::string state_topic{};  // of a stateful step; empty: there is none
  // Largest record that is written, key and headers included, in bytes. Reading has room for larger ones.
  size_t max_record_bytes = 17u << 20;
};

// Where records of that lane go; empty: nowhere.
const std::string& TopicOf(const ClientOptions& options, pipeline::Lane lane);

// How long a batch may take: after transaction.timeout.ms its transaction is given up, after max.poll.interval.ms the
// member.
std::chrono::milliseconds BatchLimit(const ClientOptions& options);

// "<pipeline>-<stage>".
std::string GroupId(const ClientOptions& options);
// "<pipeline>-<stage>-<ordinal>-<thread>".
std::string MemberId(const ClientOptions& options);

// Whether `properties` may be used: refuses those that exactly-once rests on and Marsad sets itself
// (enable.auto.commit, enable.auto.offset.store, enable.idempotence, transactional.id, group.id, group.instance.id,
// isolation.level, partition.assignment.strategy, partitioner, allow.auto.create.topics, acks and their aliases),
// requires bootstrap.servers, and has librdkafka judge names and values, certificates and keys. Connects to nothing.
Result<void> CheckProperties(const Properties& properties);
// The same of one property; the message does not repeat its name.
Result<void> CheckProperty(const std::string& name, const std::string& value);

// "librdkafka 2.0.2".
std::string LibraryVersion();
// A sentence for each known defect of this librdkafka with `properties`.
std::vector<std::string> LibraryDefects(const Properties& properties);

}  // namespace marsad::kafka
