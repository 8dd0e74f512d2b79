#include "stages/cluster/align.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/seed.h"

namespace marsad::cluster {
namespace {

using Words = std::vector<uint32_t>;

TEST(Align, FindsNothingInNothing) {
  EXPECT_TRUE(Align({}, {}).shared.empty());
  EXPECT_TRUE(Align(Words{1, 2, 3}, {}).shared.empty());
  EXPECT_EQ(Align({}, Words{1, 2, 3}).gaps.size(), 1u);
}

TEST(Align, MatchesEqualTextsAsOneRun) {
  const Words text = {1, 2, 3, 4, 5};
  const Alignment found = Align(text, text);
  EXPECT_EQ(found.shared, (std::vector<Shared>{{{0, 5}, {0, 5}}}));
  EXPECT_TRUE(found.gaps.empty());
}

TEST(Align, PairsWhatWasReplaced) {
  const Alignment found = Align(Words{1, 2, 3, 40, 5, 6, 7}, Words{1, 2, 3, 4, 5, 6, 7});
  ASSERT_EQ(found.gaps.size(), 1u);
  EXPECT_TRUE(found.gaps[0].is_paired);
  EXPECT_FALSE(found.gaps[0].is_edge);
  EXPECT_EQ(found.gaps[0].here, (WordRange{3, 1}));
  EXPECT_EQ(found.gaps[0].there, (WordRange{3, 1}));
}

TEST(Align, KeepsSingleWordsInsideAGap) {
  const Alignment found = Align(Words{1, 2, 3, 40, 5, 60, 7, 8, 9}, Words{1, 2, 3, 4, 5, 6, 7, 8, 9});
  EXPECT_EQ(found.matched, 7u);
  EXPECT_EQ(found.gaps.size(), 2u);
}

TEST(Align, FollowsPassagesThatMoved) {
  const Alignment found = Align(Words{5, 6, 7, 8, 1, 2, 3, 4}, Words{1, 2, 3, 4, 5, 6, 7, 8});
  EXPECT_EQ(found.matched, 8u);
  EXPECT_EQ(found.shared, (std::vector<Shared>{{{0, 4}, {4, 4}}, {{4, 4}, {0, 4}}}));
}

// A passage that stands twice in the earlier text goes on where the last run ended.
TEST(Align, GoesOnWhereTheLastRunEnded) {
  const Words there = {1, 2, 3, 9, 9, 4, 5, 6, 1, 2, 3, 7};
  const Alignment found = Align(Words{4, 5, 6, 1, 2, 3}, there);
  EXPECT_EQ(found.shared, (std::vector<Shared>{{{0, 6}, {5, 6}}}));
}

TEST(Align, TakesNoWordTwice) {
  const Alignment found = Align(Words{1, 2, 3, 1, 2, 3}, Words{1, 2, 3, 8});
  EXPECT_EQ(found.matched, 3u);
}

// Whatever the texts are: runs are equal words, lie apart, and with the gaps make up the whole of the newer one.
TEST(Align, TellsTheWholeOfTheNewerText) {
  std::mt19937 random(tests::Seed());
  for (int round = 0; round < 2000; ++round) {
    Words here(random() % 60);
    Words there(random() % 60);
    for (Words* words : {&here, &there}) {
      for (uint32_t& word : *words) word = static_cast<uint32_t>(random() % 8);
    }
    const Alignment found = Align(here, there);
    std::vector<int> told(here.size());
    std::vector<int> used(there.size());
    uint32_t matched = 0;
    for (const Shared& run : found.shared) {
      ASSERT_EQ(run.here.count, run.there.count);
      for (uint32_t i = 0; i < run.here.count; ++i) {
        ASSERT_EQ(here[run.here.begin + i], there[run.there.begin + i]);
        ++told[run.here.begin + i];
        ++used[run.there.begin + i];
      }
      matched += run.here.count;
    }
    for (const Gap& gap : found.gaps) {
      for (uint32_t at = gap.here.begin; at < gap.here.end(); ++at) ++told[at];
      for (uint32_t at = gap.there.begin; at < gap.there.end(); ++at) ++used[at];
    }
    ASSERT_EQ(matched, found.matched);
    ASSERT_TRUE(std::all_of(told.begin(), told.end(), [](int times) { return times == 1; })) << round;
    ASSERT_TRUE(std::all_of(used.begin(), used.end(), [](int times) { return times <= 1; })) << round;
  }
}

}  // namespace
}  // namespace marsad::cluster
