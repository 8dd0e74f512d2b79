#include "tools/tagger/evaluation.h"

#include <gtest/gtest.h>

#include <fstream>

namespace marsad::tag {
namespace {

std::vector<TrainingDocument> ReadText(const std::string& name, const std::string& text) {
  const std::string path = ::testing::TempDir() + name;
  std::ofstream(path) << text;
  auto read = ReadConll(path, 1, {});
  EXPECT_TRUE(read) << read.error().message;
  return std::move(*read);
}

// Knows one place.
std::shared_ptr<const Gazetteer> OnePlace() {
  const auto files = ReadGazetteerFiles("gazetteer");
  return *Gazetteer::Parse(*files);
}

// Takes "Zorba" for a person, surely, and "Quux" for a body, hardly.
std::shared_ptr<const Model> TwoNames() {
  const auto words = ReadText("two.conll", "Zorba\tO\nQuux\tO\n");
  FormFeatures features;
  Weights::Row person, body;
  person = {.feature = At(DescribeWord(words[0].sentences[0]->words[0], Lexicon(), &features).word, 0), .scores = {}};
  person.scores[Beginning(0)] = 120;
  body = {.feature = At(DescribeWord(words[0].sentences[0]->words[1], Lexicon(), &features).word, 0), .scores = {}};
  body.scores[Beginning(1)] = 10;
  return std::make_shared<const Model>("en", Lexicon(), Weights({person, body}, {}), Weights({}, {}));
}

Evaluation EvaluateText(const std::string& text, uint16_t min_confidence) {
  const Tagger tagger(OnePlace());
  auto evaluation =
      Evaluate(ReadText("e.conll", text), tagger, TwoNames(), {.language = "en", .min_confidence = min_confidence});
  EXPECT_TRUE(evaluation) << evaluation.error().message;
  return std::move(*evaluation);
}

Tally Sum(const Evaluation& evaluation, Finder finder) {
  Tally sum;
  for (const ScoreTable& table : evaluation[static_cast<size_t>(finder)]) sum.Add(table.exact[kTypes]);
  return sum;
}

constexpr char kText[] = "Zorba\tB-PER\nsaw\tO\nEgypt\tB-LOC\n\nQuux\tO\nleft\tO\nBoeing-Werk\tO\n";

TEST(Evaluation, CountsEachFinderByItself) {
  const Evaluation evaluation = EvaluateText(kText, 500);
  EXPECT_EQ(Sum(evaluation, Finder::kGazetteer).right, 1u);
  EXPECT_EQ(Sum(evaluation, Finder::kModel).right, 1u);
  EXPECT_EQ(Sum(evaluation, Finder::kModel).found, 1u);
  EXPECT_EQ(Sum(evaluation, Finder::kStage).right, 2u);
  EXPECT_EQ(Sum(evaluation, Finder::kStage).gold, 2u);
}

TEST(Evaluation, AnUnsureNameIsNotFound) {
  EXPECT_EQ(Sum(EvaluateText(kText, 0), Finder::kModel).found, 2u);
  EXPECT_EQ(Sum(EvaluateText(kText, 500), Finder::kModel).found, 1u);
}

// Four right, one missed, one invented in each of ten documents, and half of them without the missed one.
TEST(Bootstrap, HoldsTheMeasureAndIsTheSameForTheSameSeed) {
  std::vector<ScoreTable> documents(10);
  for (size_t i = 0; i < documents.size(); ++i) {
    documents[i].exact[kTypes] = {.found = 5, .gold = i % 2 == 0 ? 4u : 5u, .right = 4};
  }
  const Interval interval = BootstrapF1(documents, Measure::kExact, kTypes, 1);
  const double f = 2.0 * 40 / (50 + 45);
  EXPECT_LT(interval.low, f);
  EXPECT_GT(interval.high, f);
  EXPECT_GT(interval.low, 2.0 * 4 / 10 - 1e-9);  // all drawn with a missed name
  EXPECT_LT(interval.high, 2.0 * 4 / 9 + 1e-9);
  const Interval again = BootstrapF1(documents, Measure::kExact, kTypes, 1);
  EXPECT_EQ(interval.low, again.low);
  EXPECT_EQ(interval.high, again.high);
}

TEST(Bootstrap, OfEqualDocumentsHasNoWidth) {
  std::vector<ScoreTable> documents(5);
  for (ScoreTable& table : documents) table.lenient[0] = {.found = 2, .gold = 2, .right = 2};
  const Interval interval = BootstrapF1(documents, Measure::kLenient, 0, 1);
  EXPECT_EQ(interval.low, 1);
  EXPECT_EQ(interval.high, 1);
}

}  // namespace
}  // namespace marsad::tag
