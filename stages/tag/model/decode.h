// From scores of single words to the best labels of a sentence, and how sure each is: a linear chain.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "stages/tag/model/labels.h"
#include "stages/tag/model/weights.h"

namespace marsad::tag {

// The labels with the highest sum of scores among those that MayFollow() allows (Viterbi). Of equals the first found by
// label number, so that every machine agrees.
std::vector<Label> BestLabels(std::span<const Scores> emissions, const Transitions& transitions);

// For each word the probability of each label (forward-backward); `scale` scores are one natural logarithm.
using Probabilities = std::array<float, kLabels>;
std::vector<Probabilities> LabelProbabilities(std::span<const Scores> emissions, const Transitions& transitions,
                                              int scale);

// What a pass says of one sentence, word by word.
struct Labelled {
  std::vector<Label> labels;
  std::vector<Probabilities> probabilities;
};

}  // namespace marsad::tag
