// Every class of error of every transactional call, injected into the embedded broker, gets the answer that
// transaction.h promises, and leaves behind what it says: the same producer goes on, or nothing but a new one does.
#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <string>
#include <vector>

#include "lib/kafka/testing/transaction_fixture.h"
#include "tests/eventually.h"

namespace marsad::kafka {
namespace {

using pipeline::Outcome;
using testing::ApiKey;

// `codes` of one request that mean the same; each is tried for itself.
struct Row {
  std::string name;
  ApiKey api;
  Outcome outcome;
  std::string call;  // what the error must begin with
  std::vector<int> codes;
};

void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }

const std::string kInit = "init_transactions: ";
const std::string kOffsets = "send_offsets_to_transaction: ";
const std::string kCommit = "commit_transaction: ";
const std::string kEither;  // the request is sent by itself: whichever call comes next tells

constexpr int kVersionWithNewAnswer = 0x02080000;
const std::vector<int> kCoordinatorIsBusy = {
    RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS, RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE,
    RD_KAFKA_RESP_ERR_NOT_COORDINATOR, RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS, RD_KAFKA_RESP_ERR__TRANSPORT};
const std::vector<int> kNewer = {RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH, RD_KAFKA_RESP_ERR_PRODUCER_FENCED};
const std::vector<int> kNoRight = {RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
                                   RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED};
const std::vector<int> kTopicRight = {RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED};

const std::vector<Row> kRows = {
    {"InitBusy", testing::kInitProducerId, Outcome::kDone, "", kCoordinatorIsBusy},
    {"InitUnexpected", testing::kInitProducerId, Outcome::kDone, "", {RD_KAFKA_RESP_ERR_UNKNOWN}},
    {"InitFenced", testing::kInitProducerId, Outcome::kFenced, kInit, kNewer},
    {"InitNoRight", testing::kInitProducerId, Outcome::kFatal, kInit, kNoRight},
    {"InitTimeoutOutOfRange",
     testing::kInitProducerId,
     Outcome::kFatal,
     kInit + "INVALID_TRANSACTION_TIMEOUT",
     {RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT}},

    {"PartitionsBusy", testing::kAddPartitionsToTxn, Outcome::kDone, "", kCoordinatorIsBusy},
    {"PartitionsUnknownTopic",
     testing::kAddPartitionsToTxn,
     Outcome::kDone,
     "",
     {RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART}},
    {"PartitionsAbortable",
     testing::kAddPartitionsToTxn,
     Outcome::kAborted,
     kEither,
     {RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT, RD_KAFKA_RESP_ERR_UNKNOWN, RD_KAFKA_RESP_ERR_INVALID_PRODUCER_ID_MAPPING}},
    {"PartitionsFenced", testing::kAddPartitionsToTxn, Outcome::kFenced, kEither, kNewer},
    {"PartitionsDisputed",
     testing::kAddPartitionsToTxn,
     Outcome::kUnknown,
     kEither,
     {RD_KAFKA_RESP_ERR_INVALID_TXN_STATE}},
    {"PartitionsNoRight", testing::kAddPartitionsToTxn, Outcome::kFatal, kEither, kNoRight},
    {"PartitionsNoRightOnTopic", testing::kAddPartitionsToTxn, Outcome::kFatal, kEither, kTopicRight},

    {"ProduceRetried",
     testing::kProduce,
     Outcome::kDone,
     "",
     {RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS, RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
      RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT, RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART,
      RD_KAFKA_RESP_ERR_KAFKA_STORAGE_ERROR, RD_KAFKA_RESP_ERR__TRANSPORT}},
    {"ProduceAbortable",
     testing::kProduce,
     Outcome::kAborted,
     kEither,
     {RD_KAFKA_RESP_ERR_UNKNOWN, RD_KAFKA_RESP_ERR_INVALID_TXN_STATE, RD_KAFKA_RESP_ERR_UNKNOWN_PRODUCER_ID,
      RD_KAFKA_RESP_ERR_INVALID_PRODUCER_ID_MAPPING}},
    // librdkafka 2.0.2 gives the transaction up, 2.8.0 sends the batch again.
    {"ProduceInvalid",
     testing::kProduce,
     rd_kafka_version() < kVersionWithNewAnswer ? Outcome::kAborted : Outcome::kDone,
     kEither,
     {RD_KAFKA_RESP_ERR_INVALID_MSG}},
    {"ProduceFenced", testing::kProduce, Outcome::kFenced, kEither, kNewer},
    {"ProduceLostSequence",
     testing::kProduce,
     Outcome::kUnknown,
     kEither,
     {RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER}},
    {"ProduceNoRight", testing::kProduce, Outcome::kFatal, kEither, kNoRight},
    {"ProduceRefused",
     testing::kProduce,
     Outcome::kFatal,
     "topic out ",
     {RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE,
      RD_KAFKA_RESP_ERR_INVALID_RECORD}},

    {"AddOffsetsBusy", testing::kAddOffsetsToTxn, Outcome::kDone, "", kCoordinatorIsBusy},
    {"AddOffsetsAbortable",
     testing::kAddOffsetsToTxn,
     Outcome::kAborted,
     kOffsets,
     {RD_KAFKA_RESP_ERR_UNKNOWN, RD_KAFKA_RESP_ERR_INVALID_PRODUCER_ID_MAPPING}},
    {"AddOffsetsFenced", testing::kAddOffsetsToTxn, Outcome::kFenced, kOffsets, kNewer},
    {"AddOffsetsDisputed",
     testing::kAddOffsetsToTxn,
     Outcome::kUnknown,
     kOffsets,
     {RD_KAFKA_RESP_ERR_INVALID_TXN_STATE}},
    {"AddOffsetsNoRight", testing::kAddOffsetsToTxn, Outcome::kFatal, kOffsets, kNoRight},
    {"AddOffsetsNoRightOnGroup",
     testing::kAddOffsetsToTxn,
     Outcome::kFatal,
     kOffsets + "GROUP_AUTHORIZATION_FAILED",
     {RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED}},

    {"OffsetsBusy", testing::kTxnOffsetCommit, Outcome::kDone, "", kCoordinatorIsBusy},
    {"OffsetsTimedOut", testing::kTxnOffsetCommit, Outcome::kDone, "", {RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT}},
    {"OffsetsOfOneWhoLostItsPlace",
     testing::kTxnOffsetCommit,
     Outcome::kAborted,
     kOffsets,
     {RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION, RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID, RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID,
      RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS}},
    {"OffsetsFenced", testing::kTxnOffsetCommit, Outcome::kFenced, kOffsets, kNewer},
    {"OffsetsDisputed",
     testing::kTxnOffsetCommit,
     Outcome::kUnknown,
     kOffsets,
     {RD_KAFKA_RESP_ERR_INVALID_TXN_STATE, RD_KAFKA_RESP_ERR_INVALID_PRODUCER_ID_MAPPING}},
    {"OffsetsNoRight", testing::kTxnOffsetCommit, Outcome::kFatal, kOffsets, kNoRight},
    {"OffsetsNoRightOnGroup",
     testing::kTxnOffsetCommit,
     Outcome::kFatal,
     kOffsets + "GROUP_AUTHORIZATION_FAILED",
     {RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED}},
    {"OffsetsNoRightOnTopic", testing::kTxnOffsetCommit, Outcome::kFatal, kOffsets, kTopicRight},

    {"EndBusy", testing::kEndTxn, Outcome::kDone, "", kCoordinatorIsBusy},
    {"EndRefused",
     testing::kEndTxn,
     Outcome::kAborted,
     kCommit,
     {RD_KAFKA_RESP_ERR_UNKNOWN, RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT, RD_KAFKA_RESP_ERR_UNKNOWN_PRODUCER_ID,
      RD_KAFKA_RESP_ERR_INVALID_PRODUCER_ID_MAPPING}},
    {"EndFenced", testing::kEndTxn, Outcome::kFenced, kCommit, kNewer},
    {"EndDisputed", testing::kEndTxn, Outcome::kUnknown, kCommit, {RD_KAFKA_RESP_ERR_INVALID_TXN_STATE}},
    {"EndNoRight", testing::kEndTxn, Outcome::kFatal, kCommit, kNoRight},
};

class TransactionErrorsTest : public testing::TransactionFixture, public ::testing::WithParamInterface<Row> {
 protected:
  // How often `value` is in the output topic; the embedded broker shows aborted records, too.
  int64_t Count(const std::string& value) {
    const std::vector<std::string> out = cluster_.Read("out");
    return std::count(out.begin(), out.end(), value);
  }
};

INSTANTIATE_TEST_SUITE_P(All, TransactionErrorsTest, ::testing::ValuesIn(kRows),
                         [](const auto& test) { return test.param.name; });

TEST_P(TransactionErrorsTest, GetsItsAnswer) {
  const Row& row = GetParam();
  for (const int code : row.codes) {
    const std::string name = rd_kafka_err2name(static_cast<rd_kafka_resp_err_t>(code));
    SCOPED_TRACE(name);
    Open({});
    if (row.api != testing::kInitProducerId) {
      ASSERT_EQ(sink_->Prepare(tests::kPatience), Outcome::kDone);
    }
    cluster_.broker().PushErrors(row.api, {code});
    ASSERT_EQ(Transact(name), row.outcome) << sink_->last_error();
    if (row.outcome == Outcome::kDone) {
      EXPECT_EQ(Count(name), 1);
      continue;
    }
    EXPECT_THAT(sink_->last_error(), ::testing::StartsWith(row.call));
    EXPECT_LE(Count(name), 1);
    const std::string again = name + " again";
    if (row.outcome != Outcome::kAborted) {
      EXPECT_EQ(Transact("too early"), row.outcome);
      EXPECT_EQ(sink_->Abort(), row.outcome);
      ASSERT_EQ(sink_->Reopen(), Outcome::kDone) << sink_->last_error();
    }
    EXPECT_EQ(Transact(again), Outcome::kDone) << sink_->last_error();
    EXPECT_EQ(Count(again), 1);
  }
  EXPECT_EQ(Count("too early"), 0);
}

}  // namespace
}  // namespace marsad::kafka
