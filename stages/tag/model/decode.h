// From scores of single words to the best labels of a sentence, and how sure each is: a linear chain.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "stages/tag/model/labels.h"
#include "stages/tag/model/weights.h"

namespace marsad::tag {

using Probabilities = std::array<float, kLabels>;

// Knows the scores of pairs of labels; made once for a model. Immutable: share between threads.
class Decoder {
 public:
  // `scale` scores are one natural logarithm.
  Decoder(const Transitions& transitions, int scale);

  // What a call needs; kept from call to call, it saves allocations.
  struct Workspace;

  // The labels with the highest sum of scores among those that MayFollow() allows (Viterbi). Of equals the first found by
  // label number, so that every machine agrees.
  void FindBest(std::span<const Scores> emissions, Workspace* workspace, std::vector<Label>* labels) const;
  std::vector<Label> BestLabels(std::span<const Scores> emissions) const;

  // For each word the probability of each label (forward-backward).
  void FindProbabilities(std::span<const Scores> emissions, Workspace* workspace,
                         std::vector<Probabilities>* probabilities) const;
  std::vector<Probabilities> LabelProbabilities(std::span<const Scores> emissions) const;

 private:
  static constexpr size_t kPadded = kLabels + 1;  // an even number of doubles for the vector unit; the last stays 0
  using Row = std::array<double, kPadded>;
  using Table = std::array<Row, kLabels>;

  double Power(int64_t below) const;
  Row Powers(const Scores& scores) const;
  void Forward(Workspace* workspace) const;

  Transitions transitions_;  // what is not allowed, is impossible
  double unit_;              // a score in natural logarithms
  std::vector<double> powers_;
  Table after_{};   // after_[a][b]: e to the score of b after a; 0 if not allowed
  Table before_{};  // the same, [b][a]
  Row first_{};
};

struct Decoder::Workspace {
  std::vector<std::array<Label, kLabels>> from;
  std::vector<Row> words;
  std::vector<Row> forward;
};

// What a pass says of one sentence, word by word.
struct Labelled {
  std::vector<Label> labels;
  std::vector<Probabilities> probabilities;
};

// What the pass says of the name at words [begin, end), by its least sure word: per mille. REQUIRES: it holds a name there.
uint16_t StatedConfidence(const Labelled& labelled, size_t begin, size_t end);

}  // namespace marsad::tag
