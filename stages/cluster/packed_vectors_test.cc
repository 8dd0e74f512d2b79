#include "stages/cluster/packed_vectors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <vector>

#include "stages/cluster/testing/naive_vectors.h"
#include "tests/seed.h"

namespace marsad::cluster {
namespace {

ArticleVectors Body(TermVector body) { return {.title = {{7, 1}}, .body = std::move(body), .entities = {}}; }

TEST(PackedVectorsTest, GivesBackWhatItWasGiven) {
  const ArticleVectors vectors = {
      .title = {{1, 2}}, .body = {{1, 1024}, {0xFFFFFFFF, 1}}, .entities = {{9, 512}, {10, 512}}};
  EXPECT_EQ(PackedVectors(vectors).Unpack(), vectors);
  EXPECT_EQ(PackedVectors(vectors).Clone().Unpack(), vectors);
  EXPECT_EQ(PackedVectors().Unpack(), ArticleVectors());
  EXPECT_EQ(PackedVectors(ArticleVectors()).Unpack(), ArticleVectors());
  EXPECT_TRUE(PackedVectors().body().empty());
}

TEST(PackedVectorsTest, TheHeaviestOfEqualOnesTheSmallerHash) {
  const PackedVectors vectors(Body({{1, 3}, {5, 9}, {7, 3}}));
  EXPECT_EQ(FindHeaviest(vectors.body(), 1), (std::vector<Term>{{5, 9}}));
  EXPECT_THAT(FindHeaviest(vectors.body(), 2), ::testing::UnorderedElementsAre(Term{5, 9}, Term{1, 3}));
  EXPECT_EQ(FindHeaviest(vectors.body(), 9).size(), 3U);
}

TEST(PackedVectorsTest, CosineIsPerMille) {
  const PackedVectors a(Body({{1, 3}, {2, 4}}));
  const PackedVectors b(Body({{1, 5}}));
  const PackedVectors c(Body({{1, 300}, {2, 400}}));
  EXPECT_EQ(Cosine(a.body(), a.body()), 1000);
  EXPECT_EQ(Cosine(a.body(), b.body()), 600);
  EXPECT_EQ(Cosine(a.body(), c.body()), 1000);
  EXPECT_EQ(Cosine(a.body(), a.entities()), 0);
  EXPECT_EQ(CountShared(a.body(), b.body()), 1U);
}

// Beside sums in a map; as many as a story has at most.
TEST(PackedVectorsTest, SumsAreWhatMapsGive) {
  std::mt19937 random(tests::Seed());
  for (int round = 0; round < 50; ++round) {
    std::vector<ArticleVectors> all;
    PackedVectors sums;
    ArticleVectors expected;
    for (int i = 0; i < 33; ++i) {
      std::map<uint32_t, int32_t> words;
      for (int word = 0; word < 30; ++word)
        words[static_cast<uint32_t>(random() % 90)] = 1 + static_cast<int32_t>(random() % 1024);
      words[5] = PackedVectors::kMostWeight;
      all.push_back({.title = {{static_cast<uint32_t>(random() % 4), 9}}, .body = {}, .entities = {}});
      for (const auto& [hash, weight] : words) all.back().body.push_back({hash, weight});
      sums.Add(PackedVectors(all.back()));
      testing::AddVectors(&expected, all.back(), 1);
    }
    ASSERT_EQ(sums.Unpack(), expected);
    const PackedVectors one(all.front());
    ASSERT_EQ(Cosine(one.body(), sums.body()), testing::Cosine(all.front().body, expected.body));
    for (const auto& each : all) {
      sums.Subtract(PackedVectors(each));
      testing::AddVectors(&expected, each, -1);
      ASSERT_EQ(sums.Unpack(), expected);
    }
    ASSERT_TRUE(sums.body().empty());
  }
}

}  // namespace
}  // namespace marsad::cluster
