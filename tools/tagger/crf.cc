#include "tools/tagger/crf.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace marsad::tag {
namespace {

uint64_t Next(uint64_t* random) {  // splitmix64
  uint64_t z = *random += 0x9E3779B97F4A7C15ull;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ z >> 27) * 0x94D049BB133111EBull;
  return z ^ z >> 31;
}

Scores Thousandths(const FloatScores& from) {
  Scores scores{};
  for (size_t label = 0; label < kLabels; ++label) {
    scores[label] = static_cast<int32_t>(std::lround(from[label] * 1000));
  }
  return scores;
}

using Table = std::array<FloatScores, kLabels>;

// exp of the transitions; 0 for those that are not allowed.
Table Exponents(const Table& after) {
  Table table{};
  for (Label a = 0; a < kLabels; ++a) {
    for (Label b = 0; b < kLabels; ++b) table[a][b] = MayFollow(a, b) ? std::exp(after[a][b]) : 0.f;
  }
  return table;
}

// exp(emission - its maximum): scaling keeps all within range and cancels out.
std::vector<FloatScores> Potentials(const std::vector<FloatScores>& emissions) {
  std::vector<FloatScores> potentials = emissions;
  for (FloatScores& scores : potentials) {
    const float most = *std::max_element(scores.begin(), scores.end());
    for (float& score : scores) score = std::exp(score - most);
  }
  return potentials;
}

void Normalize(FloatScores* values) {
  const float sum = std::accumulate(values->begin(), values->end(), 0.f);
  for (float& value : *values) value /= sum;
}

std::vector<FloatScores> Forward(const std::vector<FloatScores>& potentials, const Table& step,
                                 const FloatScores& first) {
  std::vector<FloatScores> forward(potentials.size());
  for (Label b = 0; b < kLabels; ++b) {
    forward[0][b] = IsInside(b) ? 0.f : std::exp(first[b]) * potentials[0][b];
  }
  Normalize(&forward[0]);
  for (size_t at = 1; at < potentials.size(); ++at) {
    for (size_t b = 0; b < kLabels; ++b) {
      float sum = 0;
      for (size_t a = 0; a < kLabels; ++a) sum += forward[at - 1][a] * step[a][b];
      forward[at][b] = sum * potentials[at][b];
    }
    Normalize(&forward[at]);
  }
  return forward;
}

void AddGradient(float gradient, const CrfOptions& options, float* weight, float* sum) {
  *sum += gradient * gradient;
  *weight -= options.rate * gradient / std::sqrt(*sum + 1e-8f);
}

// Of the scores of word `at`.
FloatScores GradientAt(const Example& example, const Marginals& marginals, size_t at) {
  FloatScores gradient = marginals.labels[at];
  gradient[example.gold[at]] -= 1;
  for (float& g : gradient) g *= example.weight;
  return gradient;
}

float CostOf(Label gold, Label label, const CrfOptions& options) {
  if (gold == label) return 0;
  if (label == kOutside) return options.missed;
  return gold == kOutside ? options.invented : options.confused;
}

}  // namespace

Marginals ComputeMarginals(const std::vector<FloatScores>& emissions, const Table& after, const FloatScores& first) {
  Marginals found;
  found.labels.resize(emissions.size());
  if (emissions.empty()) return found;
  const std::vector<FloatScores> potentials = Potentials(emissions);
  const Table step = Exponents(after);
  const std::vector<FloatScores> forward = Forward(potentials, step, first);
  FloatScores backward;
  backward.fill(1);
  found.labels.back() = forward.back();
  for (size_t at = emissions.size() - 1; at-- > 0;) {
    FloatScores onward;
    for (size_t b = 0; b < kLabels; ++b) onward[b] = potentials[at + 1][b] * backward[b];
    Table pairs{};
    float all = 0;
    for (size_t a = 0; a < kLabels; ++a) {
      for (size_t b = 0; b < kLabels; ++b) all += pairs[a][b] = forward[at][a] * step[a][b] * onward[b];
    }
    for (size_t a = 0; a < kLabels; ++a) {
      float sum = 0;
      float ahead = 0;
      for (size_t b = 0; b < kLabels; ++b) {
        const float p = pairs[a][b] / all;
        found.pairs[a][b] += p;
        sum += p;
        ahead += step[a][b] * onward[b];
      }
      found.labels[at][a] = sum;
      backward[a] = ahead;
    }
    Normalize(&backward);
  }
  return found;
}

void Crf::Learn(const Example& example, const CrfOptions& options, uint64_t* random) {
  static thread_local std::vector<uint8_t> kept;
  kept.assign(example.features.size(), 1);
  const auto limit = static_cast<uint32_t>(options.dropout * 65536);
  for (uint8_t& keep : kept) keep = (Next(random) & 0xFFFF) >= limit;
  const Marginals marginals = ComputeMarginals(EmissionsWithCost(example, options, kept), after_, first_);
  LearnFeatures(example, options, kept, marginals);
  LearnTransitions(example, options, marginals);
}

