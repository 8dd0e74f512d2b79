#include "lib/kafka/session/statistics.h"

#include <simdjson.h>

#include <algorithm>
#include <charconv>

namespace marsad::kafka {
namespace {

namespace dom = simdjson::dom;

int64_t Number(const dom::object& object, std::string_view name, int64_t otherwise) {
  int64_t value = 0;
  return object[name].get(value) == simdjson::SUCCESS ? value : otherwise;
}

// librdkafka's own consumer_lag goes by the offsets that the consumer committed itself; ours commit with the producer's
// transaction, so lag is counted from the position.
int64_t Position(const dom::object& partition) {
  return std::max({Number(partition, "app_offset", -1), Number(partition, "committed_offset", -1),
                   Number(partition, "lo_offset", 0), int64_t{0}});
}

int64_t Lag(const dom::object& partition) {
  const int64_t stable_end = Number(partition, "ls_offset", -1);
  if (stable_end < 0) return 0;
  // After the last record there are only transaction markers: what was fetched up to the end and polled is no lag.
  if (Number(partition, "next_offset", 0) >= stable_end && Number(partition, "fetchq_cnt", 0) == 0) return 0;
  return std::max<int64_t>(stable_end - Position(partition), 0);
}

// librdkafka remembers partitions that were taken away; whoever has them now tells of them.
bool IsHeld(std::string_view fetch_state) {
  return fetch_state != "none" && fetch_state != "stopping" && fetch_state != "stopped";
}

void ReadPartitions(const dom::object& partitions, Statistics* statistics) {
  for (const auto [name, element] : partitions) {
    dom::object partition;
    if (element.get(partition) != simdjson::SUCCESS) continue;
    int32_t number = -1;  // librdkafka keeps records without a partition under "-1"
    std::from_chars(name.data(), name.data() + name.size(), number);
    std::string_view state;
    if (number < 0 || partition["fetch_state"].get(state) != simdjson::SUCCESS || !IsHeld(state)) continue;
    statistics->lags.push_back({Partition(number), Lag(partition), Offset(Position(partition))});
    statistics->fetched_bytes += static_cast<uint64_t>(std::max<int64_t>(Number(partition, "fetchq_size", 0), 0));
  }
}

void ReadBrokers(const dom::object& brokers, Statistics* statistics) {
  for (const auto [name, element] : brokers) {
    dom::object broker;
    if (element.get(broker) != simdjson::SUCCESS) continue;
    std::string_view state;
    if (broker["state"].get(state) != simdjson::SUCCESS || state != "UP") continue;
    // The group's coordinator appears a second time, as a logical broker.
    std::string_view source;
    if (broker["source"].get(source) == simdjson::SUCCESS && source == "logical") continue;
    ++statistics->brokers_up;  // of its "rtt" nothing: most of that is the time for which a fetch waits for records
  }
}

}  // namespace

Statistics ParseStatistics(std::string_view json, std::string_view topic) {
  Statistics statistics;
  dom::parser parser;
  dom::object root;
  if (parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS) return statistics;
  dom::object brokers;
  if (root["brokers"].get(brokers) == simdjson::SUCCESS) ReadBrokers(brokers, &statistics);
  dom::object topics;
  dom::object entry;
  dom::object partitions;
  if (root["topics"].get(topics) != simdjson::SUCCESS || topics[topic].get(entry) != simdjson::SUCCESS ||
      entry["partitions"].get(partitions) != simdjson::SUCCESS) {
    return statistics;
  }
  ReadPartitions(partitions, &statistics);
  std::sort(statistics.lags.begin(), statistics.lags.end(),
            [](const PartitionLag& a, const PartitionLag& b) { return a.partition < b.partition; });
  return statistics;
}

}  // namespace marsad::kafka
