// What the runner does with records on which the process died before.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/pipeline/runner.h"
#include "lib/pipeline/testing/runner_fixture.h"

namespace marsad::pipeline {
namespace {

using ::testing::ElementsAre;
using testing::Fault;
using ::testing::IsEmpty;
using testing::RunnerTest;
using ::testing::SizeIs;

TEST_F(RunnerTest, TheCulpritGoesAlone) {
  Add(Partition(0), 7);
  Run({{.partition = Partition(0), .offset = Offset(3), .stages = 2, .deaths = 1}});
  EXPECT_THAT(recorder_.Sizes(), ElementsAre(3u, 1u, 3u));
  EXPECT_THAT(journal_->culprits(), IsEmpty()) << "it is behind us";
  EXPECT_THAT(log_.ReadCommitted(Lane::kDead), IsEmpty()) << "one death does not make a dead letter";
}

TEST_F(RunnerTest, TheThirdDeathMakesADeadLetter) {
  Add(Partition(0), 2, "die-tag");
  Add(Partition(0), 1);
  Culprit culprit{.partition = Partition(0), .offset = Offset(0), .stages = 2, .deaths = 2};
  EXPECT_THROW(Run({culprit}), testing::Death);
  culprit.deaths = 3;
  EXPECT_THROW(Run({culprit}), testing::Death) << "at the second record: the first has passed";
  EXPECT_EQ(log_.committed(Partition(0)), Offset(1));
  ASSERT_EQ(log_.ReadCommitted(Lane::kDead).size(), 1u);
  EXPECT_EQ(testing::Describe(log_.ReadCommitted(Lane::kDead)[0]), "CRASH by tag: 0/0 die-tag u0 0 (copy)");
}

TEST_F(RunnerTest, AnotherPartitionIsNotHeldUpByACulprit) {
  Add(Partition(1), 8);
  Run({{.partition = Partition(0), .offset = Offset(3), .stages = 1, .deaths = 5}});
  EXPECT_THAT(recorder_.Sizes(), ElementsAre(8u));
  EXPECT_THAT(journal_->culprits(), SizeIs(1)) << "it has not been passed";
}

TEST_F(RunnerTest, CulpritsOfTwoPartitionsGoAloneAndAreForgottenEachByItself) {
  Add(Partition(0), 4);
  Add(Partition(1), 4);
  recorder_.on_batch = [this](const BatchEvent&) { stop_ = log_.committed(Partition(0)) == Offset(2); };
  Run({{.partition = Partition(0), .offset = Offset(1), .stages = 2, .deaths = 1},
       {.partition = Partition(1), .offset = Offset(3), .stages = 2, .deaths = 2}});
  EXPECT_THAT(journal_->culprits(),
              ElementsAre(Culprit{.partition = Partition(1), .offset = Offset(3), .stages = 2, .deaths = 2}));
  stop_ = false;
  recorder_.on_batch = nullptr;
  Run(journal_->culprits());
  EXPECT_THAT(journal_->culprits(), IsEmpty());
  EXPECT_EQ(recorder_.Sizes().back(), 1u) << "the last record of partition 1";
  EXPECT_EQ(log_.ReadCommitted(Lane::kOut).size(), 8u);
}

TEST_F(RunnerTest, ACulpritThatSomebodyElsePassedIsForgotten) {
  Add(Partition(0), 5);
  log_.Plan({});
  Run();
  stop_ = false;
  Add(Partition(0), 5);
  recorder_.batches.clear();
  Run({{.partition = Partition(0), .offset = Offset(3), .stages = 1, .deaths = 5}});
  EXPECT_THAT(recorder_.Sizes(), ElementsAre(5u));
  EXPECT_THAT(journal_->culprits(), IsEmpty());
  EXPECT_THAT(log_.ReadCommitted(Lane::kDead), IsEmpty());
}

TEST_F(RunnerTest, ACulpritStaysUntilItIsCommitted) {
  Add(Partition(0), 3, "article");
  log_.Plan({{2, Fault::kAbort}});  // Poll, Produce, Commit of the culprit alone
  recorder_.on_batch = [this](const BatchEvent& event) {
    if (event.end == BatchEnd::kAborted) {
      EXPECT_THAT(journal_->culprits(), SizeIs(1));
    }
    stop_ = log_.Drained();
  };
  Run({{.partition = Partition(0), .offset = Offset(0), .stages = 1, .deaths = 1}});
  EXPECT_THAT(recorder_.Sizes(), ElementsAre(1u, 1u, 2u));
  EXPECT_THAT(journal_->culprits(), IsEmpty());
}

TEST_F(RunnerTest, AnAbortedDeadLetterIsMadeAgainWithoutTheStage) {
  Add(Partition(0), 2, "die-tag");
  log_.Plan({{2, Fault::kAbort}});  // Poll, Produce, Commit of the culprit's dead letter
  EXPECT_THROW(Run({{.partition = Partition(0), .offset = Offset(0), .stages = 2, .deaths = 3}}), testing::Death)
      << "of the second";
  EXPECT_EQ(log_.committed(Partition(0)), Offset(1));
  EXPECT_EQ(recorder_.batches.at(0).end, BatchEnd::kAborted);
  EXPECT_EQ(log_.ReadCommitted(Lane::kDead).size(), 1u);
}

}  // namespace
}  // namespace marsad::pipeline
