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
std::array<ConfidenceBin, 10> BinsOf(const std::vector<JudgedName>& names, const Calibration& calibration);
std::string Print(const std::array<ConfidenceBin, 10>& bins);

}  // namespace marsad::tag
