#include "stages/normalize/word_filter.h"

#include <gtest/gtest.h>

#include <string>

namespace marsad::normalize {
namespace {

TEST(WordFilter, HasWhatWasAddedAndFewOthers) {
  WordFilter filter;
  EXPECT_FALSE(filter.MayHave(""));
  for (int i = 0; i < 2'000; ++i) filter.Add(std::to_string(i * 7));
  for (int i = 0; i < 2'000; ++i) EXPECT_TRUE(filter.MayHave(std::to_string(i * 7)));
  int others = 0;
  for (int i = 0; i < 10'000; ++i) others += filter.MayHave("word" + std::to_string(i));
  EXPECT_LT(others, 1'000);
}

TEST(WordFilter, LengthAndBothEndsTell) {
  WordFilter filter;
  filter.Add("harbour");
  for (const char* other : {"harbor", "harbours", "arbour", "h", "harb", "harbxur"})
    EXPECT_FALSE(filter.MayHave(other));
  filter.Add("h");
  EXPECT_TRUE(filter.MayHave("h"));
}

}  // namespace
}  // namespace marsad::normalize
