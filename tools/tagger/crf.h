// Trains a linear-chain CRF with softmax-margin cost and AdaGrad. Deterministic: same examples, options and seed give the
// same weights.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "stages/tag/model/decode.h"
#include "stages/tag/model/labels.h"

namespace marsad::tag {

using FloatScores = std::array<float, kLabels>;

// One sentence as numbers: the features of word i are features[begins[i] .. begins[i + 1]).
struct Example {
  std::vector<uint32_t> begins;
  std::vector<uint32_t> features;
  std::vector<Label> gold;
  std::vector<FloatScores> base;  // added to each word's scores; empty: zeros
  float weight = 1;

  size_t size() const { return gold.size(); }
};

struct CrfOptions {
  int epochs = 6;
  float rate = .05f;     // of AdaGrad
  float l2 = 1e-4f;      // for each update of a feature
  float dropout = .15f;  // of features, each time anew
  // Softmax-margin (Gimpel & Smith 2010): what a wrong label costs while training, in scores.
  float missed = 2;      // a name taken for nothing
  float invented = 1;    // nothing taken for a name
  float confused = 1;    // another name's label
  bool averaged = true;  // over the second half of the training; false: the last weights
  uint64_t seed = 1;
};

// The chain in numbers for one sentence: probabilities of labels and of pairs.
struct Marginals {
  std::vector<FloatScores> labels;
  std::array<FloatScores, kLabels> pairs{};  // summed over the sentence
};
Marginals ComputeMarginals(const std::vector<FloatScores>& emissions, const std::array<FloatScores, kLabels>& after,
                           const FloatScores& first);

class Crf {
 public:
  explicit Crf(size_t features) : weights_(features), sums_(features) {}

  // An average takes four times an epoch.
  void Train(const std::vector<const Example*>& examples, const CrfOptions& options);

  std::vector<FloatScores> Emissions(const Example& example) const;
  // Best labels and probabilities, by weights that were averaged. REQUIRES: Train().
  void Predict(const std::vector<FloatScores>& emissions, std::vector<Label>* labels,
               std::vector<Probabilities>* probabilities) const;

  const std::vector<FloatScores>& weights() const { return weights_; }
  const std::array<FloatScores, kLabels>& after() const { return after_; }
  const FloatScores& first() const { return first_; }

 private:
  void Learn(const Example& example, const CrfOptions& options, uint64_t* random);
  std::vector<FloatScores> EmissionsWithCost(const Example& example, const CrfOptions& options,
                                             const std::vector<uint8_t>& kept) const;
  void LearnFeatures(const Example& example, const CrfOptions& options, const std::vector<uint8_t>& kept,
                     const Marginals& marginals);
  void LearnTransitions(const Example& example, const CrfOptions& options, const Marginals& marginals);
  void Snapshot();
  void Average();

  std::vector<FloatScores> weights_;
  std::vector<FloatScores> sums_;  // of squared gradients
  std::vector<FloatScores> averages_;
  std::array<FloatScores, kLabels> after_{};
  std::array<FloatScores, kLabels> after_sums_{};
  std::array<FloatScores, kLabels> after_average_{};
  FloatScores first_{};
  FloatScores first_sums_{};
  FloatScores first_average_{};
  int snapshots_ = 0;
  std::unique_ptr<const Decoder> decoder_;  // of what was learned
};

}  // namespace marsad::tag
