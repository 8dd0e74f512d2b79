#include "stages/cluster/frequent_words.h"

#include <gtest/gtest.h>

#include "stages/cluster/testing/read_text.h"

namespace marsad::cluster {
namespace {

TEST(FrequentWords, AreThereForEachLanguageOfTheModels) {
  for (const std::string_view language : {"ar", "de", "en", "es", "fr", "ru", "tr"}) {
    const FrequentWords* const words = FrequentWordsOf(language);
    ASSERT_NE(words, nullptr) << language;
    EXPECT_GT(words->size(), 2500u) << language;
  }
  EXPECT_EQ(FrequentWordsOf("xx"), nullptr);
  EXPECT_EQ(FrequentWordsOf("en-GB"), FrequentWordsOf("en"));
}

TEST(FrequentWords, HoldNoNamesOfPlaces) {
  const std::vector<Token> tokens =
      testing::ReadText("the government of norway", {.language = "en", .frequent = FrequentWordsOf("en")});
  ASSERT_EQ(tokens.size(), 4u);
  EXPECT_EQ(tokens[1].fact, FactKind::kNone);
  EXPECT_EQ(tokens[3].fact, FactKind::kWord);
}

}  // namespace
}  // namespace marsad::cluster
