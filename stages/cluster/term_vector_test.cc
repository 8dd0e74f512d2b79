#include "stages/cluster/term_vector.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "stages/cluster/word_hash.h"

namespace marsad::cluster {
namespace {

Token Word(uint32_t hash) { return {.hash = hash, .fact = FactKind::kNone, .original = {}}; }

int32_t WeightOf(const TermVector& vector, uint32_t hash) {
  for (const Term& term : vector) {
    if (term.hash == hash) return term.weight;
  }
  return 0;
}

TEST(TermVectorTest, SquareRootIsExact) {
  for (const uint64_t root : {1ULL, 2ULL, 1000ULL, 65'535ULL, 4'294'967'295ULL}) {
    EXPECT_EQ(SquareRoot(root * root), root);
    EXPECT_EQ(SquareRoot(root * root - 1), root - 1);
  }
}

TEST(TermVectorTest, VectorsHaveTheLength1024) {
  const std::vector<Token> title = {Word(1), Word(2), Word(3)};
  std::vector<Token> body;
  for (uint32_t i = 0; i < 300; ++i) body.push_back(Word(i % 90));
  const std::vector<EntityRef> entities = {{"wikidata:Q1", 900}, {"wikidata:Q2", 100}};
  ArticleView article;
  article.title_tokens = title;
  article.body_tokens = body;
  article.entities = entities;
  const ArticleVectors vectors = MakeVectors(article, WordRarity({}, 2000));
  EXPECT_EQ(vectors.title.size(), 3U);
  EXPECT_EQ(vectors.body.size(), kBodyTerms);
  EXPECT_EQ(vectors.entities.size(), 2U);
  for (const TermVector* vector : {&vectors.title, &vectors.body, &vectors.entities}) {
    int64_t square = 0;
    for (const Term& term : *vector) square += int64_t{term.weight} * term.weight;
    EXPECT_NEAR(static_cast<double>(square), 1024.0 * 1024.0, 20'000.0);
  }
}

TEST(TermVectorTest, TheTitleAndTheLeadCountTwice) {
  const std::vector<Token> title = {Word(1)};
  std::vector<Token> body = {Word(2), Word(3)};
  while (body.size() < 40) body.push_back(Word(4));
  body.push_back(Word(5));
  ArticleView article;
  article.title_tokens = title;
  article.body_tokens = body;
  const TermVector vector = MakeVectors(article, WordRarity({}, 2000)).body;
  EXPECT_EQ(WeightOf(vector, 1), WeightOf(vector, 2));
  EXPECT_EQ(WeightOf(vector, 2), WeightOf(vector, 3));
  // One plus the binary logarithm of 2, against that of 1.
  EXPECT_NEAR(WeightOf(vector, 2), 2 * WeightOf(vector, 5), 1);
}

TEST(TermVectorTest, RareWordsWeighMoreAndUnknownOnesMost) {
  const std::vector<std::pair<uint32_t, uint16_t>> words = {{1, 100}, {2, 400}, {1, 200}};
  const WordRarity rarity(words, 1000);
  EXPECT_EQ(rarity.Of(1), 200U);
  EXPECT_EQ(rarity.Of(2), 400U);
  EXPECT_EQ(rarity.Of(3), 1000U);
  EXPECT_EQ(WordRarity({}, 7).Of(1), 7U);
}

TEST(TermVectorTest, AnEntityCountsOnce) {
  const std::vector<EntityRef> entities = {{"wikidata:Q1", 500}, {"wikidata:Q1", 500}};
  ArticleView article;
  article.entities = entities;
  const ArticleVectors vectors = MakeVectors(article, WordRarity({}, 7));
  EXPECT_EQ(vectors.entities, (TermVector{{HashWord("id:wikidata:Q1"), 1024}}));
  EXPECT_TRUE(vectors.body.empty());
}

}  // namespace
}  // namespace marsad::cluster
