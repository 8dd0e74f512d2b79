#include "stages/weigh/weigh.h"

#include <gtest/gtest.h>

namespace marsad::weigh {
namespace {

TEST(WeighTest, IsBounded) {
  EXPECT_EQ(Weigh(3, 10), 3u);
  EXPECT_EQ(Weigh(11, 10), 10u);
}

}  // namespace
}  // namespace marsad::weigh
