// Producer, Reader and topic checks against the embedded broker.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/kafka/testing/faulty_broker.h"
#include "lib/kafka/tools/producer.h"
#include "lib/kafka/tools/reader.h"
#include "lib/kafka/tools/topics.h"
#include "tests/eventually.h"

namespace marsad::kafka {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ToolsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(broker_.CreateTopic("t", 1));
    properties_ = {{"bootstrap.servers", broker_.bootstrap_servers()}};
    auto producer = OpenProducer(properties_, 1000, events_);
    ASSERT_TRUE(producer);
    producer_ = std::move(*producer);
  }

  void Send(std::string_view value) {
    ASSERT_TRUE(
        producer_->Send({.topic = "t", .key = "k", .value = value, .timestamp = Timestamp::FromMillis(1700000000000)}));
    ASSERT_TRUE(producer_->Flush(tests::kPatience));
  }

  std::unique_ptr<Reader> Open(ReadFrom from) {
    auto reader = OpenReader({.properties = properties_, .topic = "t", .from = from}, events_);
    EXPECT_TRUE(reader);
    return reader ? std::move(*reader) : nullptr;
  }

  // The values up to the end.
  static std::vector<std::string> Values(Reader& reader) {
    std::vector<std::string> values;
    do {
      auto record = reader.Read(milliseconds(100));
      EXPECT_TRUE(record);
      if (record && *record) values.emplace_back((*record)->value.value_or("null"));
    } while (!reader.at_end());
    return values;
  }

  EventSink events_;
  testing::FaultyBroker broker_;
  Properties properties_;
  std::unique_ptr<Producer> producer_;
};

TEST_F(ToolsTest, ReadsFromWhereItIsAsked) {
  for (const char* value : {"a", "b", "c"}) Send(value);
  EXPECT_THAT(Values(*Open({})), ElementsAre("a", "b", "c"));
  EXPECT_THAT(Values(*Open({.kind = ReadFrom::Kind::kTail, .value = 2})), ElementsAre("b", "c"));
  EXPECT_THAT(Values(*Open({.kind = ReadFrom::Kind::kOffset, .value = 2})), ElementsAre("c"));
  const auto reader = Open({.kind = ReadFrom::Kind::kEnd});
  EXPECT_THAT(Values(*reader), IsEmpty());
  Send("d");
  const auto late = reader->Read(tests::kPatience);  // it was at the end already
  ASSERT_TRUE(late && *late);
  EXPECT_EQ((*late)->value, "d");
}

TEST_F(ToolsTest, ABoundedReaderLendsNothingThatCameLater) {
  for (const char* value : {"a", "b"}) Send(value);
  auto reader = OpenReader({.properties = properties_, .topic = "t", .bounded = true}, events_);
  ASSERT_TRUE(reader);
  Send("late");
  EXPECT_THAT(Values(**reader), ElementsAre("a", "b"));
  const auto after = (*reader)->Read(milliseconds(300));
  ASSERT_TRUE(after);
  EXPECT_EQ(*after, std::nullopt);
  EXPECT_TRUE((*reader)->at_end());
}

TEST_F(ToolsTest, ABoundedReaderOfAnEmptyTopicEnds) {
  auto reader = OpenReader({.properties = properties_, .topic = "t", .bounded = true}, events_);
  ASSERT_TRUE(reader);
  EXPECT_THAT(Values(**reader), IsEmpty());
}

TEST_F(ToolsTest, SendsToTheAskedPartition) {
  ASSERT_TRUE(broker_.CreateTopic("four", 4));
  for (const Partition partition : {Partition(3), Partition(1)}) {
    ASSERT_TRUE(producer_->Send({.topic = "four", .key = "k", .value = "x", .partition = partition}));
  }
  ASSERT_TRUE(producer_->Flush(tests::kPatience));
  for (const Partition partition : {Partition(3), Partition(1)}) {
    auto reader = OpenReader(
        {.properties = properties_, .topic = "four", .from = {.partition = partition}, .bounded = true}, events_);
    ASSERT_TRUE(reader);
    EXPECT_THAT(Values(**reader), ElementsAre("x")) << partition.number();
  }
}

TEST_F(ToolsTest, CarriesNullEmptyKeyHeadersAndTimestamp) {
  const std::vector<record::HeaderView> headers = {{"x", "1"}, {"x", std::nullopt}, {"y", ""}};
  ASSERT_TRUE(producer_->Send({.topic = "t", .headers = headers, .timestamp = Timestamp::FromMillis(1700000000001)}));
  ASSERT_TRUE(producer_->Send({.topic = "t", .key = "", .value = ""}));
  ASSERT_TRUE(producer_->Flush(tests::kPatience));
  const auto reader = Open({});
  auto first = reader->Read(tests::kPatience);
  ASSERT_TRUE(first && *first);
  EXPECT_EQ((*first)->key, std::nullopt);
  EXPECT_EQ((*first)->value, std::nullopt);
  EXPECT_EQ((*first)->timestamp, Timestamp::FromMillis(1700000000001));
  ASSERT_EQ((*first)->headers.size(), 3u);
  EXPECT_EQ((*first)->headers[0].value, "1");
  EXPECT_EQ((*first)->headers[1].value, std::nullopt);
  EXPECT_EQ((*first)->headers[2].value, "");
  auto second = reader->Read(tests::kPatience);
  ASSERT_TRUE(second && *second);
  EXPECT_EQ((*second)->key, "");
  EXPECT_EQ((*second)->value, "");
  EXPECT_THAT((*second)->headers, IsEmpty());
  EXPECT_GT((*second)->timestamp, Timestamp::FromMillis(1700000000001)) << "the client's clock";
}

