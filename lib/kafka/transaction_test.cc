// Every class of error of every transactional call, injected into the embedded broker, gives the outcome that the
// header promises; and after each of them the next transaction works, where the header says that it can.
#include "lib/kafka/transaction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>

#include <mutex>

#include "lib/kafka/embedded_broker.h"
#include "lib/kafka/reader.h"
#include "lib/kafka/settings.h"

namespace marsad::kafka {
namespace {

using pipeline::Lane;
using pipeline::Outcome;
using std::chrono::milliseconds;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// Kinds of request, by Kafka's protocol.
enum ApiKey {
  kProduce = 0,
  kInitProducerId = 22,
  kAddPartitionsToTxn = 24,
  kAddOffsetsToTxn = 25,
  kEndTxn = 26,
  kTxnOffsetCommit = 28,
};

class Events final : public EventSink {
 public:
  void OnLog(Severity, std::string_view text) override {
    const std::lock_guard lock(mutex_);
    log_ += std::string(text) + "\n";
  }
  std::string log() {
    const std::lock_guard lock(mutex_);
    return log_;
  }

 private:
  std::mutex mutex_;
  std::string log_;
};

class TransactionTest : public testing::Test {
 protected:
  void SetUp() override {
    auto broker = StartEmbeddedBroker();
    ASSERT_TRUE(broker) << broker.error().message;
    broker_ = std::move(*broker);
    for (const char* topic : {"in", "out", "dead"}) ASSERT_TRUE(broker_->CreateTopic(topic, 1));
    options_ = {.properties = {{"bootstrap.servers", broker_->bootstrap_servers()}, {"reconnect.backoff.ms", "10"}},
                .pipeline = "test",
                .stage = "copy",
                .static_membership = false,
                .input_topic = "in",
                .output_topic = "out",
                .dead_topic = "dead",
                .max_record_bytes = 100000};
    auto consumer = Client::Open(Client::Kind::kConsumer, ConsumerSettings(options_), events_);
    ASSERT_TRUE(consumer) << consumer.error().message;
    consumer_ = std::move(*consumer);
    Open({});
  }

  void Open(TransactionLimits limits) {
    sink_.reset();
    auto sink = TransactionalSink::Open(options_, *consumer_, events_, limits);
    ASSERT_TRUE(sink) << sink.error().message;
    sink_ = std::move(*sink);
  }

  Outcome Produce(const std::string& value, Lane lane = Lane::kOut) {
    const pipeline::Output output{.lane = lane, .timestamp_ms = 1, .key = "k", .value = value, .headers = {}};
    return sink_->Produce({&output, 1});
  }

  Outcome Commit() {
    const pipeline::Position position{0, 1};
    return sink_->Commit({&position, 1});
  }

  // Produces and commits one record; the first outcome that is not kDone.
  Outcome Transact(const std::string& value) {
    const Outcome outcome = Produce(value);
    return outcome == Outcome::kDone ? Commit() : outcome;
  }

  // The next transaction works without help.
  void ExpectUsable() {
    EXPECT_EQ(Transact("after"), Outcome::kDone) << sink_->last_error();
    EXPECT_THAT(Values("out"), Contains("after"));
  }

  // Nothing but a new producer helps, and that does.
  void ExpectUsableOnlyAfterReopen(Outcome outcome) {
    EXPECT_EQ(Produce("refused"), outcome);
    EXPECT_EQ(Commit(), outcome);
    EXPECT_EQ(sink_->Abort(), outcome);
    EXPECT_EQ(sink_->Reopen(), Outcome::kDone) << sink_->last_error();
    ExpectUsable();
  }

  // Until the first record of the open transaction has arrived: the embedded broker shows uncommitted records.
  void AwaitAtBroker() {
    auto reader = OpenReader({.properties = options_.properties, .topic = "out"}, events_);
    ASSERT_TRUE(reader);
    const auto record = (*reader)->Read(milliseconds(10000));
    ASSERT_TRUE(record && *record);
  }

  std::vector<std::string> Values(const std::string& topic) {
    auto reader = OpenReader({.properties = options_.properties, .topic = topic}, events_);
    EXPECT_TRUE(reader);
    std::vector<std::string> values;
    while (reader && !(*reader)->at_end()) {
      auto record = (*reader)->Read(milliseconds(50));
      EXPECT_TRUE(record);
      if (record && *record) values.push_back(std::string((*record)->value.value_or("null")));
    }
    return values;
  }

