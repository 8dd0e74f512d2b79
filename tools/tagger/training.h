// From training sentences to a model: features as numbers, both passes, quantization.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "stages/tag/model/runner.h"
#include "tools/tagger/conll.h"
#include "tools/tagger/crf.h"

namespace marsad::tag {

struct TrainingOptions {
  std::string language;
  CrfOptions first;
  CrfOptions document;
  uint32_t least = 2;   // occurrences of a feature to get weights
  int folds = 4;        // of the jackknife that labels the training text for the document pass
  float pruned = .05f;  // weights below are left out
};

// Trains on all of `documents`. What it does is said on standard error.
Model TrainModel(const std::vector<TrainingDocument>& documents, Lexicon lexicon, const TrainingOptions& options);

}  // namespace marsad::tag
