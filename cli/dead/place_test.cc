#include "cli/dead/place.h"

#include <gtest/gtest.h>

namespace marsad::cli {
namespace {

TEST(Place, IsReadAsItIsWritten) {
  for (const char* text : {"news.raw:3:42", "0:0", "a-b_c:2147483647:9223372036854775807"}) {
    auto place = ParsePlace(text);
    ASSERT_TRUE(place) << text;
    EXPECT_EQ(Format(*place), text);
  }
}

TEST(Place, IsNothingElse) {
  for (const char* text : {"", ":", "1", "1:", ":1", "::", "a:b:c", "t:1:-1", "t:-1:1", "t:1:1x", ":1:2",
                           "t:2147483648:0", "t:0:9223372036854775808", "1: 2"}) {
    EXPECT_FALSE(ParsePlace(text)) << text;
  }
}

}  // namespace
}  // namespace marsad::cli