  Events events_;
  std::unique_ptr<EmbeddedBroker> broker_;
  ClientOptions options_;
  std::unique_ptr<Client> consumer_;
  std::unique_ptr<TransactionalSink> sink_;
};

TEST_F(TransactionTest, CommitsOutputsOfBothLanes) {
  EXPECT_EQ(sink_->Prepare(milliseconds(5000)), Outcome::kDone);
  EXPECT_EQ(Produce("a"), Outcome::kDone);
  EXPECT_EQ(Produce("b", Lane::kDead), Outcome::kDone);
  EXPECT_EQ(sink_->unsent().bytes, 4u);
  EXPECT_EQ(Commit(), Outcome::kDone) << sink_->last_error();
  EXPECT_EQ(sink_->unsent().bytes, 0u);
  EXPECT_THAT(Values("out"), ElementsAre("a"));
  EXPECT_THAT(Values("dead"), ElementsAre("b"));
}

TEST_F(TransactionTest, CommitsPositionsWithoutOutputs) {
  EXPECT_EQ(Commit(), Outcome::kDone) << sink_->last_error();
  EXPECT_EQ(sink_->Commit({}), Outcome::kDone);
}

TEST_F(TransactionTest, AbortWithoutTransactionIsDone) { EXPECT_EQ(sink_->Abort(), Outcome::kDone); }

TEST_F(TransactionTest, AbortThrowsAwayWhatIsQueued) {
  options_.properties["linger.ms"] = "5000";
  Open({});
  EXPECT_EQ(Produce("gone"), Outcome::kDone);
  EXPECT_EQ(sink_->Abort(), Outcome::kDone);
  ExpectUsable();
  EXPECT_THAT(Values("out"), ElementsAre("after"));
}

TEST_F(TransactionTest, RetriableErrorsAreRetried) {
  broker_->PushErrors(kInitProducerId, {RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS});
  broker_->PushErrors(kAddPartitionsToTxn, {RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS});
  broker_->PushErrors(kProduce, {RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS});
  broker_->PushErrors(kAddOffsetsToTxn, {RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS});
  broker_->PushErrors(kTxnOffsetCommit, {RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS});
  broker_->PushErrors(kEndTxn, {RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NOT_COORDINATOR});
  EXPECT_EQ(sink_->Prepare(milliseconds(5000)), Outcome::kDone) << sink_->last_error();
  EXPECT_EQ(Transact("a"), Outcome::kDone) << sink_->last_error();
  EXPECT_THAT(Values("out"), ElementsAre("a"));
}

TEST_F(TransactionTest, AConsumerThatLostItsPlaceAborts) {
  for (const auto code : {RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION, RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID,
                          RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID}) {
    broker_->PushErrors(kTxnOffsetCommit, {code});
    EXPECT_EQ(Transact("lost"), Outcome::kAborted) << rd_kafka_err2name(code);
    EXPECT_THAT(sink_->last_error(), HasSubstr("send_offsets"));
  }
  ExpectUsable();
}

TEST_F(TransactionTest, ANewerProducerFences) {
  for (const auto code : {RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH, RD_KAFKA_RESP_ERR_PRODUCER_FENCED}) {
    broker_->PushErrors(kEndTxn, {code});
    EXPECT_EQ(Transact("fenced"), Outcome::kFenced) << rd_kafka_err2name(code);
    ExpectUsableOnlyAfterReopen(Outcome::kFenced);
  }
  broker_->PushErrors(kAddOffsetsToTxn, {RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH});
  EXPECT_EQ(Transact("fenced"), Outcome::kFenced);
  ExpectUsableOnlyAfterReopen(Outcome::kFenced);
}

TEST_F(TransactionTest, FencingIsSeenInAbortToo) {
  EXPECT_EQ(Produce("a"), Outcome::kDone);
  AwaitAtBroker();  // an abort with nothing at the broker would be local
  broker_->PushErrors(kEndTxn, {RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH});
  EXPECT_EQ(sink_->Abort(), Outcome::kFenced);
  ExpectUsableOnlyAfterReopen(Outcome::kFenced);
}

TEST_F(TransactionTest, AnEndInADisputedStateIsUnknown) {
  broker_->PushErrors(kEndTxn, {RD_KAFKA_RESP_ERR_INVALID_TXN_STATE});
  EXPECT_EQ(Transact("disputed"), Outcome::kUnknown) << sink_->last_error();
  ExpectUsableOnlyAfterReopen(Outcome::kUnknown);
}

TEST_F(TransactionTest, RefusedAuthorizationIsFatal) {
  broker_->PushErrors(kInitProducerId, {RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED});
  EXPECT_EQ(sink_->Prepare(milliseconds(5000)), Outcome::kFatal);
  EXPECT_THAT(sink_->last_error(), HasSubstr("TRANSACTIONAL_ID_AUTHORIZATION_FAILED"));
  ExpectUsableOnlyAfterReopen(Outcome::kFatal);
  broker_->PushErrors(kAddOffsetsToTxn, {RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED});
  EXPECT_EQ(Transact("refused"), Outcome::kFatal);
  EXPECT_THAT(sink_->last_error(), HasSubstr("GROUP_AUTHORIZATION_FAILED"));
}

TEST_F(TransactionTest, ATopicThatMayNotBeWrittenIsFatal) {
  broker_->PushErrors(kProduce, {RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED});
  EXPECT_EQ(Transact("refused"), Outcome::kFatal);
  EXPECT_THAT(sink_->last_error(), HasSubstr("topic out"));
  ExpectUsableOnlyAfterReopen(Outcome::kFatal);
}

TEST_F(TransactionTest, ARecordThatTheTopicCallsTooLargeIsFatalAndNeverLost) {
  broker_->PushErrors(kProduce, {RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE});
  EXPECT_EQ(Transact("refused"), Outcome::kFatal);
  EXPECT_THAT(sink_->last_error(), HasSubstr("topic out"));
}

TEST_F(TransactionTest, ARecordThatTheClientCallsTooLargeIsFatalAndNothingOfItsTransactionCommits) {
  options_.properties["linger.ms"] = "5000";
  Open({});
  EXPECT_EQ(Produce("before"), Outcome::kDone);
  EXPECT_EQ(Produce(std::string(200000, 'x')), Outcome::kFatal);
  EXPECT_THAT(sink_->last_error(), HasSubstr("200000 bytes"));
  EXPECT_EQ(Commit(), Outcome::kFatal);
  EXPECT_THAT(Values("out"), IsEmpty());
}

TEST_F(TransactionTest, ABrokenConnectionIsFollowedByANewProducer) {
  EXPECT_EQ(Transact("first"), Outcome::kDone);
  EXPECT_THAT(events_.log(), Not(HasSubstr("new producer")));
  broker_->PushErrors(kEndTxn, {RD_KAFKA_RESP_ERR__TRANSPORT});
  EXPECT_EQ(Transact("second"), Outcome::kDone) << sink_->last_error();
  ExpectUsable();
  EXPECT_THAT(events_.log(), HasSubstr("new producer"));
  EXPECT_THAT(Values("out"), ElementsAre("first", "second", "after"));
}

TEST_F(TransactionTest, AnEndThatIsNotAnsweredIsUnknown) {
  Open({.slice = milliseconds(100), .end = milliseconds(300)});
  EXPECT_EQ(Produce("a"), Outcome::kDone);
  AwaitAtBroker();
  broker_->SetDown(true);
  EXPECT_EQ(sink_->Commit({}), Outcome::kUnknown);
  EXPECT_THAT(sink_->last_error(), HasSubstr("commit_transaction"));
  broker_->SetDown(false);
  ExpectUsableOnlyAfterReopen(Outcome::kUnknown);
}

TEST_F(TransactionTest, WithoutABrokerReopenLeavesWaitingToTheSource) {
  Open({.slice = milliseconds(100), .init = milliseconds(300), .offsets = milliseconds(300), .end = milliseconds(300)});
  broker_->SetDown(true);
  EXPECT_EQ(sink_->Prepare(milliseconds(100)), Outcome::kAborted);
  EXPECT_EQ(Produce("too early"), Outcome::kAborted);
  EXPECT_EQ(sink_->Reopen(), Outcome::kDone);
  EXPECT_EQ(sink_->Prepare(milliseconds(100)), Outcome::kAborted);
  broker_->SetDown(false);
  EXPECT_EQ(sink_->Prepare(milliseconds(10000)), Outcome::kDone) << sink_->last_error();
  ExpectUsable();
  EXPECT_THAT(Values("out"), ElementsAre("after"));
}

TEST_F(TransactionTest, AFullQueueIsWaitedForAndThenAborted) {
  options_.properties["queue.buffering.max.messages"] = "1";
  Open({.room = milliseconds(200)});
  EXPECT_EQ(Produce("a"), Outcome::kDone);
  EXPECT_EQ(Produce("b"), Outcome::kDone) << sink_->last_error();
  EXPECT_EQ(Commit(), Outcome::kDone);
  options_.properties["linger.ms"] = "5000";
  Open({.room = milliseconds(200)});
  EXPECT_EQ(Produce("c"), Outcome::kDone);
  EXPECT_EQ(Produce("d"), Outcome::kAborted);
  EXPECT_THAT(sink_->last_error(), HasSubstr("Queue full"));
  EXPECT_THAT(Values("out"), ElementsAre("a", "b"));
}

}  // namespace
}  // namespace marsad::kafka
