#include "tools/eval_stories/learn.h"

#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <string>

#include "tools/eval_stories/metrics.h"
#include "tools/eval_stories/stream.h"

namespace marsad::eval_stories {
namespace {

using cluster::StoryFeatures;
using cluster::StoryModel;

constexpr size_t kInputs = StoryFeatures::kCount + 1;  // the last is always 1
constexpr int32_t kLeastBody = 30;                     // per mille: below it a story is no candidate
constexpr int kRounds = 25;
constexpr double kRidge = 1.0;         // keeps weights finite
constexpr double kExamples = 100'000;  // that each corpus counts as

using Vector = std::array<double, kInputs>;

struct Example {
  Vector inputs{};
  double belongs = 0;
  double counts = 1;  // as so many
};

std::vector<Example> Collect(const std::vector<Item>& items) {
  StoryModel none;
  none.join = std::numeric_limits<int64_t>::max();
  cluster::StoryIndex index(none);
  std::map<std::string, std::string> last;  // uri, by label
  std::vector<Example> examples;
  for (const Item& item : items) {
    index.Expire(Timestamp::FromMillis(item.time.millis() - kWindowMillis));
    const std::string same = last[item.story];
    const auto belongs_to = index.StoryOf(same);
    for (const uint64_t story : index.Stories()) {
      const StoryFeatures features = index.Measure(item.vectors, item.time, story);
      if (features.values[StoryFeatures::kBodyBody] < kLeastBody) continue;
      Example example;
      for (size_t i = 0; i < StoryFeatures::kCount; ++i) example.inputs.at(i) = features.values.at(i) / 1000.0;
      example.inputs.back() = 1;
      example.belongs = belongs_to && belongs_to->number == story ? 1 : 0;
      examples.push_back(example);
    }
    index.Add(item.uri, item.time, item.vectors, {.same_as = same});
    index.Settle();
    last[item.story] = item.uri;
  }
  return examples;
}

// The solution of `matrix` * x = `right`, by elimination; `matrix` is positive definite.
Vector Solve(std::array<Vector, kInputs> matrix, Vector right) {
  for (size_t i = 0; i < kInputs; ++i) {
    for (size_t row = i + 1; row < kInputs; ++row) {
      const double factor = matrix.at(row).at(i) / matrix.at(i).at(i);
      for (size_t column = i; column < kInputs; ++column) {
        matrix.at(row).at(column) -= factor * matrix.at(i).at(column);
      }
      right.at(row) -= factor * right.at(i);
    }
  }
  for (size_t i = kInputs; i-- > 0;) {
    for (size_t column = i + 1; column < kInputs; ++column) right.at(i) -= matrix.at(i).at(column) * right.at(column);
    right.at(i) /= matrix.at(i).at(i);
  }
  return right;
}

// One step of Newton's method from `weights`.
Vector Step(const std::vector<Example>& examples, const Vector& weights) {
  std::array<Vector, kInputs> curvature{};
  Vector slope{};
  for (size_t i = 0; i < kInputs; ++i) {
    curvature.at(i).at(i) = kRidge;
    slope.at(i) = -kRidge * weights.at(i);
  }
  for (const Example& example : examples) {
    double score = 0;
    for (size_t i = 0; i < kInputs; ++i) score += weights.at(i) * example.inputs.at(i);
    const double chance = 1 / (1 + std::exp(-score));
    for (size_t i = 0; i < kInputs; ++i) {
      slope.at(i) += example.counts * (example.belongs - chance) * example.inputs.at(i);
      const double spread = example.counts * chance * (1 - chance) * example.inputs.at(i);
      for (size_t j = 0; j < kInputs; ++j) curvature.at(i).at(j) += spread * example.inputs.at(j);
    }
  }
  Vector next = Solve(curvature, slope);
  for (size_t i = 0; i < kInputs; ++i) next.at(i) += weights.at(i);
  return next;
}

double MeanF(const std::vector<std::vector<Item>>& corpora, const StoryModel& model) {
  double sum = 0;
  for (const std::vector<Item>& items : corpora) {
    const Streamed streamed = StreamStories(items, model);
    sum += BCubed(streamed.emitted).F() + BCubed(streamed.merged).F();
  }
  return sum / static_cast<double>(2 * corpora.size());
}

struct Steps {
  int64_t from = 0;
  int64_t to = 0;
  int64_t step = 0;
};
// The one with which `threshold` of `model` is best, the lowest of equals.
int64_t FindBest(const std::vector<std::vector<Item>>& corpora, StoryModel model, int64_t StoryModel::*threshold,
                 const Steps& steps) {
  int64_t best = steps.from;
  double best_f = -1;
  for (int64_t at = steps.from; at <= steps.to; at += steps.step) {
    model.*threshold = at;
    const double f = MeanF(corpora, model);
    if (f <= best_f) continue;
    best = at;
    best_f = f;
  }
  return best;
}

}  // namespace

StoryModel Learn(const std::vector<std::vector<Item>>& corpora) {
  std::vector<Example> examples;
  for (const std::vector<Item>& items : corpora) {
    std::vector<Example> more = Collect(items);
    for (Example& example : more) example.counts = kExamples / static_cast<double>(more.size());
    examples.insert(examples.end(), more.begin(), more.end());
  }
  Vector weights{};
  for (int round = 0; round < kRounds; ++round) weights = Step(examples, weights);
  StoryModel model;
  for (size_t i = 0; i < StoryFeatures::kCount; ++i) {
    model.weights.at(i) = static_cast<int32_t>(std::lround(weights.at(i) * 1000));
  }
  model.bias = std::lround(weights.back() * 1'000'000);
  return model;
}

void Tune(const std::vector<std::vector<Item>>& corpora, StoryModel* model) {
  model->merge = std::numeric_limits<int64_t>::max();
  model->join = FindBest(corpora, *model, &StoryModel::join, {-3'000'000, 2'000'000, 125'000});
  model->merge = FindBest(corpora, *model, &StoryModel::merge, {model->join, model->join + 4'000'000, 250'000});
}

}  // namespace marsad::eval_stories
