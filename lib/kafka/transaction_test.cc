// The exactly-once protocol on the embedded broker. Errors that a broker answers: transaction_errors_test.cc.
#include "lib/kafka/transaction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>

#include "lib/kafka/testing/transaction_fixture.h"

namespace marsad::kafka {
namespace {

using pipeline::Lane;
using pipeline::Outcome;
using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class TransactionTest : public testing::TransactionFixture {};

TEST_F(TransactionTest, CommitsOutputsOfBothLanes) {
  EXPECT_EQ(sink_->Prepare(milliseconds(5000)), Outcome::kDone);
  EXPECT_EQ(Produce("a"), Outcome::kDone);
  EXPECT_EQ(Produce("b", Lane::kDead), Outcome::kDone);
  EXPECT_EQ(sink_->unsent().bytes, 4u);
  EXPECT_EQ(Commit(), Outcome::kDone) << sink_->last_error();
  EXPECT_EQ(sink_->unsent().bytes, 0u);
  EXPECT_THAT(cluster_.Read("out"), ElementsAre("a"));
  EXPECT_THAT(cluster_.Read("dead"), ElementsAre("b"));
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
  EXPECT_THAT(cluster_.Read("out"), ElementsAre("after"));
}

TEST_F(TransactionTest, FencingIsSeenInAbortToo) {
  EXPECT_EQ(Produce("a"), Outcome::kDone);
  AwaitAtBroker();  // an abort with nothing at the broker would be local
  cluster_.broker().PushErrors(testing::kEndTxn, {RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH});
  EXPECT_EQ(sink_->Abort(), Outcome::kFenced);
  ExpectUsableOnlyAfterReopen(Outcome::kFenced);
}

TEST_F(TransactionTest, ARecordThatTheClientCallsTooLargeIsFatalAndNothingOfItsTransactionCommits) {
  options_.properties["linger.ms"] = "5000";
  Open({});
  EXPECT_EQ(Produce("before"), Outcome::kDone);
  EXPECT_EQ(Produce(std::string(200000, 'x')), Outcome::kFatal);
  EXPECT_THAT(sink_->last_error(), HasSubstr("200000 bytes"));
  EXPECT_EQ(Commit(), Outcome::kFatal);
  EXPECT_THAT(cluster_.Read("out"), IsEmpty());
}

TEST_F(TransactionTest, ABrokenConnectionIsFollowedByANewProducer) {
  EXPECT_EQ(Transact("first"), Outcome::kDone);
  EXPECT_THAT(events_.log(), Not(HasSubstr("new producer")));
  cluster_.broker().PushErrors(testing::kEndTxn, {RD_KAFKA_RESP_ERR__TRANSPORT});
  EXPECT_EQ(Transact("second"), Outcome::kDone) << sink_->last_error();
  ExpectUsable();
  EXPECT_THAT(events_.log(), HasSubstr("new producer"));
  EXPECT_THAT(cluster_.Read("out"), ElementsAre("first", "second", "after"));
}

TEST_F(TransactionTest, AnEndThatIsNotAnsweredIsUnknown) {
  Open({.slice = milliseconds(100), .end = milliseconds(300)});
  EXPECT_EQ(Produce("a"), Outcome::kDone);
  AwaitAtBroker();
  cluster_.broker().SetDown(true);
  EXPECT_EQ(sink_->Commit({}), Outcome::kUnknown);
  EXPECT_THAT(sink_->last_error(), HasSubstr("commit_transaction"));
  cluster_.broker().SetDown(false);
  ExpectUsableOnlyAfterReopen(Outcome::kUnknown);
}

TEST_F(TransactionTest, WithoutABrokerReopenLeavesWaitingToTheSource) {
  Open({.slice = milliseconds(100), .init = milliseconds(300), .offsets = milliseconds(300), .end = milliseconds(300)});
  cluster_.broker().SetDown(true);
  EXPECT_EQ(sink_->Prepare(milliseconds(100)), Outcome::kAborted);
  EXPECT_EQ(Produce("too early"), Outcome::kAborted);
  EXPECT_EQ(sink_->Reopen(), Outcome::kDone);
  EXPECT_EQ(sink_->Prepare(milliseconds(100)), Outcome::kAborted);
  cluster_.broker().SetDown(false);
  EXPECT_EQ(sink_->Prepare(milliseconds(10000)), Outcome::kDone) << sink_->last_error();
  ExpectUsable();
  EXPECT_THAT(cluster_.Read("out"), ElementsAre("after"));
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
  EXPECT_THAT(cluster_.Read("out"), ElementsAre("a", "b"));
}

}  // namespace
}  // namespace marsad::kafka
