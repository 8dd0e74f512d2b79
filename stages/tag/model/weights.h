// What the model learned: a score for each label by feature, and by pair of neighbouring labels. Quantized: integers,
// so that every machine finds the same names.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "stages/tag/model/features.h"
#include "stages/tag/model/labels.h"

namespace marsad::tag {

struct Transitions {
  std::array<Scores, kLabels> after{};  // after[a][b]: b follows a
  Scores first{};                       // at the beginning of a sentence
};

// Immutable after loading; share between threads.
class Weights {
 public:
  struct Row {
    FeatureHash feature;
    std::array<int8_t, kLabels> scores;
  };

  Weights() = default;
  Weights(std::vector<Row> rows, const Transitions& transitions);

  // Adds what `feature` says to `scores`; nothing for one that was not learned.
  void Add(FeatureHash feature, Scores* scores) const;
  const Transitions& transitions() const { return transitions_; }
  size_t rows() const { return rows_; }

  std::string Write() const;
  static Result<Weights> Parse(std::string_view bytes);

 private:
  struct Slot {
    uint32_t check = 0;  // upper bits of the hash, never 0 in a slot that is taken
    std::array<int8_t, kLabels> scores{};
  };
  void Build(const std::vector<Row>& rows);

  std::vector<Slot> slots_;  // open addressing; a power of two, at most two thirds of them taken
  size_t rows_ = 0;
  Transitions transitions_;
  std::vector<Row> kept_;  // by the trainer alone, for Write()
};

}  // namespace marsad::tag
