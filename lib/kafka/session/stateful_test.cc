// A stateful step after the runner with the real client: what one session remembered, the next one reads back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <string>

#include "lib/base/clock.h"
#include "lib/kafka/session/session.h"
#include "lib/kafka/testing/cluster.h"
#include "lib/kafka/tools/producer.h"
#include "lib/pipeline/runner.h"
#include "lib/pipeline/testing/toy_stages.h"
#include "lib/pipeline/testing/toy_stateful.h"
#include "tests/eventually.h"

namespace marsad::kafka {
namespace {

constexpr uint64_t kRecords = 60;
constexpr size_t kKeys = 7;

// Stops the run after so many records; notes what it is told of restoring.
class RestoreObserver final : public pipeline::Observer {
 public:
  void OnBatch(const pipeline::BatchEvent& event) override {
    EXPECT_GT(restored, 0u) << "records were applied before the topic was read";
    if (event.end == pipeline::BatchEnd::kCommitted) committed += event.records;
    if (committed >= kRecords) stop = true;
  }
  void OnRestore(const pipeline::RestoreEvent& event) override {
    if (event.is_done) ++restored;
    if (event.at) furthest = std::max(furthest, event.at->next);
  }

  std::atomic<bool> stop{false};
  uint64_t committed = 0;
  uint64_t restored = 0;
  Offset furthest{};
};

class StatefulOverKafka : public ::testing::Test {
 protected:
  // One session from its start until all that is in the input was processed. The embedded broker forgets the offsets, so
  // each one takes all of it.
  void Live(RestoreObserver* observer) {
    auto session = OpenSession(options_, events_);
    ASSERT_TRUE(session) << session.error().message;
    ASSERT_NE((*session)->state(), nullptr);
    const auto journal = pipeline::NullJournal();
    pipeline::Stages stages;
    stages.push_back(pipeline::testing::ToyDecoder());
    stages.push_back(std::make_unique<pipeline::testing::ToyStateful>(2 * kKeys));
    pipeline::Chain chain(std::move(stages), {.input_topic = "in", .build = "1"}, SystemClock(), *journal, *observer);
    pipeline::RunnerOptions options;
    options.max_records = 8;
    pipeline::Runner runner({.source = (*session)->source(),
                             .sink = (*session)->sink(),
                             .chain = chain,
                             .journal = *journal,
                             .observer = *observer,
                             .clock = SystemClock(),
                             .state = (*session)->state()},
                            options);
    ASSERT_EQ(runner.Run(observer->stop), pipeline::RunEnd::kStopped) << runner.error();
  }

  // The last value of each key of the state topic, over all partitions.
  std::map<std::string, std::string> State() {
    const std::vector<std::string> keys = cluster_.Read("state", testing::Cluster::Part::kKey);
    const std::vector<std::string> values = cluster_.Read("state");
    std::map<std::string, std::string> state;
    for (size_t i = 0; i < keys.size() && i < values.size(); ++i) state[keys[i]] = values[i];
    return state;
  }

  testing::RecordingEvents events_;
  testing::Cluster cluster_{1};
  ClientOptions options_ = cluster_.Options();
};

TEST_F(StatefulOverKafka, TheNextSessionGoesOnCounting) {
  ASSERT_TRUE(cluster_.broker().CreateTopic("state", 1));
  options_.state_topic = "state";
  auto producer = OpenProducer(cluster_.Properties(), 1 << 20, events_);
  ASSERT_TRUE(producer);
  for (uint64_t i = 0; i < kRecords; ++i) {
    const std::string value = "article k" + std::to_string(i % kKeys) + " " + std::to_string(i);
    ASSERT_TRUE((*producer)->Send({.topic = "in", .key = "any", .value = value}));
  }
  ASSERT_TRUE((*producer)->Flush(std::chrono::seconds(60)));

  RestoreObserver first;
  Live(&first);
  if (HasFatalFailure()) return;
  // 60 articles of 7 keys: k0 to k3 have nine, the others eight; the last of k3 is number 60.
  EXPECT_EQ(State()["key/k0"], "9 57");
  EXPECT_EQ(State()["key/k3"], "9 60");
  EXPECT_EQ(State()["key/k6"], "8 56");
  EXPECT_EQ(first.furthest, Offset(0));

  RestoreObserver second;
  Live(&second);
  EXPECT_GT(second.restored, 0u);
  EXPECT_EQ(State()["key/k0"], "18 117");
  EXPECT_EQ(State()["key/k3"], "18 120");
  EXPECT_EQ(State()["key/k6"], "16 116");
}

// Where a step has caught up, all partitions go to the committed offsets; without any, to where the group begins.
TEST_F(StatefulOverKafka, AGroupThatBeginsWithTheLatestRecordReadsNoOlderOne) {
  constexpr int kOld = 30;
  ASSERT_TRUE(cluster_.broker().CreateTopic("state", 1));
  options_.state_topic = "state";
  options_.properties["auto.offset.reset"] = "latest";
  auto producer = OpenProducer(cluster_.Properties(), 1 << 20, events_);
  ASSERT_TRUE(producer);
  const auto send = [&](int count) {
    for (int i = 0; i < count; ++i) ASSERT_TRUE((*producer)->Send({.topic = "in", .key = "any", .value = "article"}));
    ASSERT_TRUE((*producer)->Flush(std::chrono::seconds(60)));
  };
  send(kOld);
  auto session = OpenSession(options_, events_);
  ASSERT_TRUE(session) << session.error().message;
  pipeline::Source& source = (*session)->source();
  ASSERT_TRUE(tests::Eventually([&] {
    source.Poll({.max_records = 1});
    return source.settled();
  }));
  ASSERT_EQ(source.Rewind(), pipeline::Outcome::kDone);
  std::optional<Offset> first;
  EXPECT_TRUE(tests::Eventually([&] {
    send(1);
    const pipeline::Polled polled = source.Poll({.max_records = 1});
    if (!polled.records.empty()) first = polled.records.front().offset;
    return first.has_value();
  }));
  EXPECT_GE(first, Offset(kOld));
}

TEST_F(StatefulOverKafka, WithoutAStateTopicThereIsNothingToReadBack) {
  auto session = OpenSession(options_, events_);
  ASSERT_TRUE(session);
  EXPECT_EQ((*session)->state(), nullptr);
}

}  // namespace
}  // namespace marsad::kafka
