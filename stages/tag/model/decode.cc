#include "stages/tag/model/decode.h"

#include <algorithm>
#include <cmath>

namespace marsad::tag {
namespace {

constexpr int32_t kImpossible = -1'000'000'000;
constexpr int32_t kUnreached = kImpossible / 2;  // lower than what is possible, higher than what is not

constexpr double kLeast = 1e-300;  // nothing that is allowed becomes impossible
// Differences of scores whose powers of e are kept: words differ by some hundreds, rarely by more.
constexpr size_t kKeptPowers = 2048;

template <class Row>
double Sum(const Row& row) {
  static_assert(kLabels == 9);
  return (((row[0] + row[1]) + (row[2] + row[3])) + ((row[4] + row[5]) + (row[6] + row[7]))) + row[8];
}

template <class Row>
void Normalize(Row* row) {
  const double share = 1 / Sum(*row);
  for (double& value : *row) value *= share;
}

}  // namespace

Decoder::Decoder(const Transitions& transitions, int scale) : transitions_(transitions), unit_(1.0 / scale) {
  powers_.reserve(kKeptPowers);
  for (size_t below = 0; below < kKeptPowers; ++below) {
    powers_.push_back(std::max(kLeast, std::exp(-static_cast<double>(below) * unit_)));
  }
  const Row first = Powers(transitions.first);
  for (Label label = 0; label < kLabels; ++label) {
    first_[label] = IsInside(label) ? 0 : first[label];
    for (Label before = 0; before < kLabels; ++before) {
      int32_t& score = transitions_.after[before][label];
      if (MayFollow(before, label)) {
        before_[label][before] = after_[before][label] = std::exp(score * unit_);
      } else {
        score = kImpossible;
      }
    }
  }
}

double Decoder::Power(int64_t below) const {
  const auto at = static_cast<size_t>(below);
  return at < powers_.size() ? powers_[at] : std::max(kLeast, std::exp(-static_cast<double>(below) * unit_));
}

// Powers of e, once for each number: relative to the greatest, which cancels out.
Decoder::Row Decoder::Powers(const Scores& scores) const {
  const int64_t most = *std::max_element(scores.begin(), scores.end());
  Row powers{};
  for (size_t label = 0; label < kLabels; ++label) powers[label] = Power(most - scores[label]);
  return powers;
}

std::vector<Label> Decoder::BestLabels(std::span<const Scores> emissions) const {
  Workspace workspace;
  std::vector<Label> labels;
  FindBest(emissions, &workspace, &labels);
  return labels;
}

void Decoder::FindBest(std::span<const Scores> emissions, Workspace* workspace, std::vector<Label>* labels) const {
  labels->resize(emissions.size());
  if (emissions.empty()) return;
  auto& from = workspace->from;
  from.resize(emissions.size());
  Scores best;
  for (size_t label = 0; label < kLabels; ++label) {
    best[label] = IsInside(static_cast<Label>(label)) ? kImpossible : transitions_.first[label] + emissions[0][label];
  }
  for (size_t at = 1; at < emissions.size(); ++at) {
    Scores next;
    Scores source{};
    next.fill(kUnreached);
    for (int32_t before = 0; before < kLabels; ++before) {
      const Scores& after = transitions_.after[static_cast<size_t>(before)];
      const int32_t reached = best[static_cast<size_t>(before)];
      for (size_t label = 0; label < kLabels; ++label) {
        const int32_t score = reached + after[label];
        const bool is_better = score > next[label];
        next[label] = is_better ? score : next[label];
        source[label] = is_better ? before : source[label];
      }
    }
    for (size_t label = 0; label < kLabels; ++label) {
      best[label] = next[label] + emissions[at][label];
      from[at][label] = static_cast<Label>(source[label]);
    }
  }
  labels->back() = static_cast<Label>(std::max_element(best.begin(), best.end()) - best.begin());
  for (size_t at = emissions.size() - 1; at > 0; --at) (*labels)[at - 1] = from[at][(*labels)[at]];
}

void Decoder::Forward(Workspace* workspace) const {
  const std::vector<Row>& words = workspace->words;
  std::vector<Row>& forward = workspace->forward;
  forward.resize(words.size());
  forward[0] = {};
  for (size_t label = 0; label < kLabels; ++label) forward[0][label] = first_[label] * words[0][label];
  Normalize(&forward[0]);
  for (size_t at = 1; at < words.size(); ++at) {
    Row sums{};
    for (size_t before = 0; before < kLabels; ++before) {
      const double reached = forward[at - 1][before];
      for (size_t label = 0; label < kPadded; ++label) sums[label] += reached * after_[before][label];
    }
    for (size_t label = 0; label < kPadded; ++label) forward[at][label] = sums[label] * words[at][label];
    Normalize(&forward[at]);
  }
}

std::vector<Probabilities> Decoder::LabelProbabilities(std::span<const Scores> emissions) const {
  Workspace workspace;
  std::vector<Probabilities> probabilities;
  FindProbabilities(emissions, &workspace, &probabilities);
  return probabilities;
}

void Decoder::FindProbabilities(std::span<const Scores> emissions, Workspace* workspace,
                                std::vector<Probabilities>* probabilities) const {
  probabilities->resize(emissions.size());
  if (emissions.empty()) return;
  std::vector<Row>& words = workspace->words;
  words.clear();
  for (const Scores& scores : emissions) words.push_back(Powers(scores));
  Forward(workspace);
  Row backward;
  backward.fill(1);
  for (size_t at = emissions.size(); at-- > 0;) {
    Row both;
    for (size_t label = 0; label < kPadded; ++label) both[label] = workspace->forward[at][label] * backward[label];
    Normalize(&both);
    for (size_t label = 0; label < kLabels; ++label) (*probabilities)[at][label] = static_cast<float>(both[label]);
    Row ahead{};
    for (size_t label = 0; label < kLabels; ++label) {
      const double reached = words[at][label] * backward[label];
      for (size_t before = 0; before < kPadded; ++before) ahead[before] += before_[label][before] * reached;
    }
    backward = ahead;
    Normalize(&backward);
  }
}

uint16_t StatedConfidence(const Labelled& labelled, size_t begin, size_t end) {
  const int type = TypeOf(labelled.labels[begin]);
  float least = 1;
  for (size_t at = begin; at < end; ++at) {
    const Probabilities& p = labelled.probabilities[at];
    least = std::min(least, at == begin ? p[Beginning(type)] : p[Inside(type)]);
  }
  return static_cast<uint16_t>(std::lround(std::clamp(least, 0.f, 1.f) * 1000));
}

}  // namespace marsad::tag
