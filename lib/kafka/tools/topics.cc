#include "lib/kafka/tools/topics.h"

#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "lib/kafka/tools/admin.h"

namespace marsad::kafka {
namespace {

using std::chrono::milliseconds;

// A broker that answered just now tells its topics' configuration at once, or never will (the embedded one).
constexpr milliseconds kDescribeLimit{2000};

Result<Owned<const struct rd_kafka_metadata>> Metadata(Admin& admin) {
  const struct rd_kafka_metadata* metadata = nullptr;
  // All topics, since asking for one by name may create it on a broker that creates topics by itself.
  const rd_kafka_resp_err_t code = rd_kafka_metadata(admin.get(), 1, nullptr, &metadata, admin.timeout_ms());
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return admin.NoAnswer(code);
  return Owned<const struct rd_kafka_metadata>(metadata, rd_kafka_metadata_destroy);
}

const rd_kafka_metadata_topic* FindTopic(const struct rd_kafka_metadata& metadata, const std::string& name) {
  for (int i = 0; i < metadata.topic_cnt; ++i) {
    if (metadata.topics[i].topic == name) return &metadata.topics[i];
  }
  return nullptr;
}

using Entries = std::span<const rd_kafka_ConfigEntry_t* const>;

// Configuration entry `name`; empty if the broker does not tell.
std::string_view ConfigText(Entries entries, std::string_view name) {
  for (const rd_kafka_ConfigEntry_t* entry : entries) {
    const char* value = rd_kafka_ConfigEntry_value(entry);
    if (rd_kafka_ConfigEntry_name(entry) == name && value != nullptr) return value;
  }
  return {};
}

// The same as a number; 0 if the broker does not tell.
int64_t ConfigNumber(Entries entries, std::string_view name) {
  const std::string_view value = ConfigText(entries, name);
  int64_t number = 0;
  std::from_chars(value.data(), value.data() + value.size(), number);
  return number;
}

// Fills in sizes and minima; a broker that refuses to tell (older, or without the right) leaves them 0.
void DescribeConfigs(const Admin& admin, std::vector<TopicInfo>* topics) {
  if (topics->empty()) return;
  std::vector<rd_kafka_ConfigResource_t*> wanted;
  for (const TopicInfo& topic : *topics) {
    wanted.push_back(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.name.c_str()));
  }
  const auto options = admin.Options(RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, kDescribeLimit);
  rd_kafka_DescribeConfigs(admin.get(), wanted.data(), wanted.size(), options.get(), admin.queue());
  rd_kafka_ConfigResource_destroy_array(wanted.data(), wanted.size());
  const auto event = admin.Answer(kDescribeLimit);
  if (!event) return;
  size_t count = 0;
  const rd_kafka_ConfigResource_t** resources =
      rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(event.get()), &count);
  for (size_t i = 0; i < count; ++i) {
    const std::string_view name = rd_kafka_ConfigResource_name(resources[i]);
    const auto topic = std::find_if(topics->begin(), topics->end(), [&](const TopicInfo& t) { return t.name == name; });
    if (topic == topics->end() || rd_kafka_ConfigResource_error(resources[i]) != RD_KAFKA_RESP_ERR_NO_ERROR) continue;
    size_t entry_count = 0;
    const rd_kafka_ConfigEntry_t** configs = rd_kafka_ConfigResource_configs(resources[i], &entry_count);
    const Entries entries(configs, entry_count);
    topic->max_message_bytes = ConfigNumber(entries, "max.message.bytes");
    topic->min_insync_replicas = static_cast<int>(ConfigNumber(entries, "min.insync.replicas"));
    topic->cleanup_policy = ConfigText(entries, "cleanup.policy");
    topic->retention = milliseconds(ConfigNumber(entries, "retention.ms"));
  }
}

TopicInfo Describe(const rd_kafka_metadata_topic& topic) {
  TopicInfo info;
  info.name = topic.topic;
  info.partitions = topic.partition_cnt;
  for (int i = 0; i < topic.partition_cnt; ++i) {
    const int replicas = topic.partitions[i].replica_cnt;
    info.replicas = i == 0 ? replicas : std::min(info.replicas, replicas);
  }
  return info;
}

