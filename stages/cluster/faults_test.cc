// Every fault at every call around the stage itself: outputs and state are those of a twin that nobody disturbed.
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "lib/pipeline/testing/fake_clock.h"
#include "lib/pipeline/testing/memory_log.h"
#include "lib/pipeline/testing/runner_fixture.h"
#include "lib/pipeline/testing/thinning.h"
#include "lib/record/redrive.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/cluster/stage.h"
#include "stages/cluster/testing/article.h"
#include "stages/cluster/testing/records.h"

namespace marsad::cluster {
namespace {

using pipeline::Lane;
using pipeline::Output;
using pipeline::testing::Fault;
using pipeline::testing::FaultPlan;
using pipeline::testing::MemoryClient;
using pipeline::testing::MemoryLog;
using testing::StreamRecord;

// As small as may be: articles leave the window, and are forgotten, within the stream.
ClusterLimits Limits() {
  ClusterLimits limits;
  limits.window_millis = int64_t{9} * 60'000;
  limits.thin_millis = int64_t{14} * 60'000;
  limits.most_leaving = 2;
  return limits;
}

pipeline::Stages Stages() {
  pipeline::Stages stages;
  stages.push_back(MakeCluster(testing::Model(), "toy-bundle", Limits()));
  return stages;
}

// What came out: keys and values in order, times aside; letters; state.
struct Seen {
  std::vector<std::pair<std::string, std::string>> out;
  uint64_t letters = 0;
  std::map<std::string, std::string> state;
};

std::string WithoutTimes(const std::string& value) {
  v1::EnrichedArticle article;
  EXPECT_TRUE(article.ParseFromString(value));
  for (v1::StageRun& run : *article.mutable_runs()) {
    run.clear_started();
    run.clear_finished();
  }
  return article.SerializeAsString();
}

Seen Committed(MemoryLog& log) {
  log.LandMarkers();
  Seen seen;
  for (const Output& output : log.ReadCommitted(Lane::kOut)) {
    seen.out.emplace_back(output.key.value_or(""), WithoutTimes(output.value.value_or("")));
  }
  seen.letters = log.ReadCommitted(Lane::kDead).size();
  seen.state = log.ReadState(Partition(0));
  return seen;
}

class StopAfter final : public pipeline::Observer {
 public:
  StopAfter(MemoryLog& log, uint64_t batches) : log_(log), batches_(batches) {}
  void OnBatch(const pipeline::BatchEvent& event) override {
    if (event.end == pipeline::BatchEnd::kCommitted && --batches_ == 0) stop = true;
    if (log_.IsDone(Partition(0))) stop = true;
  }
  std::atomic<bool> stop{false};

