#include "lib/pipeline/runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "lib/pipeline/testing/runner_fixture.h"

namespace marsad::pipeline {
namespace {

using std::chrono::milliseconds;
using ::testing::Each;
using ::testing::ElementsAre;
using testing::FakeClock;
using testing::Fault;
using testing::FaultPlan;
using ::testing::IsEmpty;
using ::testing::Le;
using testing::MemoryClient;
using testing::RunnerTest;

TEST_F(RunnerTest, CommitsAtOnceWhenNothingWaits) {
  Add(Partition(0), 5);
  EXPECT_EQ(Run(), RunEnd::kStopped);
  EXPECT_THAT(recorder_.Sizes(), ElementsAre(5u));
  EXPECT_EQ(log_.ReadCommitted(Lane::kOut).size(), 5u);
  // Poll, five outputs, Poll, Commit: no waiting for a window that nothing would fill.
  EXPECT_EQ(log_.calls(), 8u);
  EXPECT_THAT(pauses_, IsEmpty());
}

TEST_F(RunnerTest, ManyPollsMakeOneBatch) {
  Add(Partition(0), 10);
  log_.LimitPolls(3);
  Run();
  EXPECT_THAT(recorder_.Sizes(), ElementsAre(10u));
}

TEST_F(RunnerTest, EndsABatchByRecords) {
  Add(Partition(0), 10);
  options_.max_records = 4;
  Run();
  EXPECT_THAT(recorder_.Sizes(), ElementsAre(4u, 4u, 2u));
}

TEST_F(RunnerTest, EndsABatchByBytesButTakesOneAtLeast) {
  Add(Partition(0), 3);
  options_.max_bytes = 1;
  Run();
  EXPECT_THAT(recorder_.Sizes(), ElementsAre(1u, 1u, 1u));
}

TEST_F(RunnerTest, EndsABatchByTheBytesThatItMade) {
  Add(Partition(0), 3);
  options_.max_output_bytes = 1;
  Run();
  EXPECT_THAT(recorder_.Sizes(), ElementsAre(1u, 1u, 1u));
}

TEST_F(RunnerTest, EndsABatchByTime) {
  Add(Partition(0), 2'000);
  clock_ = std::make_unique<FakeClock>(milliseconds(1));
  options_.window = milliseconds(100);
  Run();
  EXPECT_GT(recorder_.batches.size(), 20u);
  EXPECT_THAT(recorder_.Sizes(), Each(Le(100u)));
  EXPECT_EQ(log_.ReadCommitted(Lane::kOut).size(), 2'000u);
}

TEST_F(RunnerTest, AnEmptyWindowStillProcesses) {
  Add(Partition(0), 2);
  options_.window = milliseconds(0);
  Run();
  EXPECT_THAT(recorder_.Sizes(), ElementsAre(1u, 1u));
}

TEST_F(RunnerTest, PositionsMoveWithoutOutputs) {
  Add(Partition(0), 3, "skip");
  EXPECT_EQ(Run(), RunEnd::kStopped);
  EXPECT_EQ(log_.committed(Partition(0)), Offset(3));
  EXPECT_THAT(log_.ReadCommitted(Lane::kOut), IsEmpty());
}

TEST_F(RunnerTest, StopCommitsWhatWasProcessed) {
  Add(Partition(0), 100);
  class StopAfterThree final : public Observer {
   public:
    explicit StopAfterThree(std::atomic<bool>& stop) : stop_(stop) {}
    void OnInput(uint64_t) override { stop_ = ++seen_ == 3; }

   private:
    std::atomic<bool>& stop_;
    int seen_ = 0;
  } observer(stop_);
  const auto journal = NullJournal();
  MemoryClient client(log_);
  Chain chain(testing::ToyStages(), {}, *clock_, *journal, observer);
  Runner runner({client, client, chain, *journal, observer, *clock_}, options_);
  EXPECT_EQ(runner.Run(stop_), RunEnd::kStopped);
  EXPECT_EQ(log_.committed(Partition(0)), Offset(3));
  EXPECT_EQ(log_.ReadCommitted(Lane::kOut).size(), 3u);
}

TEST_F(RunnerTest, StopLeavesNoOpenTransaction) {
  Add(Partition(0), 2);
  log_.Plan({{1, Fault::kAbort}});  // the first Produce()
  recorder_.on_batch = [this](const BatchEvent&) { stop_ = true; };
  EXPECT_EQ(Run(), RunEnd::kStopped);
  EXPECT_EQ(log_.calls(), 3u) << "Poll, Produce, Abort";
}

TEST_F(RunnerTest, ReadsAgainAfterAnAbort) {
  Add(Partition(0), 5);
  log_.Plan({{7, Fault::kAbort}});  // Commit()
  EXPECT_EQ(Run(), RunEnd::kStopped);
  ASSERT_EQ(recorder_.batches.size(), 2u);
  EXPECT_EQ(recorder_.batches[0].end, BatchEnd::kAborted);
  EXPECT_EQ(recorder_.batches[0].error, "aborted");
  EXPECT_EQ(recorder_.batches[1].end, BatchEnd::kCommitted);
  EXPECT_EQ(log_.ReadCommitted(Lane::kOut).size(), 5u);
  EXPECT_THAT(recorder_.reopens, IsEmpty());
  EXPECT_THAT(pauses_, IsEmpty()) << "a single failure is mended at once";
}

TEST_F(RunnerTest, ReopensAfterAnUnknownCommit) {
  for (const Fault fault : {Fault::kUnknownAborted, Fault::kUnknownCommitted}) {
    Add(Partition(0), 1);
    recorder_ = {};
    stop_ = false;
    log_.Plan({{log_.calls() + 3, fault}});  // Poll, Produce, Poll, Commit
    // The log is drained where the commit took effect, but the runner cannot know.
    recorder_.on_batch = [this](const BatchEvent& event) {
      if (event.end == BatchEnd::kUnknown) Add(Partition(1), 1);
      stop_ = log_.Drained();
    };
    EXPECT_EQ(Run(), RunEnd::kStopped);
    EXPECT_THAT(recorder_.reopens, ElementsAre("unknown"));
    EXPECT_EQ(recorder_.batches.at(0).end, BatchEnd::kUnknown);
  }
  EXPECT_EQ(log_.ReadCommitted(Lane::kOut).size(), 4u);
}

TEST_F(RunnerTest, GivesUpWhenFencedTooOften) {
  Add(Partition(0), 1);
  FaultPlan plan;
  for (uint64_t call = 0; call < 1'000; ++call) plan.emplace(call, Fault::kFence);
  plan.erase(0);
  // Poll, Produce (fenced), then Reopen() answers kFenced each time.
  log_.Plan(plan);
  EXPECT_EQ(Run(), RunEnd::kFenced);
  EXPECT_EQ(recorder_.reopens.size(), 3u);
  EXPECT_EQ(error_, "fenced");
}

TEST_F(RunnerTest, FencingNowAndThenIsSurvived) {
  int fences = 0;
  Add(Partition(0), 1);
  recorder_.on_batch = [&](const BatchEvent& event) {
    if (event.end != BatchEnd::kCommitted) return;
    clock_->Pass(std::chrono::seconds(21));  // two or three within any minute
    stop_ = fences == 20;
    ++fences;
    log_.Fence();
    Add(Partition(0), 1);
  };
  EXPECT_EQ(Run(), RunEnd::kStopped);
  EXPECT_EQ(recorder_.reopens.size(), 20u);
}

TEST_F(RunnerTest, UnknownOutcomesAreNoFencing) {
  Add(Partition(0), 1);
  FaultPlan plan;
  for (uint64_t call = 1; call < 20; ++call) plan.emplace(call, Fault::kUnknownAborted);
  log_.Plan(plan);  // the broker is away: Produce(), then Reopen() again and again
  EXPECT_EQ(Run(), RunEnd::kStopped);
  EXPECT_GT(recorder_.reopens.size(), 10u);
}

TEST_F(RunnerTest, PausesGrowAndAreBounded) {
  Add(Partition(0), 1);
  FaultPlan plan;
  for (uint64_t call = 1; call < 40; ++call) plan.emplace(call, Fault::kUnknownAborted);
  log_.Plan(plan);
  Run();
  std::chrono::milliseconds total{0};
  for (const milliseconds pause : pauses_) {
    EXPECT_LE(pause, milliseconds(50)) << "in slices, so that a stop is seen";
    total += pause;
  }
  // 39 failures: none, 10, 20, ... 640 ms, then 1 s each.
  EXPECT_EQ(total, milliseconds(10 + 20 + 40 + 80 + 160 + 320 + 640 + 31 * 1000));
}

TEST_F(RunnerTest, AStopEndsAPause) {
  Add(Partition(0), 1);
  FaultPlan plan;
  for (uint64_t call = 1; call < 5'000; ++call) plan.emplace(call, Fault::kUnknownAborted);
  log_.Plan(plan);
  options_.sleep = [this](milliseconds time) {
    pauses_.push_back(time);
    stop_ = pauses_.size() == 30;
  };
  EXPECT_EQ(Run(), RunEnd::kStopped);
  EXPECT_EQ(pauses_.size(), 30u);
}

TEST_F(RunnerTest, ARebalanceIsNoFailureOfTheSink) {
  Add(Partition(0), 6);
  log_.LimitPolls(3);
  log_.Plan({{4, Fault::kInterrupt}});  // the second Poll(), three records into the batch
  EXPECT_EQ(Run(), RunEnd::kStopped);
  EXPECT_EQ(recorder_.batches.at(0).end, BatchEnd::kInterrupted);
  EXPECT_EQ(recorder_.batches.at(0).records, 3u);
  EXPECT_EQ(recorder_.batches.at(1).records, 6u);
  EXPECT_EQ(log_.ReadCommitted(Lane::kOut).size(), 6u);
}

TEST_F(RunnerTest, EndsWhenAPortCannotGoOn) {
  Add(Partition(0), 1);
  log_.Plan({{0, Fault::kFatal}});
  EXPECT_EQ(Run(), RunEnd::kFatal);
  EXPECT_EQ(error_, "fatal");
  log_.Plan({{log_.calls() + 1, Fault::kFatal}});
  EXPECT_EQ(Run(), RunEnd::kFatal);
  log_.Plan({{log_.calls(), Fault::kFence}});
  EXPECT_EQ(Run(), RunEnd::kFenced) << "the consumer's place was taken";
  EXPECT_EQ(Run(), RunEnd::kStopped);
}

TEST_F(RunnerTest, ABatchIsToldOnceHoweverLongTheWayBack) {
  Add(Partition(0), 2);
  log_.Plan({{1, Fault::kAbort}, {2, Fault::kUnknownAborted}, {4, Fault::kInterrupt}, {5, Fault::kUnknownAborted}});
  EXPECT_EQ(Run(), RunEnd::kStopped);
  EXPECT_THAT(recorder_.Sizes(), ElementsAre(1u, 2u));
}

}  // namespace
}  // namespace marsad::pipeline
