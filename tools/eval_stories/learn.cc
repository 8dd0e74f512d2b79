#include "tools/eval_stories/learn.h"

#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <string>

#include "tools/eval_stories/stream.h"

namespace marsad::eval_stories {
namespace {

using cluster::StoryFeatures;
using cluster::StoryModel;

constexpr size_t kInputs = StoryFeatures::kCount + 1;  // the last is always 1
constexpr int32_t kLeastBody = 30;                     // per mille: below it a story is no candidate
constexpr int kRounds = 25;
constexpr double kRidge = 1.0;  // keeps weights finite

using Vector = std::array<double, kInputs>;

struct Example {
  Vector inputs{};
  double belongs = 0;
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
      slope.at(i) += (example.belongs - chance) * example.inputs.at(i);
      const double spread = chance * (1 - chance) * example.inputs.at(i);
      for (size_t j = 0; j < kInputs; ++j) curvature.at(i).at(j) += spread * example.inputs.at(j);
    }
  }
  Vector next = Solve(curvature, slope);
  for (size_t i = 0; i < kInputs; ++i) next.at(i) += weights.at(i);
  return next;
}

}  // namespace

StoryModel Learn(const std::vector<Item>& items) {
  const std::vector<Example> examples = Collect(items);
  Vector weights{};
  for (int round = 0; round < kRounds; ++round) weights = Step(examples, weights);
  StoryModel model;
  for (size_t i = 0; i < StoryFeatures::kCount; ++i) {
    model.weights.at(i) = static_cast<int32_t>(std::lround(weights.at(i) * 1000));
  }
  model.bias = std::lround(weights.back() * 1'000'000);
  return model;
}

}  // namespace marsad::eval_stories
