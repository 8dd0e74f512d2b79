#include "lib/text/offset_map.h"

#include <gtest/gtest.h>

namespace marsad::text {
namespace {

// original: A b (x) c [ee] d    search: A b c [E] d, where x was dropped and ee became E
OffsetMap Example() {
  OffsetMap map;
  map.AddSame(2);
  map.AddChange(1, 0);
  map.AddSame(1);
  map.AddChange(2, 1);
  map.AddSame(1);
  return map;
}

TEST(OffsetMapTest, NeighboursOfTheSameKindMergeButChangesDoNot) {
  OffsetMap map;
  map.AddSame(2);
  map.AddSame(3);
  map.AddChange(2, 1);
  map.AddChange(2, 1);
  const std::vector<OffsetMap::Run> expected = {{5, 2, 1}, {0, 2, 1}};
  EXPECT_EQ(map.runs(), expected);
  EXPECT_EQ(map.ToOriginal({5, 6}), (OriginalSpan{5, 7}));
  EXPECT_EQ(map.ToOriginal({6, 7}), (OriginalSpan{7, 9}));
}

TEST(OffsetMapTest, LeadsToTheSmallestOriginal) {
  const OffsetMap map = Example();
  EXPECT_EQ(map.ToOriginal({0, 2}), (OriginalSpan{0, 2}));  // the dropped byte after stays out
  EXPECT_EQ(map.ToOriginal({2, 3}), (OriginalSpan{3, 4}));  // and the one before
  EXPECT_EQ(map.ToOriginal({1, 3}), (OriginalSpan{1, 4}));
  EXPECT_EQ(map.ToOriginal({3, 4}), (OriginalSpan{4, 6}));
  EXPECT_EQ(map.ToOriginal({4, 5}), (OriginalSpan{6, 7}));
  EXPECT_EQ(map.ToOriginal({0, 5}), (OriginalSpan{0, 7}));
  EXPECT_EQ(map.ToOriginal({5, 5}), (OriginalSpan{7, 7}));
}

TEST(OffsetMapTest, LeadsToTheSearchText) {
  const OffsetMap map = Example();
  EXPECT_EQ(map.ToSearch({0, 3}), (SearchSpan{0, 2}));
  EXPECT_EQ(map.ToSearch({2, 3}), (SearchSpan{2, 2}));  // nothing is left of it
  EXPECT_EQ(map.ToSearch({3, 5}), (SearchSpan{2, 4}));  // half of a change counts as all of it
  EXPECT_EQ(map.ToSearch({6, 7}), (SearchSpan{4, 5}));
}

TEST(OffsetMapTest, EmptyTexts) {
  EXPECT_EQ(OffsetMap().ToOriginal({0, 0}), (OriginalSpan{0, 0}));
  OffsetMap dropped;
  dropped.AddChange(3, 0);
  EXPECT_EQ(dropped.ToSearch({0, 3}), (SearchSpan{0, 0}));
}

TEST(OffsetMapTest, SurvivesItsColumns) { EXPECT_EQ(OffsetMap::FromRuns(Example().runs()), Example()); }

}  // namespace
}  // namespace marsad::text
