#include "lib/base/take_until.h"

#include <gtest/gtest.h>

namespace marsad {
namespace {

TEST(TakeUntil, CutsAtEachSeparatorAndTakesTheRestLast) {
  std::string_view text = "a | b | ";
  EXPECT_EQ(TakeUntil(" | ", &text), "a");
  EXPECT_EQ(text, "b | ");
  EXPECT_EQ(TakeUntil(" | ", &text), "b");
  EXPECT_EQ(text, "");
  text = "one\n\ntwo";
  EXPECT_EQ(TakeUntil('\n', &text), "one");
  EXPECT_EQ(TakeUntil('\n', &text), "");
  EXPECT_EQ(TakeUntil('\n', &text), "two");
  EXPECT_EQ(TakeUntil('\n', &text), "");
}

}  // namespace
}  // namespace marsad
