#include "lib/base/timestamp.h"

#include <gtest/gtest.h>

#include <limits>

namespace marsad {
namespace {

TEST(Timestamp, IsAMomentOrUnknown) {
  EXPECT_TRUE(Timestamp::FromMillis(1).known());
  EXPECT_EQ(Timestamp::FromMillis(1'762'160'400'123).millis(), 1'762'160'400'123);
  EXPECT_TRUE(Timestamp::FromMillis(253'402'300'799'999).known());
}

TEST(Timestamp, UnknownHasOneMeaning) {
  for (const int64_t millis : {int64_t{0}, int64_t{-1}, int64_t{253'402'300'800'000},
                               std::numeric_limits<int64_t>::min(), std::numeric_limits<int64_t>::max()}) {
    const Timestamp timestamp = Timestamp::FromMillis(millis);
    EXPECT_FALSE(timestamp.known()) << millis;
    EXPECT_EQ(timestamp, Timestamp()) << millis;
    EXPECT_EQ(timestamp.millis(), -1) << millis;
  }
  EXPECT_LT(Timestamp(), Timestamp::FromMillis(1));
}

}  // namespace
}  // namespace marsad
