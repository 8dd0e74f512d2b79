// The exactly-once protocol on the embedded broker. Errors that a broker answers: transaction_errors_test.cc.
#include "lib/kafka/session/transaction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>

#include <functional>
#include <utility>

#include "lib/kafka/testing/transaction_fixture.h"
#include "tests/eventually.h"

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
  EXPECT_EQ(sink_->Prepare(tests::kPatience), Outcome::kDone);
  EXPECT_EQ(Produce("a"), Outcome::kDone);
  EXPECT_EQ(Produce("b", Lane::kDead), Outcome::kDone);
  EXPECT_EQ(sink_->unsent_bytes(), 4u);
  EXPECT_EQ(Commit(), Outcome::kDone) << sink_->last_error();
  EXPECT_EQ(sink_->unsent_bytes(), 0u);
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

// The consumer is not served while a commit waits, so that /readyz would go on saying that a broker answers.
TEST_F(TransactionTest, SaysThatNoBrokerAnswersWhileItsEndWaits) {
  Open({.slice = milliseconds(100), .end = milliseconds(1000)});
  EXPECT_FALSE(sink_->connected()) << "none has answered yet";
  EXPECT_EQ(Produce("a"), Outcome::kDone);
  AwaitAtBroker();
  EXPECT_TRUE(sink_->connected());
  cluster_.broker().SetDown(true);
  EXPECT_EQ(sink_->Commit({}), Outcome::kUnknown);
  EXPECT_FALSE(sink_->connected());
  cluster_.broker().SetDown(false);
  EXPECT_EQ(sink_->Reopen(), Outcome::kDone) << sink_->last_error();
  EXPECT_TRUE(sink_->connected());
}

TEST_F(TransactionTest, WithoutABrokerReopenLeavesWaitingToTheSource) {
  Open({.slice = milliseconds(100), .init = milliseconds(300), .offsets = milliseconds(300), .end = milliseconds(300)});
  cluster_.broker().SetDown(true);
  EXPECT_EQ(sink_->Prepare(milliseconds(100)), Outcome::kAborted);
  EXPECT_EQ(Produce("too early"), Outcome::kAborted);
  EXPECT_EQ(sink_->Reopen(), Outcome::kDone);
  EXPECT_EQ(sink_->Prepare(milliseconds(100)), Outcome::kAborted);
  cluster_.broker().SetDown(false);
  EXPECT_EQ(sink_->Prepare(tests::kPatience), Outcome::kDone) << sink_->last_error();
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

// Brokers that take requests and never answer: no call takes longer than its limits together, whatever it waits for.
class SilenceTest : public TransactionTest {
 protected:
  static constexpr milliseconds kLimit{300};
  // Of one call at most: a new producer, offsets, the end, and an abort after it; and once socket.timeout.ms, since
  // librdkafka 2.0.2 waits for its request for offsets without looking at the limit it was given (librdkafka #5456).
  // Ten times that, for a machine that has much else to do; without a limit it would be minutes.
  static constexpr milliseconds kBound{10 * (4 * 300 + 1000 + 1000)};
  static constexpr int kForEver = 3'600'000;

  void OpenWithLimits() {
    options_.properties["socket.timeout.ms"] = "1000";
    Open({.slice = milliseconds(100),
          .init = kLimit,
          .room = kLimit,
          .offsets = kLimit,
          .end = kLimit,
          .abort = kLimit});
  }
  void ExpectBounded(const char* call, const std::function<Outcome()>& make) {
    const auto begun = std::chrono::steady_clock::now();
    const Outcome outcome = make();
    EXPECT_NE(outcome, Outcome::kFatal) << call << ": " << sink_->last_error();
    EXPECT_LT(std::chrono::steady_clock::now() - begun, kBound) << call;
  }
};

TEST_F(SilenceTest, NoCallOutlastsItsLimitsBeforeTheProducerIsInitialized) {
  cluster_.broker().SetRoundTrip(kForEver);
  OpenWithLimits();
  ExpectBounded("prepare", [&] { return sink_->Prepare(kLimit); });
  ExpectBounded("produce", [&] { return Produce("a"); });
  ExpectBounded("commit", [&] { return Commit(); });
  ExpectBounded("abort", [&] { return sink_->Abort(); });
  ExpectBounded("reopen", [&] { return sink_->Reopen(); });
}

TEST_F(SilenceTest, NoCallOutlastsItsLimitsInATransaction) {
  using Call = std::pair<const char*, std::function<Outcome()>>;
  const Call calls[] = {{"commit with positions", [&] { return Commit(); }},
                        {"commit without positions", [&] { return sink_->Commit({}); }},
                        {"abort", [&] { return sink_->Abort(); }},
                        {"reopen", [&] { return sink_->Reopen(); }}};
  for (const auto& [name, call] : calls) {
    cluster_.broker().SetRoundTrip(0);
    Open({});
    ASSERT_EQ(Produce(name), Outcome::kDone) << sink_->last_error();
    ASSERT_EQ(sink_->Abort(), Outcome::kDone) << sink_->last_error();
    OpenWithLimits();
    ASSERT_EQ(sink_->Prepare(tests::kPatience), Outcome::kDone) << sink_->last_error();
    ASSERT_EQ(Produce(name), Outcome::kDone) << sink_->last_error();
    cluster_.broker().SetRoundTrip(kForEver);
    ExpectBounded(name, call);
    ExpectBounded("reopen after it", [&] { return sink_->Reopen(); });
  }
}

// The coordinator of the group, or of the transaction, is silent while all others answer.
TEST_F(SilenceTest, ACommitIsAnsweredTooLate) {
  constexpr int kLate = 2000;
  cluster_.broker().SetTransactionCoordinator(MemberId(options_), 1);
  OpenWithLimits();
  ASSERT_EQ(sink_->Prepare(tests::kPatience), Outcome::kDone) << sink_->last_error();
  ASSERT_EQ(Produce("late"), Outcome::kDone);
  AwaitAtBroker();
  cluster_.broker().PushLateAnswer(1, testing::kEndTxn, kLate);
  ExpectBounded("commit", [&] {
    const Outcome outcome = Commit();
    EXPECT_EQ(outcome, Outcome::kUnknown) << sink_->last_error();
    return outcome;
  });
  Open({});  // as the next process does: with the limits of every day
  ExpectUsable();
}

TEST_F(TransactionTest, TheCoordinatorMovesInTheMiddle) {
  for (const int coordinator : {1, 2, 1}) {
    const std::string value = "before " + std::to_string(coordinator);
    ASSERT_EQ(Produce(value), Outcome::kDone) << sink_->last_error();
    cluster_.broker().SetTransactionCoordinator(MemberId(options_), coordinator);
    EXPECT_EQ(Commit(), Outcome::kDone) << sink_->last_error();
  }
  EXPECT_THAT(cluster_.Read("out"), ElementsAre("before 1", "before 2", "before 1"));
}

TEST_F(TransactionTest, ABrokerWithoutTransactionsIsFatal) {
  cluster_.broker().Forget(testing::kInitProducerId);
  Open({});
  EXPECT_EQ(sink_->Prepare(tests::kPatience), Outcome::kFatal) << sink_->last_error();
}

}  // namespace
}  // namespace marsad::kafka
