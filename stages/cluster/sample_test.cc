#include "stages/cluster/sample.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/seed.h"

namespace marsad::cluster {
namespace {

std::vector<uint32_t> RandomWords(size_t count, std::mt19937* random) {
  std::vector<uint32_t> words(count);
  for (uint32_t& word : words) word = static_cast<uint32_t>((*random)());
  return words;
}

TEST(Sample, OfNothingIsEmptyAndOfFewWordsIsOneShingle) {
  EXPECT_TRUE(SampleShingles({}).fingerprints.empty());
  const std::vector<uint32_t> one = {1};
  const std::vector<uint32_t> two = {1, 2};
  EXPECT_EQ(SampleShingles(one).fingerprints.size(), 1u);
  EXPECT_EQ(SampleShingles(two).fingerprints.size(), 1u);
  EXPECT_NE(SampleShingles(one).fingerprints, SampleShingles(two).fingerprints);
}

TEST(Sample, DependsOnTheOrderOfWords) {
  const std::vector<uint32_t> words = {1, 2, 3};
  const std::vector<uint32_t> turned = {3, 2, 1};
  EXPECT_NE(SampleShingles(words).fingerprints, SampleShingles(turned).fingerprints);
}

TEST(Sample, TakesItsRateFromTheLength) {
  std::mt19937 random(tests::Seed());
  const auto rate = [&](size_t shingles) { return SampleShingles(RandomWords(shingles + 2, &random)).rate; };
  EXPECT_EQ(rate(47), Rate::kAll);
  EXPECT_EQ(rate(48), Rate::kEighth);
  EXPECT_EQ(rate(127), Rate::kEighth);
  EXPECT_EQ(rate(128), Rate::kSixteenth);
  EXPECT_EQ(rate(511), Rate::kSixteenth);
  EXPECT_EQ(rate(512), Rate::kThirtySecond);
}

// Whatever lengths two texts have, at the coarser rate they keep the same of a passage that both hold.
TEST(Sample, RatesAreNested) {
  std::mt19937 random(tests::Seed());
  const std::vector<uint32_t> passage = RandomWords(22, &random);
  const Sample own = SampleShingles(passage);
  for (const size_t more : {100, 400, 2000}) {
    std::vector<uint32_t> longer = passage;
    const std::vector<uint32_t> rest = RandomWords(more, &random);
    longer.insert(longer.end(), rest.begin(), rest.end());
    const Sample whole = SampleShingles(longer);
    std::vector<uint32_t> shared;
    std::set_intersection(own.fingerprints.begin(), own.fingerprints.end(), whole.fingerprints.begin(),
                          whole.fingerprints.end(), std::back_inserter(shared));
    EXPECT_EQ(shared.size(), own.CountAt(whole.rate)) << more;
  }
}

TEST(Sample, KeepsAboutTheShareThatItSays) {
  std::mt19937 random(1);  // a count of random words: one seed, and bounds of ten standard deviations
  const Sample sample = SampleShingles(RandomWords(32'002, &random));
  EXPECT_NEAR(sample.fingerprints.size(), 1000, 320);
  EXPECT_EQ(sample.CountAt(Rate::kThirtySecond) + 1, sample.fingerprints.size());
}

// What the sample keeps of a mould is often what all that come from it have.
TEST(Sample, TheSameTextSharesMoreThanOneWithAnotherWord) {
  std::mt19937 random(tests::Seed());
  const std::vector<uint32_t> words = RandomWords(80, &random);
  const Sample sample = SampleShingles(words);
  for (size_t at = 0; at < words.size(); ++at) {
    std::vector<uint32_t> other = words;
    ++other[at];
    EXPECT_NE(SampleShingles(other).fingerprints, sample.fingerprints) << at;
  }
  EXPECT_EQ(SampleShingles(words).fingerprints, sample.fingerprints);
}

}  // namespace
}  // namespace marsad::cluster
