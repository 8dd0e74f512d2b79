// From training sentences to a model: features as numbers, both passes, quantization.
#pragma once

#include <cstdint>
#include <memory>
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

// Labels of the words of one sentence by either pass.
struct TwoPasses {
  std::vector<Label> first;
  std::vector<Label> both;
};

// What was learned, its weights still as exact as they were learned.
class TrainedModel {
 public:
  TrainedModel(TrainedModel&&) noexcept;
  TrainedModel& operator=(TrainedModel&&) noexcept;
  ~TrainedModel();

  // The model to ship: first-pass weights below `pruned` are left out, all others are whole multiples of 1 / kScale.
  Model Quantize(float pruned) const;
  // What the exact weights say, sentence by sentence, to measure what Quantize() costs.
  std::vector<std::vector<TwoPasses>> LabelAll(const std::vector<TrainingDocument>& documents) const;

 private:
  friend TrainedModel Train(const std::vector<TrainingDocument>& documents, Lexicon lexicon,
                            const TrainingOptions& options);
  struct Parts;
  explicit TrainedModel(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// Trains on all of `documents`. What it does is said on standard error.
TrainedModel Train(const std::vector<TrainingDocument>& documents, Lexicon lexicon, const TrainingOptions& options);
// The same, quantized and pruned by `options`.
Model TrainModel(const std::vector<TrainingDocument>& documents, Lexicon lexicon, const TrainingOptions& options);

}  // namespace marsad::tag
