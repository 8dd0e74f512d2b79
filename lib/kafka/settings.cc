#include "lib/kafka/settings.h"

#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "lib/kafka/auth/security.h"
#include "lib/kafka/auth/token.h"

namespace marsad::kafka {
namespace {

// What exactly-once rests on. Aliases are listed too: librdkafka would take either.
constexpr std::array<std::string_view, 18> kReserved = {"enable.auto.commit",
                                                        "auto.commit.enable",
                                                        "auto.commit.interval.ms",
                                                        "enable.auto.offset.store",
                                                        "enable.idempotence",
                                                        "transactional.id",
                                                        "group.id",
                                                        "group.instance.id",
                                                        "group.protocol",
                                                        "isolation.level",
                                                        "partition.assignment.strategy",
                                                        "partitioner",
                                                        "acks",
                                                        "request.required.acks",
                                                        "allow.auto.create.topics",
                                                        "enable.partition.eof",
                                                        "delivery.report.only.error",
                                                        "plugin.library.paths"};

// What a producer holds back at most, in KiB: librdkafka's own gigabyte is no bound. If it is full, the worker waits.
constexpr size_t kProducerQueueKiB = 65536;

// Room in a message beyond the record itself: batch and record framing.
constexpr size_t kFraming = 4096;

bool IsSecret(std::string_view name) {
  constexpr std::array<std::string_view, 4> kMarks = {"password", "secret", ".pem", "oauthbearer.config"};
  return std::any_of(kMarks.begin(), kMarks.end(),
                     [&](std::string_view mark) { return name.find(mark) != std::string_view::npos; });
}

// Later ones win.
Properties Merge(Properties defaults, const Properties& user, const Properties& required) {
  for (const auto& [name, value] : user) defaults[name] = value;
  for (const auto& [name, value] : required) defaults[name] = value;
  return defaults;
}

// For every client: a broker that comes back is found within two seconds, and small requests do not wait for each
// other.
Properties CommonDefaults(std::string_view client_id) {
  return {{"client.id", std::string(client_id)},
          {"socket.nagle.disable", "true"},
          {"socket.keepalive.enable", "true"},
          {"reconnect.backoff.max.ms", "2000"}};
}

Properties ProducerDefaults(std::string_view client_id, size_t max_record_bytes) {
  Properties defaults = CommonDefaults(client_id);
  defaults["message.max.bytes"] = std::to_string(max_record_bytes + kFraming);
  // The largest record must fit, whatever else waits.
  defaults["queue.buffering.max.kbytes"] =
      std::to_string(std::max(kProducerQueueKiB, 2 * (max_record_bytes + kFraming) / 1024));
  // The default of 100 ms is paid in every transaction: AddOffsetsToTxn meets the markers of the previous one.
  defaults["retry.backoff.ms"] = "5";
  return defaults;
}

}  // namespace

std::string GroupId(const ClientOptions& options) { return options.pipeline + "-" + options.stage; }

std::string MemberId(const ClientOptions& options) {
  return GroupId(options) + "-" + std::to_string(options.ordinal) + "-" + std::to_string(options.thread);
}

const std::string& TopicOf(const ClientOptions& options, pipeline::Lane lane) {
  switch (lane) {
    case pipeline::Lane::kOut:
      return options.output_topic;
    case pipeline::Lane::kDead:
      return options.dead_topic;
    case pipeline::Lane::kState:
      return options.state_topic;
  }
  return options.dead_topic;
}

std::chrono::milliseconds BatchLimit(const ClientOptions& options) {
  const auto limit = [](const Properties& settings, const std::string& name, int64_t otherwise) -> int64_t {
    const auto set = settings.find(name);
    return set == settings.end() ? otherwise : std::strtoll(set->second.c_str(), nullptr, 10);
  };
  constexpr int64_t kMaxPollInterval = 300'000;  // librdkafka's own
  const int64_t member = limit(ConsumerSettings(options), "max.poll.interval.ms", kMaxPollInterval);
  if (options.delivery == Delivery::kAtLeastOnce) return std::chrono::milliseconds(member);
  return std::chrono::milliseconds(
      std::min(member, limit(TransactionalProducerSettings(options), "transaction.timeout.ms", member)));
}

Result<void> CheckProperty(const std::string& name, const std::string& value) {
  if (name == "metadata.broker.list") return Fail("is another name of bootstrap.servers; use that one");
  if (std::find(kReserved.begin(), kReserved.end(), name) != kReserved.end()) {
    return Fail("is set by Marsad itself, because exactly-once rests on it; remove it");
  }
  if (IsTokenFile(name, value)) return {};
  char reason[512] = "";
  std::unique_ptr<rd_kafka_conf_t, decltype(&rd_kafka_conf_destroy)> conf(rd_kafka_conf_new(), rd_kafka_conf_destroy);
  if (rd_kafka_conf_set(conf.get(), name.c_str(), value.c_str(), reason, sizeof reason) != RD_KAFKA_CONF_OK) {
    return Fail(IsSecret(name) ? "value is not accepted" : reason);
  }
  return {};
}

Result<void> CheckProperties(const Properties& properties) {
  if (!properties.contains("bootstrap.servers")) {
    return Fail("kafka: bootstrap.servers is missing; give the brokers as HOST:PORT, comma-separated");
  }
  for (const auto& [name, value] : properties) {
    if (auto checked = CheckProperty(name, value); !checked) {
      return Fail("kafka: " + name + ": " + checked.error().message);
    }
  }
  return CheckSecurity(properties);
}

std::string LibraryVersion() { return std::string("librdkafka ") + rd_kafka_version_str(); }

std::vector<std::string> LibraryDefects(const Properties& properties) {
  std::vector<std::string> defects = SecurityDefects(properties, rd_kafka_version());
  constexpr int k2_10_0 = 0x020a00ff;
  if (rd_kafka_version() == k2_10_0) {
    defects.emplace_back("librdkafka 2.10.0 loops when all brokers are replaced: use another");
  }
  return defects;
}

Properties ConsumerSettings(const ClientOptions& options) {
  Properties defaults = CommonDefaults(MemberId(options));
  defaults["session.timeout.ms"] = "10000";
  // A member hears of a rebalance with a heartbeat: so long do the partitions of one that left or moved wait.
  defaults["heartbeat.interval.ms"] = "1000";
  // A leader that hangs answers no fetch and breaks no connection: its partitions are found at the new one.
  defaults["topic.metadata.refresh.interval.ms"] = "5000";
  // The question where a leader is may itself go to the one that hangs.
  defaults["socket.timeout.ms"] = "10000";
  // A group that never committed starts with the oldest record: news that was sent before the first start counts.
  defaults["auto.offset.reset"] = "earliest";
  defaults["statistics.interval.ms"] = "5000";
  // librdkafka 2.0.2 stops fetching for a second once this much is read ahead (librdkafka #2879), so it must hold what
  // a worker eats in a second; bench/README.md has more.
  defaults["queued.max.messages.kbytes"] = "131072";
  defaults["fetch.error.backoff.ms"] = "100";
  // A record larger than our limits must still be read, to become a dead letter.
  defaults["receive.message.max.bytes"] = "536870912";
  Properties required = {{"group.id", GroupId(options)},
                         {"enable.auto.commit", "false"},
                         {"enable.auto.offset.store", "false"},
                         {"isolation.level", "read_committed"},
                         {"partition.assignment.strategy", "range"},
                         {"allow.auto.create.topics", "false"}};
  if (options.static_membership) required["group.instance.id"] = MemberId(options);
  return Merge(std::move(defaults), options.properties, required);
}

Properties TransactionalProducerSettings(const ClientOptions& options) {
  Properties defaults = ProducerDefaults(MemberId(options), options.max_record_bytes);
  // How long a dead worker's open transaction can hold up those who read after it.
  defaults["transaction.timeout.ms"] = "15000";
  defaults["message.timeout.ms"] = "15000";
  defaults["socket.timeout.ms"] = "10000";
  defaults["statistics.interval.ms"] = "5000";
  return Merge(std::move(defaults), options.properties,
               {{"transactional.id", MemberId(options)},
                {"enable.idempotence", "true"},
                {"partitioner", "murmur2_random"},
                {"delivery.report.only.error", "true"}});
}

Properties IdempotentProducerSettings(const Properties& user, size_t max_record_bytes) {
  Properties defaults = ProducerDefaults("marsad", max_record_bytes);
  defaults["message.timeout.ms"] = "30000";
  // A topic that is not there after this long was never made: the records fail with that reason.
  defaults["topic.metadata.propagation.max.ms"] = "5000";
  return Merge(
      std::move(defaults), user,
      {{"enable.idempotence", "true"}, {"partitioner", "murmur2_random"}, {"delivery.report.only.error", "true"}});
}

Properties ReaderSettings(const Properties& user) {
  Properties defaults = CommonDefaults("marsad-reader");
  defaults["receive.message.max.bytes"] = "536870912";
  defaults["fetch.wait.max.ms"] = "100";
  return Merge(std::move(defaults), user,
               {{"group.id", "marsad-reader"},  // the client wants one; nothing joins or commits
                {"enable.auto.commit", "false"},
                {"enable.auto.offset.store", "false"},
                {"isolation.level", "read_committed"},
                {"enable.partition.eof", "true"},
                {"allow.auto.create.topics", "false"}});
}

Properties StateReaderSettings(const ClientOptions& options) {
  Properties settings = ReaderSettings(options.properties);
  settings["client.id"] = MemberId(options) + "-state";
  // Leaders move under it as under the session's consumer.
  settings.try_emplace("topic.metadata.refresh.interval.ms", "5000");
  settings.try_emplace("socket.timeout.ms", "10000");
  // What a step takes back in a second, since fetching pauses so long where this is full (see ConsumerSettings()). It is
  // empty again once the end is reached.
  settings.try_emplace("queued.max.messages.kbytes", "65536");
  settings["auto.offset.reset"] = "earliest";
  // It is idle for most of its life: that a broker closes its connections is no news, and nobody is there to hear it.
  settings.try_emplace("log.connection.close", "false");
  return settings;
}

Properties StateEndSettings(const ClientOptions& options) {
  Properties settings = StateReaderSettings(options);
  settings["client.id"] = MemberId(options) + "-state-end";
  settings["isolation.level"] = "read_uncommitted";
  return settings;
}

Properties AdminSettings(const Properties& user) { return Merge(CommonDefaults("marsad-admin"), user, {}); }

}  // namespace marsad::kafka