 private:
  MemoryLog& log_;
  uint64_t batches_;
};

class ClusterFaultsTest : public ::testing::Test {
 protected:
  void Fill(MemoryLog& log, size_t poll) const {
    for (const StreamRecord& record : stream_) {
      pipeline::testing::StoredRecord stored;
      stored.timestamp = testing::At(record.minute);
      stored.key = record.key;
      stored.value = record.value;
      if (!record.original.empty()) stored.headers.push_back({std::string(record::kOriginalHeader), record.original});
      log.Append(Partition(0), std::move(stored));
    }
    log.LimitPolls(poll);
    log.LimitCalls(3'000);
  }

  // One process, until its death or until so many batches are committed.
  pipeline::RunEnd Live(MemoryLog& log, uint64_t batches, size_t batch) {
    StopAfter observer(log, batches);
    MemoryClient client(log, 0);
    const auto journal = pipeline::NullJournal();
    pipeline::Chain chain(Stages(), {.input_topic = "news.ordered", .build = "1"}, clock_, *journal, observer);
    pipeline::RunnerOptions options;
    options.max_records = batch;
    options.sleep = [this](std::chrono::milliseconds time) { clock_.Pass(time); };
    pipeline::Runner runner({client, client, chain, *journal, observer, clock_, &client}, options);
    try {
      const pipeline::RunEnd end = runner.Run(observer.stop);
      error_ = runner.error();
      return end;
    } catch (const pipeline::testing::Death&) {
      return pipeline::RunEnd::kStopped;  // the next one takes over
    }
  }

  // The calls that it took.
  uint64_t Run(const FaultPlan& plan, uint64_t delay, MemoryLog::MarkerOrder order, size_t batch) {
    MemoryLog log(1);
    Fill(log, batch);
    log.DelayMarkers(delay, order);
    log.Plan(plan);
    try {
      while (!log.IsDone(Partition(0))) Live(log, 1'000, batch);
      const Seen seen = Committed(log);
      EXPECT_EQ(seen.out, twin_.out);
      EXPECT_EQ(seen.letters, twin_.letters);
      EXPECT_EQ(seen.state, twin_.state);
    } catch (const pipeline::testing::Runaway&) {
      ADD_FAILURE() << "went in circles: " << error_;
    }
    return log.calls();
  }

  // Applies the stream to one stage, without a runner.
  Seen Twin() {
    const auto journal = pipeline::NullJournal();
    pipeline::Observer nobody;
    pipeline::Chain chain(Stages(), {.input_topic = "news.ordered", .build = "1"}, clock_, *journal, nobody);
    Seen seen;
    int64_t offset = 0;
    for (const StreamRecord& record : stream_) {
      std::vector<record::HeaderView> headers;
      if (!record.original.empty()) headers.push_back({record::kOriginalHeader, record.original});
      std::vector<Output> outputs;
      chain.Apply({.partition = Partition(0),
                   .offset = Offset(offset++),
                   .timestamp = testing::At(record.minute),
                   .key = record.key,
                   .value = record.value,
                   .headers = headers},
                  &outputs);
      for (Output& output : outputs) {
        const std::string key = output.key.value_or("");
        if (output.lane == Lane::kDead) ++seen.letters;
        if (output.lane == Lane::kOut) seen.out.emplace_back(key, WithoutTimes(output.value.value_or("")));
        if (output.lane != Lane::kState) continue;
        if (output.value) {
          seen.state[key] = *output.value;
        } else {
          seen.state.erase(key);
        }
      }
    }
    return seen;
  }

  pipeline::testing::FakeClock clock_;
  const std::vector<StreamRecord> stream_ = testing::TestStream();
  const Seen twin_ = Twin();
  std::string error_;
};

constexpr MemoryLog::MarkerOrder kOrders[] = {MemoryLog::MarkerOrder::kOffsetsFirst,
                                              MemoryLog::MarkerOrder::kOffsetsLast};

// So that the twin is worth being compared with.
TEST_F(ClusterFaultsTest, TheStreamHasEveryChange) {
  ASSERT_EQ(twin_.out.size(), stream_.size());
  for (size_t i = 0; i < stream_.size(); ++i) {
    v1::EnrichedArticle article;
    ASSERT_TRUE(article.ParseFromString(twin_.out[i].second));
    const v1::StageRun& run = article.runs(article.runs_size() - 1);
    const std::string change =
        run.status() == v1::StageRun::FAILED ? "FAILED" : v1::Story::Change::Kind_Name(article.story().change());
    EXPECT_EQ(change, stream_[i].change) << i << ": " << stream_[i].key;
    EXPECT_EQ(twin_.out[i].first, stream_[i].key);
  }
  EXPECT_LT(twin_.state.size(), stream_.size());
  EXPECT_EQ(twin_.letters, 2u);
}

// The number of each change of a story is one more than that of the one before.
TEST_F(ClusterFaultsTest, SequencesHaveNoGap) {
  std::map<std::string, uint64_t> last;
  for (const auto& [key, value] : twin_.out) {
    v1::EnrichedArticle article;
    ASSERT_TRUE(article.ParseFromString(value));
    if (!article.story().has_sequence()) continue;
    EXPECT_EQ(article.story().sequence(), ++last[article.story().id()]) << key;
  }
  EXPECT_GE(last.size(), 2u);
}

TEST_F(ClusterFaultsTest, AnySplitIntoBatches) {
  for (const size_t batch : {1, 2, 7, 1'000}) {
    SCOPED_TRACE(batch);
    Run({}, 0, kOrders[0], batch);
  }
}

TEST_F(ClusterFaultsTest, EverySingleFault) {
  uint64_t runs = 0;
  for (const size_t batch : {1, 4}) {
    for (const uint64_t delay : {0, 3}) {
      for (const MemoryLog::MarkerOrder order : kOrders) {
        const uint64_t calls = Run({}, delay, order, batch);
        for (uint64_t call = 0; call < calls; ++call) {
          for (const Fault fault : pipeline::testing::kFaults) {
            if (++runs % pipeline::testing::Thinning() != 0) continue;
            SCOPED_TRACE(::testing::Message()
                         << "batches of " << batch << ", call " << call << ", fault " << static_cast<int>(fault)
                         << ", delay " << delay << ", order " << static_cast<int>(order));
            Run({{call, fault}}, delay, order, batch);
            if (HasFailure()) return;
          }
        }
      }
    }
  }
}

// Only the last record of each key is left in the state topic when the next process starts.
TEST_F(ClusterFaultsTest, RestoresFromACompactedTopicAfterEveryBatch) {
  for (const size_t batch : {1, 3}) {
    MemoryLog log(1);
    Fill(log, batch);
    while (!log.IsDone(Partition(0))) {
      Live(log, 1, batch);
      log.Compact(batch == 1 ? MemoryLog::Nulls::kGo : MemoryLog::Nulls::kStay);
    }
    const Seen seen = Committed(log);
    EXPECT_EQ(seen.out, twin_.out);
    EXPECT_EQ(seen.state, twin_.state);
  }
}

}  // namespace
}  // namespace marsad::cluster
