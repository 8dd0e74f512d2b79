// Learns how often a model is right where it states a probability.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "stages/tag/model/runner.h"
#include "tools/tagger/conll.h"

namespace marsad::tag {

// A name that a model found in text which people labelled.
struct JudgedName {
  uint16_t stated = 0;    // per mille, see StatedConfidence()
  bool is_right = false;  // a name is marked there that AreAlike() the same
  size_t document = 0;    // its number
};

// The names that both passes find in `documents`.
std::vector<JudgedName> JudgeNames(const std::vector<TrainingDocument>& documents,
                                   const std::shared_ptr<const Model>& model);

// Groups of names with like probabilities, each with its share of right ones, made to grow (isotonic regression); the
// fewer names, the fewer groups.
Calibration LearnCalibration(std::vector<JudgedName> names);

// Ten bins of calibrated confidence.
struct ConfidenceBin {
  size_t names = 0;
  double stated = 0;  // mean, of 1
  double right = 0;   // share, of 1
};
using ConfidenceBins = std::array<ConfidenceBin, 10>;
ConfidenceBins BinsOf(const std::vector<JudgedName>& names, const Calibration& calibration);
// The same where each name is judged by a calibration that was learned without its part of the documents: `folds` parts
// in a row, for what is near each other names the same.
ConfidenceBins CrossFittedBins(const std::vector<JudgedName>& names, size_t folds);
std::string Print(const ConfidenceBins& bins);
// By how much the worst bin of `least` names or more is off; 0 if there is none.
double LargestDifference(const ConfidenceBins& bins, size_t least);

}  // namespace marsad::tag
