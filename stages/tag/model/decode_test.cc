#include "stages/tag/model/decode.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace marsad::tag {
namespace {

struct Chain {
  std::vector<Scores> emissions;
  Transitions transitions;
};

Chain RandomChain(size_t words, uint32_t seed) {
  std::mt19937 random(seed);
  std::uniform_int_distribution<int32_t> score(-60, 60);
  Chain chain;
  chain.emissions.resize(words);
  for (Scores& scores : chain.emissions) {
    for (int32_t& value : scores) value = score(random);
  }
  for (Scores& scores : chain.transitions.after) {
    for (int32_t& value : scores) value = score(random);
  }
  for (int32_t& value : chain.transitions.first) value = score(random);
  return chain;
}

// Calls use(labels, score) for every sequence of labels that is allowed.
template <class Use>
void ForEachSequence(const Chain& chain, Use use) {
  std::vector<Label> labels(chain.emissions.size(), 0);
  while (true) {
    bool is_allowed = !IsInside(labels[0]);
    int64_t score = chain.transitions.first[labels[0]] + chain.emissions[0][labels[0]];
    for (size_t at = 1; at < labels.size(); ++at) {
      is_allowed = is_allowed && MayFollow(labels[at - 1], labels[at]);
      score += chain.transitions.after[labels[at - 1]][labels[at]] + chain.emissions[at][labels[at]];
    }
    if (is_allowed) use(labels, score);
    size_t place = 0;
    while (place < labels.size() && ++labels[place] == kLabels) labels[place++] = 0;
    if (place == labels.size()) return;
  }
}

TEST(Decode, BestLabelsAreTheBestOfAllSequences) {
  for (uint32_t seed = 1; seed <= 20; ++seed) {
    const Chain chain = RandomChain(4, seed);
    int64_t best = INT64_MIN;
    std::vector<Label> expected;
    ForEachSequence(chain, [&](const std::vector<Label>& labels, int64_t score) {
      if (score <= best) return;
      best = score;
      expected = labels;
    });
    EXPECT_EQ(Decoder(chain.transitions, 1).BestLabels(chain.emissions), expected) << "seed " << seed;
  }
}

TEST(Decode, ProbabilitiesAreSharesOfAllSequences) {
  constexpr int kTestScale = 20;
  for (uint32_t seed = 1; seed <= 5; ++seed) {
    const Chain chain = RandomChain(3, seed);
    std::vector<std::array<double, kLabels>> sums(3);
    double all = 0;
    ForEachSequence(chain, [&](const std::vector<Label>& labels, int64_t score) {
      const double weight = std::exp(static_cast<double>(score) / kTestScale);
      all += weight;
      for (size_t at = 0; at < labels.size(); ++at) sums[at][labels[at]] += weight;
    });
    const auto found = Decoder(chain.transitions, kTestScale).LabelProbabilities(chain.emissions);
    for (size_t at = 0; at < 3; ++at) {
      for (size_t label = 0; label < kLabels; ++label) {
        EXPECT_NEAR(found[at][label], sums[at][label] / all, 1e-5) << "seed " << seed;
      }
    }
  }
}

TEST(Decode, NothingOfNothing) {
  EXPECT_TRUE(Decoder({}, 1).BestLabels({}).empty());
  EXPECT_TRUE(Decoder({}, 1).LabelProbabilities({}).empty());
}

}  // namespace
}  // namespace marsad::tag