// Those of the features that are kept, and what a wrong label costs.
std::vector<FloatScores> Crf::EmissionsWithCost(const Example& example, const CrfOptions& options,
                                                const std::vector<uint8_t>& kept) const {
  std::vector<FloatScores> emissions(example.size());
  for (size_t at = 0; at < example.size(); ++at) {
    FloatScores& scores = emissions[at];
    if (!example.base.empty()) scores = example.base[at];
    for (uint32_t i = example.begins[at]; i < example.begins[at + 1]; ++i) {
      if (!kept[i]) continue;
      const FloatScores& weights = weights_[example.features[i]];
      for (size_t label = 0; label < kLabels; ++label) scores[label] += weights[label];
    }
    for (Label label = 0; label < kLabels; ++label) scores[label] += CostOf(example.gold[at], label, options);
  }
  return emissions;
}

void Crf::LearnFeatures(const Example& example, const CrfOptions& options, const std::vector<uint8_t>& kept,
                        const Marginals& marginals) {
  for (size_t at = 0; at < example.size(); ++at) {
    const FloatScores gradient = GradientAt(example, marginals, at);
    for (uint32_t i = example.begins[at]; i < example.begins[at + 1]; ++i) {
      if (!kept[i]) continue;
      const uint32_t feature = example.features[i];
      for (size_t label = 0; label < kLabels; ++label) {
        if (std::abs(gradient[label]) < 1e-4f) continue;
        float* weight = &weights_[feature][label];
        AddGradient(gradient[label] + options.l2 * *weight, options, weight, &sums_[feature][label]);
      }
    }
  }
}

void Crf::LearnTransitions(const Example& example, const CrfOptions& options, const Marginals& marginals) {
  if (example.size() == 0) return;
  const FloatScores gradient = GradientAt(example, marginals, 0);
  for (size_t label = 0; label < kLabels; ++label) {
    AddGradient(gradient[label], options, &first_[label], &first_sums_[label]);
  }
  Table pairs = marginals.pairs;
  for (size_t at = 1; at < example.size(); ++at) pairs[example.gold[at - 1]][example.gold[at]] -= 1;
  for (Label a = 0; a < kLabels; ++a) {
    for (Label b = 0; b < kLabels; ++b) {
      if (MayFollow(a, b)) AddGradient(pairs[a][b] * example.weight, options, &after_[a][b], &after_sums_[a][b]);
    }
  }
}

void Crf::Snapshot() {
  if (averages_.empty()) averages_.resize(weights_.size());
  const auto add = [](const FloatScores& from, FloatScores* to) {
    for (size_t label = 0; label < kLabels; ++label) (*to)[label] += from[label];
  };
  for (size_t i = 0; i < weights_.size(); ++i) add(weights_[i], &averages_[i]);
  for (size_t i = 0; i < kLabels; ++i) add(after_[i], &after_average_[i]);
  add(first_, &first_average_);
  ++snapshots_;
}

void Crf::Average() {
  const auto divide = [this](FloatScores* scores) {
    for (float& score : *scores) score /= static_cast<float>(snapshots_);
  };
  for (FloatScores& scores : averages_) divide(&scores);
  for (FloatScores& scores : after_average_) divide(&scores);
  divide(&first_average_);
  weights_.swap(averages_);
  after_ = after_average_;
  first_ = first_average_;
  averages_ = {};
  sums_ = {};
  Transitions transitions;
  transitions.first = Thousandths(first_);
  for (size_t i = 0; i < kLabels; ++i) transitions.after[i] = Thousandths(after_[i]);
  decoder_ = std::make_unique<Decoder>(transitions, 1000);
}

void Crf::Train(const std::vector<const Example*>& examples, const CrfOptions& options) {
  uint64_t random = options.seed;
  std::vector<size_t> order(examples.size());
  std::iota(order.begin(), order.end(), size_t{0});
  for (int epoch = 0; epoch < options.epochs; ++epoch) {
    for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[Next(&random) % i]);
    for (size_t i = 0; i < order.size(); ++i) {
      if (examples[order[i]]->size() > 0) Learn(*examples[order[i]], options, &random);
      const bool is_quarter = (i + 1) % std::max<size_t>(1, order.size() / 4) == 0;
      if (options.averaged && is_quarter && epoch * 2 >= options.epochs) Snapshot();
    }
  }
  if (snapshots_ == 0) Snapshot();
  Average();
}

std::vector<FloatScores> Crf::Emissions(const Example& example) const {
  std::vector<FloatScores> emissions(example.size());
  for (size_t at = 0; at < example.size(); ++at) {
    if (!example.base.empty()) emissions[at] = example.base[at];
    for (uint32_t i = example.begins[at]; i < example.begins[at + 1]; ++i) {
      for (size_t label = 0; label < kLabels; ++label) emissions[at][label] += weights_[example.features[i]][label];
    }
  }
  return emissions;
}

void Crf::Predict(const std::vector<FloatScores>& emissions, std::vector<Label>* labels,
                  std::vector<Probabilities>* probabilities) const {
  std::vector<Scores> scores;
  scores.reserve(emissions.size());
  for (const FloatScores& emission : emissions) scores.push_back(Thousandths(emission));
  *labels = decoder_->BestLabels(scores);
  *probabilities = decoder_->LabelProbabilities(scores);
}

}  // namespace marsad::tag
