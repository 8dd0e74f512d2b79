#include "lib/kafka/session/state_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "lib/kafka/testing/cluster.h"
#include "lib/kafka/tools/producer.h"
#include "tests/eventually.h"

namespace marsad::kafka {
namespace {

using pipeline::Outcome;
using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using tests::Eventually;

constexpr int kListOffsets = 2;
constexpr int kTopicAuthorizationFailed = 29;

class StateReaderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(cluster_.broker().CreateTopic("state", 2));
    options_.state_topic = "state";
    auto reader = StateReader::Open(options_, events_);
    ASSERT_TRUE(reader) << reader.error().message;
    reader_ = std::move(*reader);
  }

  // Values "0", "1" and so on under the keys k0 to k2; the tenth of each ten is null.
  void Write(int32_t partition, int count) {
    auto producer = OpenProducer(cluster_.Properties(), 1 << 20, events_);
    ASSERT_TRUE(producer);
    for (int i = 0; i < count; ++i) {
      const std::string key = "k" + std::to_string(i % 3);
      const std::string value = std::to_string(i);
      const auto written = i % 10 == 9 ? std::nullopt : std::optional<std::string_view>(value);
      ASSERT_TRUE(
          (*producer)->Send({.topic = "state", .key = key, .value = written, .partition = Partition(partition)}));
    }
    ASSERT_TRUE((*producer)->Flush(std::chrono::seconds(60)));
  }

  int64_t End(int32_t partition) {
    pipeline::StateEnd end;
    EXPECT_TRUE(Eventually([&] { return (end = reader_->End(Partition(partition))).outcome == Outcome::kDone; }))
        << reader_->last_error();
    return end.offset.value();
  }

  // What stands from `from` up to `end`, as "OFFSET KEY=VALUE", and after each slice where to go on.
  std::vector<std::string> ReadTo(int32_t partition, int64_t from, int64_t end) {
    std::vector<std::string> read;
    starts_.clear();
    EXPECT_TRUE(Eventually([&] {
      const pipeline::StateSlice slice =
          reader_->Read(Partition(partition), Offset(from), {.max_records = 40, .wait = milliseconds(50)});
      if (slice.outcome != Outcome::kDone) return false;
      EXPECT_LE(slice.records.size(), 40u);
      for (const pipeline::StateEntry& entry : slice.records) {
        read.push_back(std::to_string(entry.offset.value()) + " " + std::string(entry.key) + "=" +
                       std::string(entry.value.value_or("null")));
      }
      from = slice.next.value();
      starts_.push_back(from);
      return from >= end;
    })) << reader_->last_error();
    return read;
  }

  testing::RecordingEvents events_;
  testing::Cluster cluster_{2};
  ClientOptions options_ = cluster_.Options();
  std::unique_ptr<StateReader> reader_;
  std::vector<int64_t> starts_;
};

TEST_F(StateReaderTest, ReadsOnePartitionInSlicesUpToItsEnd) {
  Write(1, 100);
  Write(0, 3);
  ASSERT_EQ(End(1), 100);
  const std::vector<std::string> read = ReadTo(1, 0, 100);
  ASSERT_EQ(read.size(), 100u);
  for (size_t i = 0; i < read.size(); ++i) {
    const std::string value = i % 10 == 9 ? "null" : std::to_string(i);
    EXPECT_EQ(read[i], std::to_string(i) + " k" + std::to_string(i % 3) + "=" + value);
  }
  EXPECT_GE(starts_.size(), 3u);
  EXPECT_EQ(starts_.back(), 100);
}

// After a doubt it goes on from where it was; after an assignment with another partition, or one that it had before.
TEST_F(StateReaderTest, GoesOnWhereItIsAskedTo) {
  Write(0, 5);
  Write(1, 3);
  ASSERT_EQ(End(0), 5);
  EXPECT_THAT(ReadTo(0, 3, 5), ElementsAre("3 k0=3", "4 k1=4"));
  ASSERT_EQ(End(1), 3);
  EXPECT_THAT(ReadTo(1, 1, 3), ElementsAre("1 k1=1", "2 k2=2"));
  Write(0, 2);
  ASSERT_EQ(End(0), 7);
  EXPECT_THAT(ReadTo(0, 5, 7), ElementsAre("5 k0=0", "6 k1=1"));
}

TEST_F(StateReaderTest, AnEmptyPartitionEndsWhereItBegins) { EXPECT_EQ(End(0), 0); }

TEST_F(StateReaderTest, WithoutAnAnswerItCanBeAskedAgain) {
  Write(0, 2);
  ASSERT_EQ(End(0), 2);
  cluster_.broker().SetDown(true);
  EXPECT_EQ(reader_->End(Partition(0)).outcome, Outcome::kAborted);
  EXPECT_THAT(reader_->last_error(), HasSubstr("state topic state: where it ends: "));
  EXPECT_FALSE(reader_->denied());
  cluster_.broker().SetDown(false);
  EXPECT_EQ(End(0), 2);
  EXPECT_THAT(ReadTo(0, 0, 2), ElementsAre("0 k0=0", "1 k1=1"));
}

TEST_F(StateReaderTest, NamesTheRightThatIsMissing) {
  Write(0, 1);
  ASSERT_EQ(End(0), 1);
  cluster_.broker().PushErrors(kListOffsets, {kTopicAuthorizationFailed, kTopicAuthorizationFailed});
  EXPECT_EQ(reader_->End(Partition(0)).outcome, Outcome::kFatal);
  EXPECT_TRUE(reader_->denied());
  EXPECT_THAT(reader_->last_error(), HasSubstr("grant Read and Write on topic state"));
}

TEST_F(StateReaderTest, AskedForAPartitionThatIsNotThereItSaysSo) {
  EXPECT_NE(reader_->End(Partition(7)).outcome, Outcome::kDone);
  EXPECT_THAT(reader_->last_error(), HasSubstr("partition"));
}

}  // namespace
}  // namespace marsad::kafka