// What a compacted topic holds must stay as long as it is of use, and should not stay for ever if that is not for ever.
void CompareRetention(const TopicInfo& topic, const TopicNeed& need, TopicReport* report) {
  const bool deletes = topic.cleanup_policy.find("delete") != std::string::npos;
  const bool compacts = topic.cleanup_policy.find("compact") != std::string::npos;
  const milliseconds wanted = need.retention;
  if (topic.cleanup_policy.empty() || (compacts && !deletes && wanted == milliseconds(0))) return;
  const std::string fit = wanted == milliseconds(0)
                              ? "compact"
                              : "compact,delete with retention.ms " + std::to_string(wanted.count()) + " or more";
  const std::string is = "topic " + topic.name + ": cleanup.policy is " + topic.cleanup_policy;
  if (!compacts || wanted == milliseconds(0)) {
    report->problems.push_back(is + ", but what it holds must stay: make it " + fit);
  } else if (!deletes) {
    report->warnings.push_back(is + ", so that it grows with every key: make it " + fit);
  } else if (topic.retention > milliseconds(0) && topic.retention < wanted) {
    report->problems.push_back("topic " + topic.name + ": retention.ms is " + std::to_string(topic.retention.count()) +
                               ", but what it holds must stay: make it " + fit);
  }
}

void CompareSize(const TopicInfo& topic, const TopicNeed& need, TopicReport* report) {
  const auto needed = static_cast<int64_t>(need.max_record_bytes);
  if (needed == 0 || topic.max_message_bytes <= 0 || topic.max_message_bytes >= needed) return;
  report->problems.push_back("topic " + topic.name + ": max.message.bytes is " +
                             std::to_string(topic.max_message_bytes) + ", but records of up to " +
                             std::to_string(needed) + " bytes are written to it: raise it, or lower the limits");
}

void ComparePartitionCount(const TopicInfo& topic, const TopicNeed& need, TopicReport* report) {
  const std::string has = "topic " + topic.name + " has " + std::to_string(topic.partitions) + " partitions, but ";
  if (need.partitions > 0 && topic.partitions != need.partitions) {
    report->problems.push_back(has + "its stage needs " + std::to_string(need.partitions) +
                               ", for one order of all records");
  }
  if (topic.partitions < need.min_partitions) {
    report->problems.push_back(has + "a stage with state reads it with " + std::to_string(need.min_partitions) +
                               " threads: set threads to no more than its partitions");
  }
}

void CompareReplicas(const TopicInfo& topic, TopicReport* report) {
  const std::string is =
      "topic " + topic.name + ": min.insync.replicas is " + std::to_string(topic.min_insync_replicas);
  if (report->brokers > 1 && topic.replicas < 2) {
    report->warnings.push_back("topic " + topic.name + " has one replica: losing its broker loses records");
  }
  if (topic.replicas > 1 && topic.min_insync_replicas == 1) {
    report->warnings.push_back(is + ": an acknowledged record can be lost with one broker");
  }
  if (topic.min_insync_replicas > topic.replicas) {
    report->problems.push_back(is + ", but there are " + std::to_string(topic.replicas) +
                               " replicas: nothing can be written");
  }
}

void CompareTopic(const TopicInfo& topic, const TopicNeed& need, TopicReport* report) {
  CompareSize(topic, need, report);
  ComparePartitionCount(topic, need, report);
  if (need.is_compacted) CompareRetention(topic, need, report);
  CompareReplicas(topic, report);
}

void ComparePartitions(const std::vector<TopicNeed>& needs, TopicReport* report) {
  const TopicInfo* first = nullptr;
  for (const TopicInfo& topic : report->topics) {
    const bool same = std::any_of(needs.begin(), needs.end(), [&](const TopicNeed& need) {
      return need.name == topic.name && need.same_partitions;
    });
    if (!same) continue;
    if (first == nullptr) first = &topic;
    if (topic.partitions == first->partitions) continue;
    report->problems.push_back("topic " + topic.name + " has " + std::to_string(topic.partitions) +
                               " partitions, but " + first->name + " has " + std::to_string(first->partitions) +
                               ": topics of one pipeline need as many, to keep the order of versions");
  }
}

}  // namespace

