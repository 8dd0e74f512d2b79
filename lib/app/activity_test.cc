#include "lib/app/activity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/app/watchdog.h"

namespace marsad::app {
namespace {

using namespace std::chrono_literals;
using pipeline::Outcome;
using Step = Activity::Step;

class FakeClock final : public Clock {
 public:
  int64_t UnixMicros() const override { return 0; }
  std::chrono::steady_clock::time_point Now() const override { return now; }
  std::chrono::steady_clock::time_point now{1000s};
};

// Notes what its activity says during each call.
class Ports final : public pipeline::Source, public pipeline::Sink, public pipeline::StateSource {
 public:
  explicit Ports(const Activity& activity) : activity_(activity) {}
  std::string_view topic() const override { return "in"; }
  pipeline::Polled Poll(const pipeline::PollLimits&) override { return {Note(), {}}; }
  Outcome Rewind() override { return Note(); }
  bool settled() const override { return is_settled; }
  pipeline::StateEnd End(Partition partition) override {
    return {.outcome = Note(), .offset = Offset(partition.number())};
  }
  pipeline::StateSlice Read(Partition, Offset offset, const pipeline::PollLimits&) override {
    return {.outcome = Note(), .records = {}, .next = offset};
  }
  Outcome Produce(std::span<const pipeline::Output>) override { return Note(); }
  Outcome Commit(std::span<const pipeline::Position>) override { return Note(); }
  Outcome Abort() override { return Note(); }
  Outcome Reopen() override { return Note(); }
  std::string last_error() const override { return "why"; }

  std::vector<std::string> notes;
  bool is_settled = false;

 private:
  Outcome Note() {
    notes.push_back(activity_.Describe());
    return Outcome::kUnknown;
  }
  const Activity& activity_;
};

TEST(ActivityTest, SaysWhichCallIsOpen) {
  const FakeClock clock;
  Activity activity({"normalize", "tag"}, clock);
  EXPECT_EQ(activity.Describe(), "waiting to start");
  Ports ports(activity);
  const auto source = Observe(static_cast<pipeline::Source&>(ports), activity);
  const auto sink = Observe(static_cast<pipeline::Sink&>(ports), activity);
  EXPECT_EQ(source->Poll({}).outcome, Outcome::kUnknown);
  EXPECT_EQ(source->Rewind(), Outcome::kUnknown);
  EXPECT_EQ(sink->Produce({}), Outcome::kUnknown);
  EXPECT_EQ(sink->Commit({}), Outcome::kUnknown);
  EXPECT_EQ(sink->Abort(), Outcome::kUnknown);
  EXPECT_EQ(sink->Reopen(), Outcome::kUnknown);
  EXPECT_EQ(source->topic(), "in");
  EXPECT_EQ(source->last_error(), "why");
  EXPECT_EQ(sink->last_error(), "why");
  // What a restoring runner waits for must come through.
  EXPECT_FALSE(source->settled());
  ports.is_settled = true;
  EXPECT_TRUE(source->settled());
  EXPECT_THAT(ports.notes,
              testing::ElementsAre("polling for records", "going back to the committed offsets", "producing",
                                   "committing a transaction", "aborting a transaction", "opening a new producer"));
  EXPECT_EQ(activity.Describe(), "between two calls");
}

// Each slice is a step of its own, so that a topic that takes hours to read is no call that never returns.
TEST(ActivityTest, EachSliceOfTheStateTopicIsAStep) {
  FakeClock clock;
  Activity activity({"count"}, clock);
  Ports ports(activity);
  const auto state = Observe(static_cast<pipeline::StateSource&>(ports), activity);
  EXPECT_EQ(state->End(Partition(3)).offset, Offset(3));
  for (Offset slice; slice < Offset(10); slice = slice.next()) {
    clock.now += 60s;
    EXPECT_EQ(state->Read(Partition(3), slice, {}).next, slice);
    EXPECT_EQ(FindStuck({{"worker 0", &activity}}, 30s), std::nullopt);
  }
  EXPECT_EQ(state->last_error(), "why");
  EXPECT_EQ(ports.notes.size(), 11u);
  EXPECT_THAT(ports.notes, testing::Each("reading the state topic"));
}

TEST(ActivityTest, SaysWhichStageHasWhichRecord) {
  const FakeClock clock;
  Activity activity({"normalize", "tag"}, clock);
  const auto inner = pipeline::NullJournal();
  const auto journal = Observe(*inner, activity);
  journal->Enter(Partition(3), Offset(17), 1);
  EXPECT_EQ(activity.Describe(), "in stage tag, partition 3, offset 17");
  journal->Leave();
  EXPECT_EQ(activity.Describe(), "between two calls");
  EXPECT_THAT(journal->culprits(), testing::IsEmpty());
}

TEST(WatchdogTest, FindsTheWorkerThatDoesNotComeBack) {
  FakeClock clock;
  Activity quick({}, clock);
  Activity slow({"tag"}, clock);
  const std::vector<Watched> workers = {{"worker 0", &quick}, {"worker 1", &slow}};
  slow.BeginApplying(Partition(2), Offset(9), 0);
  clock.now += 120s;
  EXPECT_EQ(FindStuck(workers, 120s), std::nullopt);
  clock.now += 1500ms;
  EXPECT_EQ(FindStuck(workers, 120s), "worker 1 has been in stage tag, partition 2, offset 9, for 121 s");
  slow.Begin(Step::kBetween);
  EXPECT_EQ(FindStuck(workers, 120s), std::nullopt);
}

// Whose record counts when the watchdog ends the process.
TEST(WatchdogTest, TellsWhoIsStuckFromWhoIsAtWork) {
  FakeClock clock;
  Activity stuck({"tag"}, clock);
  Activity at_work({"tag"}, clock);
  stuck.BeginApplying(Partition(0), Offset(9), 0);
  clock.now += 120s;
  at_work.BeginApplying(Partition(1), Offset(4), pipeline::kOutsideStages);
  clock.now += 1s;
  EXPECT_TRUE(IsStuck(stuck, 120s));
  EXPECT_FALSE(IsStuck(at_work, 120s));
  EXPECT_EQ(at_work.Describe(), "outside the stages, partition 1, offset 4");
}

TEST(WatchdogTest, WhoWaitsOrHasEndedIsNotStuck) {
  FakeClock clock;
  Activity waiting({}, clock);
  Activity ended({}, clock);
  ended.Begin(Step::kEnded);
  clock.now += 1h;
  EXPECT_EQ(FindStuck({{"a", &waiting}, {"b", &ended}}, 1s), std::nullopt);
}

TEST(WatchdogTest, CallsOnceAndEndsInOrder) {
  FakeClock clock;
  Activity stuck({}, clock);
  stuck.Begin(Step::kCommitting);
  clock.now += 10s;
  std::atomic<int> calls = 0;
  std::string words;
  {
    StopFlag called;
    const Watchdog watchdog({{"worker 0", &stuck}}, 5s, [&](const std::string& text) {
      words = text;
      ++calls;
      called.Set();
    });
    EXPECT_TRUE(called.WaitFor(10s));
  }
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(words, "worker 0 has been committing a transaction, for 10 s");
}

}  // namespace
}  // namespace marsad::app
