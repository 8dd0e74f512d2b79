#include "stages/cluster/word_hash.h"

#include <gtest/gtest.h>

namespace marsad::cluster {
namespace {

// State and tables hold these numbers: another value would make them worthless without a word.
TEST(WordHash, IsTheSameForever) {
  EXPECT_EQ(HashWord(""), 0x38D394C2u);  // the low halves of what XXH3 gives for these everywhere
  EXPECT_EQ(HashWord("abc"), 0x892F3950u);
}

}  // namespace
}  // namespace marsad::cluster
