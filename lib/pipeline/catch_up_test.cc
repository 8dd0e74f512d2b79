#include "lib/pipeline/catch_up.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "lib/pipeline/testing/memory_log.h"
#include "lib/pipeline/testing/toy_stateful.h"

namespace marsad::pipeline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using Memory = std::map<std::string, std::string>;

constexpr PollLimits kSlice = {.max_records = 2, .wait = std::chrono::milliseconds(0)};

// Partitions of counts; notes from where it is read.
class Topic final : public StateSource {
 public:
  StateEnd End(Partition partition) override {
    if (outcome != Outcome::kDone) return {.outcome = outcome, .offset = Offset(0)};
    return {.outcome = Outcome::kDone, .offset = testing::EndOf(records[partition])};
  }
  StateSlice Read(Partition partition, Offset offset, const PollLimits& limits) override {
    asked.emplace_back(partition, offset);
    if (outcome != Outcome::kDone) return {.outcome = outcome, .records = {}};
    lent_.clear();
    const auto& all = records[partition];
    for (; offset < testing::EndOf(all) && lent_.size() < limits.max_records; offset = offset.next()) {
      const auto& [key, value] = all[static_cast<size_t>(offset.value())];
      lent_.push_back({.offset = offset, .key = key, .value = value});
    }
    return {.outcome = Outcome::kDone, .records = lent_, .next = offset};
  }
  std::string last_error() const override { return "why"; }

  std::map<Partition, std::vector<std::pair<std::string, std::string>>> records;
  std::vector<std::pair<Partition, Offset>> asked;
  Outcome outcome = Outcome::kDone;

 private:
  std::vector<StateEntry> lent_;
};

class CatchUpTest : public ::testing::Test {
 protected:
  CatchUpTest() {
    topic_.records[Partition(0)] = {{"key/a", "1 1"}, {"key/b", "1 2"}, {"key/a", "2 3"}};
    topic_.records[Partition(1)] = {{"key/c", "1 1"}};
  }
  // Until it is done.
  void Finish() {
    while (!catch_up_.done()) ASSERT_EQ(catch_up_.Step(kSlice), Outcome::kDone);
  }

  const Memory first_ = {{"key/a", "2 3"}, {"key/b", "1 2"}};
  const Memory second_ = {{"key/c", "1 1"}};
  Topic topic_;
  testing::ToyStateful step_{9};
  CatchUp catch_up_{topic_, step_};
};

TEST_F(CatchUpTest, GoesInSlicesAndTellsHowFarItIs) {
  catch_up_.Assign({Partition(0), Partition(1)});
  EXPECT_EQ(catch_up_.progress(), std::nullopt);
  EXPECT_EQ(catch_up_.Step(kSlice), Outcome::kDone);
  const auto progress = catch_up_.progress();
  ASSERT_TRUE(progress);
  EXPECT_EQ(progress->partition, Partition(0));
  EXPECT_EQ(progress->next, Offset(2));
  EXPECT_EQ(progress->end, Offset(3));
  Finish();
  EXPECT_EQ(step_.Memory(Partition(0)), first_);
  EXPECT_EQ(step_.Memory(Partition(1)), second_);
}

// The group may take partitions away, and say so twice, before it says which come back: what is known of these is not
// read again, and what is known of the others is forgotten.
TEST_F(CatchUpTest, ARevocationMayComeTwice) {
  catch_up_.Assign({Partition(0), Partition(1)});
  Finish();
  catch_up_.Assign({});
  catch_up_.Assign({});
  EXPECT_TRUE(catch_up_.done()) << "there is nothing to read";
  EXPECT_EQ(step_.Memory(Partition(0)), first_);
  EXPECT_EQ(step_.Memory(Partition(1)), second_);
  topic_.records[Partition(0)].emplace_back("key/b", "2 4");
  topic_.asked.clear();
  catch_up_.Assign({Partition(0)});
  EXPECT_THAT(step_.Memory(Partition(1)), IsEmpty());
  Finish();
  EXPECT_THAT(topic_.asked, ElementsAre(Pair(Partition(0), Offset(3))));
  EXPECT_THAT(step_.Memory(Partition(0)), ElementsAre(Pair("key/a", "2 3"), Pair("key/b", "2 4")));
}

TEST_F(CatchUpTest, TheEndOfASessionDropsAllOnce) {
  catch_up_.Assign({Partition(0), Partition(1)});
  Finish();
  catch_up_.Drop();
  catch_up_.Drop();
  EXPECT_TRUE(catch_up_.done());
  EXPECT_THAT(step_.Memory(Partition(0)), IsEmpty());
  EXPECT_THAT(step_.Memory(Partition(1)), IsEmpty());
}

TEST_F(CatchUpTest, TellsNoAnswerFromARefusal) {
  catch_up_.Assign({Partition(0)});
  for (const Outcome outcome : {Outcome::kAborted, Outcome::kFatal}) {
    topic_.outcome = outcome;
    EXPECT_EQ(catch_up_.Step(kSlice), outcome);
    EXPECT_EQ(catch_up_.error(), "why");
  }
  topic_.outcome = Outcome::kDone;
  Finish();
  EXPECT_EQ(step_.Memory(Partition(0)), first_);
}

TEST_F(CatchUpTest, ARecordThatIsNotTheStepsEndsIt) {
  topic_.records[Partition(0)].emplace_back("other", "1");
  catch_up_.Assign({Partition(0)});
  Outcome outcome = Outcome::kDone;
  while (outcome == Outcome::kDone && !catch_up_.done()) outcome = catch_up_.Step(kSlice);
  EXPECT_EQ(outcome, Outcome::kFatal);
  EXPECT_EQ(catch_up_.error(), "state topic, partition 0, offset 3: no record of the step count: other");
}

}  // namespace
}  // namespace marsad::pipeline
