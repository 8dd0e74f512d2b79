// The bundle that ships fits the words that this build reads.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "lib/text/fold.h"
#include "lib/text/token.h"
#include "stages/cluster/contract/bundle_file.h"
#include "stages/cluster/facts.h"

namespace marsad::cluster {
namespace {

uint32_t HashOf(const std::string& word, std::string_view language) {
  const text::Folded folded = text::Fold(word);
  const std::vector<text::Token> tokens = text::Tokenize(word, folded);
  return ReadTokens({word, folded.search, tokens, {}}, {.language = language}).at(0).hash;
}

struct Frequent {
  const char* language;
  const char* word;
};

TEST(ShippedBundle, KnowsWhichWordsAreFrequent) {
  const auto loaded = LoadBundle("models/cluster");
  ASSERT_TRUE(loaded) << loaded.error().message;
  constexpr Frequent kFrequent[] = {{"ar", "\u0641\u064A"}, {"ar", "\u0639\u0644\u0649"},
                                    {"de", "und"},          {"en", "the"},
                                    {"es", "que"},          {"fr", "les"},
                                    {"pt", "uma"},          {"ru", "\u043D\u0430"},
                                    {"tr", "bir"},          {"uk", "\u0449\u043E"},
                                    {"fa", "\u0627\u0632"}};
  for (const auto& [language, word] : kFrequent) {
    const WordRarity& rarity = loaded->bundle->RarityOf(language);
    const uint32_t unseen = rarity.Of(0x12345678);
    EXPECT_LT(rarity.Of(HashOf(word, language)) * 4, unseen) << language << ' ' << word;
    EXPECT_LT(loaded->bundle->RarityOf("und").Of(HashOf(word, language)) * 2, 2048U) << language << ' ' << word;
  }
  EXPECT_GT(loaded->bundle->stories.join, -10'000'000);
}

}  // namespace
}  // namespace marsad::cluster
