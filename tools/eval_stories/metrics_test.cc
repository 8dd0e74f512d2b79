#include "tools/eval_stories/metrics.h"

#include <gtest/gtest.h>

namespace marsad::eval_stories {
namespace {

// Counted by hand: a a a b, predicted 1 1 2 2.
const Labels kLabels = {{"a", "a", "a", "b"}, {1, 1, 2, 2}};

TEST(StoryMetrics, BCubedIsThatCountedByHand) {
  const Agreement agreement = BCubed(kLabels);
  EXPECT_DOUBLE_EQ(agreement.precision, (1 + 1 + 0.5 + 0.5) / 4);
  EXPECT_DOUBLE_EQ(agreement.recall, (2.0 / 3 + 2.0 / 3 + 1.0 / 3 + 1) / 4);
}

// One of a crowd in the first group, two alone together.
const Labels kCrowded = {{"a", "", "a", "", "a", "", "b"}, {1, 1, 1, 3, 2, 3, 2}};

TEST(StoryMetrics, ACrowdIsWrongInAGroupAndIsNotCountedItself) {
  const Agreement agreement = BCubed(kCrowded);
  EXPECT_DOUBLE_EQ(agreement.precision, (2.0 / 3 + 2.0 / 3 + 0.5 + 0.5) / 4);
  EXPECT_DOUBLE_EQ(agreement.recall, BCubed(kLabels).recall);
  EXPECT_DOUBLE_EQ(BCubed(Labelled(kCrowded)).precision, BCubed(kLabels).precision);
  EXPECT_DOUBLE_EQ(Fragments(Labelled(kCrowded)), 1.5);
}

TEST(StoryMetrics, PairwiseIsThatCountedByHand) {
  const Agreement agreement = Pairwise(kLabels);
  EXPECT_DOUBLE_EQ(agreement.precision, 1.0 / 2);
  EXPECT_DOUBLE_EQ(agreement.recall, 1.0 / 3);
  EXPECT_DOUBLE_EQ(agreement.F(), 0.4);
  EXPECT_DOUBLE_EQ(Pairwise({{"a", "b"}, {1, 2}}).F(), 1);
}

TEST(StoryMetrics, FragmentsAreTheStoriesThatOneBecame) { EXPECT_DOUBLE_EQ(Fragments(kLabels), 1.5); }

TEST(StoryMetrics, TheRightGroupsAgreeInEverything) {
  const Labels right = {{"a", "a", "b"}, {7, 7, 9}};
  EXPECT_DOUBLE_EQ(BCubed(right).F(), 1);
  EXPECT_DOUBLE_EQ(Pairwise(right).F(), 1);
  EXPECT_DOUBLE_EQ(Fragments(right), 1);
}

}  // namespace
}  // namespace marsad::eval_stories
