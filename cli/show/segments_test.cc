#include "cli/show/segments.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace marsad::cli {
namespace {

std::string Shown(const std::vector<Segment>& segments) {
  std::string shown;
  for (const Segment& segment : segments) {
    shown += segment.entity ? "[" + std::string(segment.text) + "]" + std::to_string(*segment.entity)
                            : std::string(segment.text);
  }
  return shown;
}

TEST(CutSegmentsTest, CutsAtMarks) {
  EXPECT_EQ(Shown(CutSegments("Putin met Trump.", 0, 16, {{10, 15, 1}, {0, 5, 0}})), "[Putin]0 met [Trump]1.");
}

TEST(CutSegmentsTest, MarksMayTouch) {
  EXPECT_EQ(Shown(CutSegments("abcdef", 0, 6, {{0, 3, 0}, {3, 6, 1}})), "[abc]0[def]1");
  EXPECT_EQ(Shown(CutSegments("abcdef", 1, 5, {{1, 2, 0}, {2, 5, 1}})), "[b]0[cde]1");
}

TEST(CutSegmentsTest, StaysWithinTheRange) {
  EXPECT_EQ(Shown(CutSegments("one two three", 4, 7, {{0, 3, 0}, {4, 7, 1}, {8, 13, 2}})), "[two]1");
  EXPECT_EQ(Shown(CutSegments("one", 1, 900, {})), "ne");
  EXPECT_EQ(Shown(CutSegments("one", 7, 9, {})), "");
}

TEST(CutSegmentsTest, LeavesOutWhatCannotBe) {
  EXPECT_EQ(Shown(CutSegments("abcdef", 0, 6, {{0, 4, 0}, {2, 6, 1}})), "[abcd]0ef");  // overlapping
  EXPECT_EQ(Shown(CutSegments("abcdef", 0, 6, {{2, 2, 0}, {4, 3, 1}, {5, 7, 2}})), "abcdef");
  EXPECT_EQ(Shown(CutSegments("\u0645\u0645", 0, 4, {{1, 4, 0}})), "\u0645\u0645");  // in the middle of a MEEM
}

TEST(CutSegmentsTest, OfTwoAtOnePlaceTheLongerWins) {
  EXPECT_EQ(Shown(CutSegments("Saudi Arabia", 0, 12, {{0, 5, 0}, {0, 12, 1}})), "[Saudi Arabia]1");
}

RC_GTEST_PROP(CutSegmentsProperty, TextIsWholeWhateverTheMarks, (const std::string& text)) {
  auto marks = *rc::gen::container<std::vector<Marked>>(
      rc::gen::map(rc::gen::pair(rc::gen::inRange<uint32_t>(0, 40), rc::gen::inRange<uint32_t>(0, 40)),
                   [](std::pair<uint32_t, uint32_t> at) {
                     return Marked{at.first, at.second, 0};
                   }));
  std::string whole;
  for (const Segment& segment : CutSegments(text, 0, static_cast<uint32_t>(text.size()), marks)) {
    RC_ASSERT(!segment.text.empty());
    whole += segment.text;
  }
  RC_ASSERT(whole == text);
}

}  // namespace
}  // namespace marsad::cli
