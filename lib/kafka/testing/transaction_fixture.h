// A TransactionalSink on the embedded broker, and what a test asks of it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "lib/kafka/session/transaction.h"
#include "lib/kafka/settings.h"
#include "lib/kafka/testing/cluster.h"
#include "tests/eventually.h"

namespace marsad::kafka::testing {

using pipeline::Lane;
using pipeline::Outcome;

// Kinds of request, by Kafka's protocol.
enum ApiKey : int {
  kProduce = 0,
  kInitProducerId = 22,
  kAddPartitionsToTxn = 24,
  kAddOffsetsToTxn = 25,
  kEndTxn = 26,
  kTxnOffsetCommit = 28,
};

class TransactionFixture : public ::testing::Test {
 protected:
  void SetUp() override {
    options_.properties["reconnect.backoff.ms"] = "10";
    options_.max_record_bytes = 100000;
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
    const pipeline::Output output{
        .lane = lane, .timestamp = Timestamp::FromMillis(1), .key = "k", .value = value, .headers = {}};
    return sink_->Produce({&output, 1});
  }

  Outcome Commit() {
    const pipeline::Position position{Partition(0), Offset(1)};
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
    EXPECT_THAT(cluster_.Read("out"), ::testing::Contains("after"));
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
    const auto record = (*reader)->Read(tests::kPatience);
    ASSERT_TRUE(record && *record);
  }

  RecordingEvents events_;
  Cluster cluster_{1, 2};
  ClientOptions options_ = cluster_.Options();
  std::unique_ptr<Client> consumer_;
  std::unique_ptr<TransactionalSink> sink_;
};

}  // namespace marsad::kafka::testing
