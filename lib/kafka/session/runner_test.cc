// The runner with the real client: the whole loop but for the broker.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <set>
#include <utility>

#include "lib/base/clock.h"
#include "lib/kafka/session/session.h"
#include "lib/kafka/testing/cluster.h"
#include "lib/kafka/tools/producer.h"
#include "lib/pipeline/runner.h"
#include "lib/pipeline/testing/identity.h"
#include "tests/eventually.h"

namespace marsad::kafka {
namespace {

using std::chrono::seconds;

// Stops the run after so many records; the first commit meets an accident.
class Conductor final : public pipeline::Observer {
 public:
  Conductor(uint64_t records, std::function<void()> accident) : records_(records), accident_(std::move(accident)) {}

  void OnBatch(const pipeline::BatchEvent& event) override {
    if (event.end == pipeline::BatchEnd::kCommitted) committed += event.records;
    if (accident_) std::exchange(accident_, nullptr)();
    if (committed >= records_) stop = true;
  }

  std::atomic<bool> stop{false};
  uint64_t committed = 0;

 private:
  const uint64_t records_;
  std::function<void()> accident_;
};

TEST(RunnerOverKafka, CopiesEveryRecordOnceThoughAConnectionBreaksInACommit) {
  constexpr int kRecords = 300;
  constexpr int kEndTxn = 26;
  constexpr int kTransport = -195;  // librdkafka's code: the broker hangs up instead of answering
  EventSink silence;
  testing::Cluster cluster(2);
  auto producer = OpenProducer(cluster.Properties(), 1 << 20, silence);
  ASSERT_TRUE(producer);
  std::set<std::string> expected;
  for (int i = 0; i < kRecords; ++i) {
    const std::string key = "urn:" + std::to_string(i);
    // Every tenth is a kill, every seventh no record at all, the others an empty article.
    const std::string_view article("\x0a\x00", 2);
    const auto value = i % 10 == 0 ? std::nullopt : std::optional(i % 7 == 0 ? std::string_view("\xff") : article);
    ASSERT_TRUE((*producer)->Send({.topic = "in", .key = key, .value = value}));
    expected.insert((i % 10 != 0 && i % 7 == 0 ? "dead " : "out ") + key);
  }
  ASSERT_TRUE((*producer)->Flush(tests::kPatience));

  auto session = OpenSession(cluster.Options(), silence);
  ASSERT_TRUE(session);
  Conductor conductor(kRecords, [&] { cluster.broker().PushErrors(kEndTxn, {kTransport}); });
  const auto journal = pipeline::NullJournal();
  pipeline::Stages stages;
  stages.push_back(std::make_unique<pipeline::testing::Identity>());
  pipeline::Chain chain(std::move(stages), {.input_topic = "in", .build = "test"}, SystemClock(), *journal, conductor);
  pipeline::RunnerOptions options;
  options.max_records = 50;
  pipeline::Runner runner({.source = (*session)->source(),
                           .sink = (*session)->sink(),
                           .chain = chain,
                           .journal = *journal,
                           .observer = conductor,
                           .clock = SystemClock()},
                          options);
  ASSERT_EQ(runner.Run(conductor.stop), pipeline::RunEnd::kStopped) << runner.error();
  EXPECT_EQ(conductor.committed, static_cast<uint64_t>(kRecords));

  std::multiset<std::string> got;
  for (const char* topic : {"out", "dead"}) {
    for (const std::string& key : cluster.Read(topic, testing::Cluster::Part::kKey)) {
      got.insert(std::string(topic) + " " + key);
    }
  }
  EXPECT_THAT(got, ::testing::UnorderedElementsAreArray(expected));
}

}  // namespace
}  // namespace marsad::kafka
