// An embedded broker with the topics of a pipeline, a configuration for it, and a stage that does as the article says.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <string>

#include "lib/app/service.h"
#include "lib/app/testing/temporary_directory.h"
#include "lib/kafka/testing/faulty_broker.h"
#include "lib/kafka/tools/producer.h"
#include "lib/kafka/tools/reader.h"
#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "tests/eventually.h"

namespace marsad::app::testing {

// Summarizes an article with its title. One that is called "hang" never comes back, one that is called "refuse" is refused.
class ObedientStage final : public pipeline::Enricher {
 public:
  // Of any instance; wait on it.
  static inline std::atomic<bool> is_hanging = false;

  std::string_view name() const override { return "summarize"; }
  std::string_view bundle() const override { return "feed"; }
  record::Field field() const override { return record::Field::kSummary; }
  pipeline::Enriched Enrich(const v1::EnrichedArticle& article) override {
    const std::string& title = article.article().title();
    if (title == "hang") {
      is_hanging = true;
      is_hanging.notify_all();
      std::promise<void>().get_future().wait();
    }
    if (title == "refuse") return pipeline::Reject{pipeline::RejectCode::kStageFailed, "asked to"};
    v1::EnrichedArticle delta;
    delta.mutable_summary()->set_text(title);
    return pipeline::RecordDelta{delta.SerializeAsString()};
  }

  static StageEntry Entry() {
    return {.name = "summarize",
            .input = "tagged",
            .output = {.key = "enriched"},
            .load_enricher = [](const config::v1::Config&) -> Result<pipeline::EnricherFactory> {
              return pipeline::EnricherFactory([] { return std::make_unique<ObedientStage>(); });
            }};
  }
};

class Cluster {
 public:
  // With the topics that summarize needs, `partitions` each; 0: without.
  explicit Cluster(int partitions = 2) {
    if (partitions == 0) return;
    for (const char* topic : {"news.tagged", "news.enriched", "news.dead"}) {
      EXPECT_TRUE(broker_.CreateTopic(topic, partitions));
    }
  }

  kafka::testing::FaultyBroker& broker() { return broker_; }

  config::v1::Config Config() const {
    config::v1::Config config;
    (*config.mutable_kafka())["bootstrap.servers"] = broker_.bootstrap_servers();
    config.add_stages("summarize");
    config.set_static_membership(false);
    config.set_state_dir(state_.path());
    config.mutable_http()->set_listen("127.0.0.1:0");
    config.mutable_limits()->set_raw_bytes(200000);
    config.mutable_limits()->set_enriched_bytes(400000);
    config.mutable_limits()->set_dead_bytes(800000);
    config.mutable_log()->set_level("debug");
    return config;
  }

  // One article with this title, under this uri.
  void Send(const std::string& uri, const std::string& title) {
    v1::EnrichedArticle record;
    record.mutable_article()->set_uri(uri);
    record.mutable_article()->set_title(title);
    const std::string value = record.SerializeAsString();
    auto producer = kafka::OpenProducer(Properties(), 1000000, events_);
    ASSERT_TRUE(producer) << producer.error().message;
    kafka::Message message;
    message.topic = "news.tagged";
    message.key = uri;
    message.value = value;
    ASSERT_TRUE((*producer)->Send(message));
    const auto flushed = (*producer)->Flush(tests::kPatience);
    ASSERT_TRUE(flushed) << flushed.error().message;
  }

  // `count` records "0", "1" and so on, under keys of their own, into partition 0 of `topic`.
  void SendMany(const std::string& topic, int count) {
    auto producer = kafka::OpenProducer(Properties(), 1000000, events_);
    ASSERT_TRUE(producer) << producer.error().message;
    for (int i = 0; i < count; ++i) {
      const std::string text = std::to_string(i);
      ASSERT_TRUE((*producer)->Send({.topic = topic, .key = text, .value = text, .partition = Partition(0)}));
    }
    const auto flushed = (*producer)->Flush(std::chrono::seconds(60));
    ASSERT_TRUE(flushed) << flushed.error().message;
  }

  // The first `count` records of a topic, unless they do not come.
  std::vector<std::string> Read(const std::string& topic, size_t count) {
    auto reader = kafka::OpenReader({.properties = Properties(), .topic = topic, .from = {}}, events_);
    EXPECT_TRUE(reader) << reader.error().message;
    std::vector<std::string> values;
    const auto deadline = std::chrono::steady_clock::now() + tests::kPatience;
    while (values.size() < count && std::chrono::steady_clock::now() < deadline) {
      auto record = (*reader)->Read(std::chrono::milliseconds(200));
      EXPECT_TRUE(record) << record.error().message;
      if (*record) values.emplace_back((*record)->value.value_or(""));
    }
    return values;
  }

 private:
  kafka::Properties Properties() const { return {{"bootstrap.servers", broker_.bootstrap_servers()}}; }

  TemporaryDirectory state_;
  kafka::EventSink events_;
  kafka::testing::FaultyBroker broker_;
};

}  // namespace marsad::app::testing