TEST_F(ToolsTest, AnUnknownTimestampStaysUnknown) {
  ASSERT_TRUE(producer_->Send({.topic = "t", .value = "none", .timestamp = Timestamp()}));
  ASSERT_TRUE(producer_->Send({.topic = "t", .value = "one", .timestamp = Timestamp::FromMillis(1700000000001)}));
  ASSERT_TRUE(producer_->Flush(tests::kPatience));
  const auto reader = Open({});
  const auto first = reader->Read(tests::kPatience);
  ASSERT_TRUE(first && *first);
  EXPECT_EQ((*first)->value, "none");
  EXPECT_EQ((*first)->timestamp, Timestamp());
  const auto second = reader->Read(tests::kPatience);
  ASSERT_TRUE(second && *second);
  EXPECT_EQ((*second)->timestamp, Timestamp::FromMillis(1700000000001));
}

TEST_F(ToolsTest, SaysWhatWasNotSent) {
  const auto large = producer_->Send({.topic = "t", .value = std::string(100000, 'x')});
  ASSERT_FALSE(large);
  EXPECT_THAT(large.error().message, HasSubstr("topic t"));
  broker_.PushErrors(0, {29});  // Produce: TOPIC_AUTHORIZATION_FAILED
  ASSERT_TRUE(producer_->Send({.topic = "t", .value = "x"}));
  const auto flushed = producer_->Flush(tests::kPatience);
  ASSERT_FALSE(flushed);
  EXPECT_THAT(flushed.error().message, HasSubstr("1 records were not taken"));
  auto other = OpenProducer(properties_, 1000, events_);
  ASSERT_TRUE(other);
  broker_.SetDown(true);
  ASSERT_TRUE((*other)->Send({.topic = "t", .value = "x"}));
  EXPECT_THAT((*other)->Flush(milliseconds(50)).error().message, HasSubstr("not acknowledged"));
}

TEST_F(ToolsTest, AsksForTheBrokerWhereNoneTookARecord) {
  broker_.SetDown(true);
  Properties properties = properties_;
  properties["message.timeout.ms"] = "200";
  auto producer = OpenProducer(properties, 1000, events_);
  ASSERT_TRUE(producer);
  ASSERT_TRUE((*producer)->Send({.topic = "t", .value = "x"}));
  const auto flushed = (*producer)->Flush(tests::kPatience);
  ASSERT_FALSE(flushed);
  EXPECT_THAT(flushed.error().message, HasSubstr("does a broker answer at " + broker_.bootstrap_servers()));
}

TEST_F(ToolsTest, ChecksTopics) {
  ASSERT_TRUE(broker_.CreateTopic("wider", 3));
  const auto report =
      CheckTopics(properties_, {{.name = "t"}, {.name = "wider"}, {.name = "absent"}}, tests::kPatience);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->brokers, 1);
  ASSERT_EQ(report->topics.size(), 2u);
  EXPECT_EQ(report->topics[1].partitions, 3);
  EXPECT_THAT(report->problems,
              ElementsAre(HasSubstr("absent"), HasSubstr("topic wider has 3 partitions, but t has 1")));
}

TEST_F(ToolsTest, ChecksPartitionsOnlyWhereOrderNeedsThem) {
  ASSERT_TRUE(broker_.CreateTopic("dead", 3));
  const auto report =
      CheckTopics(properties_, {{.name = "t"}, {.name = "dead", .same_partitions = false}}, tests::kPatience);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_THAT(report->problems, IsEmpty());
}

TEST_F(ToolsTest, AStageWithStateNeedsAPartitionForEachThread) {
  ASSERT_TRUE(broker_.CreateTopic("wide", 3));
  const auto problems = [&](int threads) {
    const auto report = CheckTopics(properties_, {{.name = "wide", .min_partitions = threads}}, seconds(60));
    EXPECT_TRUE(report) << report.error().message;
    return report ? report->problems : std::vector<std::string>{"no answer"};
  };
  EXPECT_THAT(problems(3), IsEmpty());
  EXPECT_THAT(problems(4),
              ElementsAre("topic wide has 3 partitions, but a stage with state reads it with 4 threads: set "
                          "threads to no more than its partitions"));
}

TEST_F(ToolsTest, SaysThatNoBrokerAnswers) {
  broker_.SetDown(true);
  const auto report = CheckTopics(properties_, {{.name = "t"}}, milliseconds(300));
  ASSERT_FALSE(report);
  EXPECT_THAT(report.error().message, HasSubstr(broker_.bootstrap_servers()));
  const auto refused = CheckTopics({{"bootstrap.servers", "127.0.0.1:1"}}, {{.name = "t"}}, milliseconds(1000));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("Connection refused"));
  EXPECT_FALSE(OpenReader({.properties = properties_, .topic = "t", .timeout = milliseconds(300)}, events_));
}

}  // namespace
}  // namespace marsad::kafka
