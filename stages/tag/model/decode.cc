#include "stages/tag/model/decode.h"

#include <algorithm>
#include <cmath>

namespace marsad::tag {
namespace {

constexpr int32_t kImpossible = -1'000'000'000;

using Row = std::array<double, kLabels>;
using Table = std::array<Row, kLabels>;

constexpr double kLeast = 1e-300;  // nothing that is allowed becomes impossible

// Powers of e, once for each number: relative to the greatest, which cancels out.
Row Powers(const Scores& scores, double unit) {
  const double most = *std::max_element(scores.begin(), scores.end());
  Row powers;
  for (size_t label = 0; label < kLabels; ++label)
    powers[label] = std::max(kLeast, std::exp((scores[label] - most) * unit));
  return powers;
}

Table Steps(const Transitions& transitions, double unit) {
  Table steps;
  for (Label before = 0; before < kLabels; ++before) {
    for (Label label = 0; label < kLabels; ++label) {
      steps[before][label] = MayFollow(before, label) ? std::exp(transitions.after[before][label] * unit) : 0;
    }
  }
  return steps;
}

void Normalize(Row* row) {
  double sum = 0;
  for (const double value : *row) sum += value;
  for (double& value : *row) value /= sum;
}

std::vector<Row> Forward(const std::vector<Row>& words, const Table& steps, const Row& first) {
  std::vector<Row> forward(words.size());
  for (Label label = 0; label < kLabels; ++label)
    forward[0][label] = IsInside(label) ? 0 : first[label] * words[0][label];
  Normalize(&forward[0]);
  for (size_t at = 1; at < words.size(); ++at) {
    Row sums{};
    for (size_t before = 0; before < kLabels; ++before) {
      for (size_t label = 0; label < kLabels; ++label) sums[label] += forward[at - 1][before] * steps[before][label];
    }
    for (size_t label = 0; label < kLabels; ++label) forward[at][label] = sums[label] * words[at][label];
    Normalize(&forward[at]);
  }
  return forward;
}

}  // namespace

std::vector<Label> BestLabels(std::span<const Scores> emissions, const Transitions& transitions) {
  if (emissions.empty()) return {};
  std::vector<std::array<Label, kLabels>> from(emissions.size());
  Scores best{};
  for (Label label = 0; label < kLabels; ++label) {
    best[label] = IsInside(label) ? kImpossible : transitions.first[label] + emissions[0][label];
  }
  for (size_t at = 1; at < emissions.size(); ++at) {
    Scores next{};
    for (Label label = 0; label < kLabels; ++label) {
      next[label] = kImpossible;
      for (Label before = 0; before < kLabels; ++before) {
        if (!MayFollow(before, label) || best[before] <= kImpossible) continue;
        const int32_t score = best[before] + transitions.after[before][label];
        if (score <= next[label]) continue;
        next[label] = score;
        from[at][label] = before;
      }
      if (next[label] > kImpossible) next[label] += emissions[at][label];
    }
    best = next;
  }
  std::vector<Label> labels(emissions.size());
  labels.back() = static_cast<Label>(std::max_element(best.begin(), best.end()) - best.begin());
  for (size_t at = emissions.size() - 1; at > 0; --at) labels[at - 1] = from[at][labels[at]];
  return labels;
}

std::vector<Probabilities> LabelProbabilities(std::span<const Scores> emissions, const Transitions& transitions,
                                              int scale) {
  std::vector<Probabilities> found(emissions.size());
  if (emissions.empty()) return found;
  const double unit = 1.0 / scale;
  const Table steps = Steps(transitions, unit);
  std::vector<Row> words;
  for (const Scores& scores : emissions) words.push_back(Powers(scores, unit));
  const std::vector<Row> forward = Forward(words, steps, Powers(transitions.first, unit));
  Row backward;
  backward.fill(1);
  for (size_t at = emissions.size(); at-- > 0;) {
    Row both;
    for (size_t label = 0; label < kLabels; ++label) both[label] = forward[at][label] * backward[label];
    Normalize(&both);
    for (size_t label = 0; label < kLabels; ++label) found[at][label] = static_cast<float>(both[label]);
    Row ahead{};
    for (size_t before = 0; before < kLabels; ++before) {
      for (size_t label = 0; label < kLabels; ++label)
        ahead[before] += steps[before][label] * words[at][label] * backward[label];
    }
    backward = ahead;
    Normalize(&backward);
  }
  return found;
}

}  // namespace marsad::tag
