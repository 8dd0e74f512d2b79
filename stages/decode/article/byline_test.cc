#include "stages/decode/article/byline.h"

#include <gtest/gtest.h>

namespace marsad::decode {
namespace {

TEST(AuthorIn, TakesTheWordBeforeTheNameAway) {
  EXPECT_EQ(AuthorIn("By Ada Marsh"), "Ada Marsh");
  EXPECT_EQ(AuthorIn(" BY:\tADA MARSH "), "ADA MARSH");
  EXPECT_EQ(AuthorIn("von Jan Maas"), "Jan Maas");
  // KAF, TEH, BEH: "wrote"
  EXPECT_EQ(AuthorIn("\xD9\x83\xD8\xAA\xD8\xA8: Ali"), "Ali");
}

TEST(AuthorIn, LeavesNamesAsTheyAre) {
  for (const char* name : {"Ada Marsh", "Byron Lake", "Ada by the Sea", "By", "By:", "Vonda", ""}) {
    EXPECT_EQ(AuthorIn(name), name);
  }
}

}  // namespace
}  // namespace marsad::decode
