// The tools' transactions against the embedded broker. What it does not do, isolation and fencing among them, is tested
// on a real Kafka in tests/integration/test_dead.py.
#include "lib/kafka/session/transactional_producer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/kafka/testing/faulty_broker.h"
#include "lib/kafka/tools/reader.h"

namespace marsad::kafka {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr int kInitProducerId = 22;
constexpr int kProduce = 0;
constexpr int kEndTxn = 26;

class TransactionalProducerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(broker_.CreateTopic("a", 1));
    ASSERT_TRUE(broker_.CreateTopic("b", 1));
    options_ = {.properties = {{"bootstrap.servers", broker_.bootstrap_servers()}}, .transactional_id = "tool"};
  }

  std::unique_ptr<TransactionalProducer> Open() {
    auto producer = OpenTransactionalProducer(options_, events_);
    EXPECT_TRUE(producer) << producer.error().message;
    return producer ? std::move(*producer) : nullptr;
  }

  std::vector<std::string> Values(const std::string& topic) {
    auto reader = OpenReader({.properties = options_.properties, .topic = topic, .bounded = true}, events_);
    EXPECT_TRUE(reader);
    std::vector<std::string> values;
    while (!(*reader)->at_end()) {
      auto record = (*reader)->Read(milliseconds(100));
      EXPECT_TRUE(record);
      if (record && *record) values.emplace_back((*record)->value.value_or("null"));
    }
    return values;
  }

  EventSink events_;
  testing::FaultyBroker broker_;
  TransactionalProducerOptions options_;
};

TEST_F(TransactionalProducerTest, WritesToSeveralTopics) {
  const auto producer = Open();
  for (const char* value : {"1", "2"}) {
    ASSERT_TRUE(producer->Send({.topic = "a", .value = value}));
    ASSERT_TRUE(producer->Send({.topic = "b", .value = value}));
    ASSERT_TRUE(producer->Commit());
  }
  ASSERT_TRUE(producer->Commit()) << "nothing to commit is no failure";
  EXPECT_THAT(Values("a"), ElementsAre("1", "2"));
  EXPECT_THAT(Values("b"), ElementsAre("1", "2"));
  EXPECT_FALSE(producer->fenced());
}

TEST_F(TransactionalProducerTest, SaysThatATopicDoesNotTakeARecord) {
  const auto producer = Open();
  broker_.PushErrors(kProduce, {29});  // TOPIC_AUTHORIZATION_FAILED
  ASSERT_TRUE(producer->Send({.topic = "a", .value = "x"}));
  const auto committed = producer->Commit();
  ASSERT_FALSE(committed);
  EXPECT_THAT(committed.error().message, HasSubstr("topic a did not take a record"));
  EXPECT_FALSE(producer->fenced());
}

TEST_F(TransactionalProducerTest, KnowsThatItWasFenced) {
  const auto producer = Open();
  ASSERT_TRUE(producer->Send({.topic = "a", .value = "x"}));
  broker_.PushErrors(kEndTxn, {90});  // PRODUCER_FENCED
  EXPECT_FALSE(producer->Commit());
  EXPECT_TRUE(producer->fenced());
}

TEST_F(TransactionalProducerTest, TriesAgainWhereTheBrokerSaysSo) {
  broker_.PushErrors(kInitProducerId, {15, 14});  // COORDINATOR_NOT_AVAILABLE, COORDINATOR_LOAD_IN_PROGRESS
  const auto producer = Open();
  ASSERT_TRUE(producer->Send({.topic = "a", .value = "x"}));
  broker_.PushErrors(kEndTxn, {51});  // CONCURRENT_TRANSACTIONS
  ASSERT_TRUE(producer->Commit());
  EXPECT_THAT(Values("a"), ElementsAre("x"));
}

TEST_F(TransactionalProducerTest, SaysThatNoBrokerAnswers) {
  broker_.SetDown(true);
  options_.timeout = milliseconds(300);
  EXPECT_FALSE(OpenTransactionalProducer(options_, events_));
  options_.properties["acks"] = "0";
  const auto refused = OpenTransactionalProducer(options_, events_);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("acks"));
}

}  // namespace
}  // namespace marsad::kafka
