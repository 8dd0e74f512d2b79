#include "stages/cluster/language_key.h"

#include <gtest/gtest.h>

namespace marsad::cluster {
namespace {

TEST(LanguageKeyTest, ScriptsAndRegionsDoNotCount) {
  EXPECT_EQ(LanguageKey("pt-BR"), LanguageKey("pt"));
  EXPECT_EQ(LanguageKey("zh-Hant-TW"), LanguageKey("zh"));
  EXPECT_NE(LanguageKey("pt"), LanguageKey("es"));
}

TEST(LanguageKeyTest, PartsOfAMacrolanguageAreOne) {
  EXPECT_EQ(LanguageKey("hr"), LanguageKey("sr-Latn"));
  EXPECT_EQ(LanguageKey("nb"), LanguageKey("nn"));
  EXPECT_EQ(LanguageKey("id"), LanguageKey("ms"));
  EXPECT_NE(LanguageKey("hr"), LanguageKey("sl"));
}

TEST(LanguageKeyTest, WhatNamesNoLanguageIsNought) {
  for (const char* tag : {"", "und", "und-Arab", "mul", "zxx"}) EXPECT_EQ(LanguageKey(tag), 0U) << tag;
  EXPECT_NE(LanguageKey("ar"), 0U);
}

}  // namespace
}  // namespace marsad::cluster
