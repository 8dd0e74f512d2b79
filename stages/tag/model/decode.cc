#include "stages/tag/model/decode.h"

#include <algorithm>
#include <cmath>

namespace marsad::tag {
namespace {

constexpr int32_t kImpossible = -1'000'000'000;

using Row = std::array<double, kLabels>;

// ln(sum of exp) of the values.
double LogSum(const Row& values) {
  const double most = *std::max_element(values.begin(), values.end());
  if (most <= -1e17) return most;
  double sum = 0;
  for (const double value : values) sum += std::exp(value - most);
  return most + std::log(sum);
}

double Step(Label before, Label label, const Transitions& transitions, double unit) {
  return MayFollow(before, label) ? transitions.after[before][label] * unit : -1e18;
}

std::vector<Row> Forward(std::span<const Scores> emissions, const Transitions& transitions, double unit) {
  std::vector<Row> forward(emissions.size());
  for (Label label = 0; label < kLabels; ++label) {
    forward[0][label] = IsInside(label) ? -1e18 : (transitions.first[label] + emissions[0][label]) * unit;
  }
  for (size_t at = 1; at < emissions.size(); ++at) {
    for (Label label = 0; label < kLabels; ++label) {
      Row terms;
      for (Label before = 0; before < kLabels; ++before) {
        terms[before] = forward[at - 1][before] + Step(before, label, transitions, unit);
      }
      forward[at][label] = LogSum(terms) + emissions[at][label] * unit;
    }
  }
  return forward;
}

std::vector<Row> Backward(std::span<const Scores> emissions, const Transitions& transitions, double unit) {
  std::vector<Row> backward(emissions.size());
  for (size_t at = emissions.size() - 1; at-- > 0;) {
    for (Label label = 0; label < kLabels; ++label) {
      Row terms;
      for (Label next = 0; next < kLabels; ++next) {
        terms[next] = backward[at + 1][next] + emissions[at + 1][next] * unit + Step(label, next, transitions, unit);
      }
      backward[at][label] = LogSum(terms);
    }
  }
  return backward;
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
  const std::vector<Row> forward = Forward(emissions, transitions, unit);
  const std::vector<Row> backward = Backward(emissions, transitions, unit);
  const double all = LogSum(forward.back());
  for (size_t at = 0; at < emissions.size(); ++at) {
    for (size_t label = 0; label < kLabels; ++label) {
      found[at][label] = static_cast<float>(std::exp(forward[at][label] + backward[at][label] - all));
    }
  }
  return found;
}

}  // namespace marsad::tag