Result<TopicReport> CheckTopics(const Properties& properties, const std::vector<TopicNeed>& needs,
                                milliseconds timeout) {
  auto admin = Admin::Open(properties, timeout);
  if (!admin) return tl::unexpected(admin.error());
  auto metadata = Metadata(**admin);
  if (!metadata) return tl::unexpected(metadata.error());
  TopicReport report;
  report.brokers = (*metadata)->broker_cnt;
  for (const TopicNeed& need : needs) {
    const rd_kafka_metadata_topic* topic = FindTopic(**metadata, need.name);
    if (topic == nullptr || topic->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
      const auto code = topic == nullptr ? RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART : topic->err;
      // A broker does not show what a principal has no right to.
      report.problems.push_back("topic " + need.name + ": " + rd_kafka_err2str(code) +
                                (topic == nullptr ? std::string(": create it, or grant ") +
                                                        (need.max_record_bytes > 0 ? "Write" : "Read") + " on it"
                                                  : ""));
      continue;
    }
    report.topics.push_back(Describe(*topic));
  }
  DescribeConfigs(**admin, &report.topics);
  for (const TopicNeed& need : needs) {
    const auto topic = std::find_if(report.topics.begin(), report.topics.end(),
                                    [&](const TopicInfo& t) { return t.name == need.name; });
    if (topic != report.topics.end()) CompareTopic(*topic, need, &report);
  }
  ComparePartitions(needs, &report);
  return report;
}

Result<void> CreateTopics(const Properties& properties, const std::vector<NewTopic>& topics, milliseconds timeout) {
  auto admin = Admin::Open(properties, timeout);
  if (!admin) return tl::unexpected(admin.error());
  if (auto metadata = Metadata(**admin); !metadata) return tl::unexpected(metadata.error());
  std::vector<rd_kafka_NewTopic_t*> wanted;
  for (const NewTopic& topic : topics) {
    char reason[256] = "";
    rd_kafka_NewTopic_t* made =
        rd_kafka_NewTopic_new(topic.name.c_str(), topic.partitions, topic.replication_factor, reason, sizeof reason);
    if (made == nullptr) {
      rd_kafka_NewTopic_destroy_array(wanted.data(), wanted.size());
      return Fail("topic " + topic.name + ": " + reason);
    }
    for (const auto& [name, value] : topic.configs) rd_kafka_NewTopic_set_config(made, name.c_str(), value.c_str());
    wanted.push_back(made);
  }
  const auto options = (*admin)->Options(RD_KAFKA_ADMIN_OP_CREATETOPICS, timeout);
  rd_kafka_AdminOptions_set_operation_timeout(options.get(), (*admin)->timeout_ms(), nullptr, 0);
  rd_kafka_CreateTopics((*admin)->get(), wanted.data(), wanted.size(), options.get(), (*admin)->queue());
  rd_kafka_NewTopic_destroy_array(wanted.data(), wanted.size());
  const auto event = (*admin)->Answer(timeout);
  if (!event) return Fail("kafka: the broker did not create topics within " + std::to_string(timeout.count()) + " ms");
  size_t count = 0;
  const rd_kafka_topic_result_t** results =
      rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event.get()), &count);
  for (size_t i = 0; i < count; ++i) {
    const rd_kafka_resp_err_t code = rd_kafka_topic_result_error(results[i]);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR || code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) continue;
    const char* text = rd_kafka_topic_result_error_string(results[i]);
    return Fail(std::string("topic ") + rd_kafka_topic_result_name(results[i]) + ": " +
                (text != nullptr ? text : rd_kafka_err2str(code)));
  }
  return {};
}

}  // namespace marsad::kafka
