#include "tools/tagger/training.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "tools/tagger/calibrate.h"
#include "tools/tagger/classes.h"
#include "tools/tagger/guideline.h"
#include "tools/tagger/scoring.h"

namespace marsad::tag {
namespace {

std::string WriteFile(const std::string& name, const std::string& text) {
  std::string path = ::testing::TempDir() + name;
  std::ofstream(path) << text;
  return path;
}

std::vector<Label> LabelsOf(const std::vector<LabelledToken>& sentence) {
  std::vector<Label> labels(sentence.size());
  std::ranges::transform(sentence, labels.begin(), &LabelledToken::label);
  return labels;
}

TEST(Conll, TokensBecomeTheWordsOfAnArticle) {
  const auto read =
      ReadConll(WriteFile("a.conll", "# doc 1\nDr\tO\nU.N.\tB-ORG\nNew-York\tB-LOC\n\n# doc 2\nx\tO\n"), 10, {});
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->size(), 2u);
  const TrainingSentence& sentence = *(*read)[0].sentences[0];
  ASSERT_EQ(sentence.words.size(), sentence.gold.size());
  EXPECT_EQ(sentence.gold.front(), kOutside);
  for (size_t at = 1; at < sentence.words.size(); ++at) {
    const bool is_place = sentence.words[at].original.begin >= 8;
    EXPECT_EQ(TypeOf(sentence.gold[at]), is_place ? 2 : 1) << at;
  }
}

TEST(Conll, ABrokenLineIsNamed) {
  const auto read = ReadConll(WriteFile("b.conll", "a\tO\nb\tB-XYZ\n"), 10, {});
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().message.find("b.conll:2"), std::string::npos) << read.error().message;
}

TEST(Guideline, RulesChangeLabels) {
  const auto guideline =
      Guideline::Read(WriteFile("g.tsv", "before-name\tLOC\tairport\noutside\t-\tcity\nnever\t-\tdollar\n"));
  ASSERT_TRUE(guideline) << guideline.error().message;
  std::vector<LabelledToken> sentence = {{"airport", kOutside},
                                         {"Kuso", Beginning(2)},
                                         {"city", Beginning(2)},
                                         {"Bana", Inside(2)},
                                         {"dollar", Beginning(3)}};
  std::map<std::string, size_t> changed;
  guideline->Apply(&sentence, &changed);
  EXPECT_EQ(LabelsOf(sentence), (std::vector<Label>{Beginning(2), Inside(2), kOutside, Beginning(2), kOutside}));
  EXPECT_EQ(changed.size(), 3u);
}

TEST(Guideline, NamesThatStandSideBySideAreJoined) {
  const auto guideline = Guideline::Read(WriteFile("j.tsv", "join\tORG\n"));
  ASSERT_TRUE(guideline) << guideline.error().message;
  std::vector<LabelledToken> sentence = {{"Federal", Beginning(1)}, {"court", Beginning(1)}, {"hears", kOutside},
                                         {"Anna", Beginning(0)},    {"Boris", Beginning(0)}, {"Union", Beginning(1)}};
  std::map<std::string, size_t> changed;
  guideline->Apply(&sentence, &changed);
  EXPECT_EQ(LabelsOf(sentence),
            (std::vector<Label>{Beginning(1), Inside(1), kOutside, Beginning(0), Beginning(0), Beginning(1)}));
}

// A little language: after "mister" comes a person, after "in" a place, whatever the word.
std::vector<TrainingDocument> ToyDocuments() {
  std::string text;
  for (int i = 0; i < 60; ++i) {
    const std::string name = "na" + std::string(1, static_cast<char>('a' + i % 26)) + "ro";
    text += "mister\tO\n" + name + "\tB-PER\nlives\tO\nin\tO\n" + name + "burg\tB-LOC\n\n";
  }
  auto read = ReadConll(WriteFile("toy.conll", text), 5, {});
  EXPECT_TRUE(read);
  return std::move(*read);
}

TrainingOptions ToyOptions() {
  TrainingOptions options{.language = "en", .first = {}, .document = {}};
  options.first.epochs = options.document.epochs = 3;
  options.folds = 2;
  return options;
}

TEST(Training, LearnsWhatTheContextTells) {
  const auto documents = ToyDocuments();
  const auto model = std::make_shared<const Model>(TrainModel(documents, Lexicon(), ToyOptions()));
  const auto unseen =
      ReadConll(WriteFile("u.conll", "mister\tO\nzzolk\tB-PER\nlives\tO\nin\tO\nqqumt\tB-LOC\n"), 5, {});
  ModelRunner runner(model);
  const TrainingSentence& sentence = *(*unseen)[0].sentences[0];
  EXPECT_EQ(runner.Run({sentence.words})[0].labels, sentence.gold);
}

TEST(Training, GivesTheSameBytesAgain) {
  const auto documents = ToyDocuments();
  EXPECT_EQ(TrainModel(documents, Lexicon(), ToyOptions()).Write(),
            TrainModel(documents, Lexicon(), ToyOptions()).Write());
}

TEST(Crf, MarginalsOfASingleWordAreItsSoftmax) {
  FloatScores scores{};
  scores[Beginning(1)] = 2;
  const Marginals found = ComputeMarginals({scores}, {}, {});
  const float e = std::exp(2.f);
  EXPECT_NEAR(found.labels[0][Beginning(1)], e / (e + 4), 1e-5);  // outside and three other beginnings
  EXPECT_EQ(found.labels[0][Inside(1)], 0);
}

TEST(Classes, WordsOfLikeSurroundingsShareAClass) {
  std::vector<std::vector<std::string_view>> sentences;
  for (int i = 0; i < 200; ++i) {
    sentences.push_back({"the", i % 2 == 0 ? "cat" : "dog", "eats"});
    sentences.push_back({"we", i % 2 == 0 ? "walk" : "run", "home"});
  }
  const auto classes = LearnClasses(sentences, {3}, {.dimensions = 8, .epochs = 20});
  EXPECT_EQ(classes.at("cat"), classes.at("dog"));
  EXPECT_EQ(classes.at("walk"), classes.at("run"));
  EXPECT_NE(classes.at("cat"), classes.at("walk"));
}

// Right in 2 of 10 where it states 500, in 9 of 10 where it states 900.
std::vector<JudgedName> Overconfident() {
  std::vector<JudgedName> names;
  for (int i = 0; i < 1000; ++i) {
    names.push_back({500, i % 10 < 2});
    names.push_back({900, i % 10 < 9});
  }
  return names;
}

TEST(Calibration, SaysHowOftenNamesAreRight) {
  const std::vector<JudgedName> names = Overconfident();
  const Calibration learned = LearnCalibration(names);
  EXPECT_EQ(learned.Of(500), 200);
  EXPECT_EQ(learned.Of(900), 900);
  for (const ConfidenceBin& bin : BinsOf(names, learned)) EXPECT_NEAR(bin.stated, bin.right, .05);
  EXPECT_NEAR(BinsOf(names, Calibration())[5].right, .2, 1e-9);  // uncalibrated: off by .3
}

// Half of the documents are right where the others are wrong: what is learned from one half is false for the other.
TEST(Calibration, IsJudgedOnTextThatItWasNotLearnedFrom) {
  std::vector<JudgedName> names;
  for (size_t i = 0; i < 400; ++i) names.push_back({.stated = 500, .is_right = i < 200, .document = i / 40});
  EXPECT_LT(LargestDifference(BinsOf(names, LearnCalibration(names)), 50), .05);
  EXPECT_GT(LargestDifference(CrossFittedBins(names, 2), 50), .9);
  EXPECT_EQ(LargestDifference(CrossFittedBins(names, 2), 201), 0);  // no bin has so many
  EXPECT_EQ(LargestDifference(CrossFittedBins({}, 2), 1), 0);
}

TEST(Calibration, DoesNotFallWhereTheModelIsLessRight) {
  std::vector<JudgedName> names = Overconfident();
  for (int i = 0; i < 1000; ++i) names.push_back({300, i % 10 < 6});
  const Calibration learned = LearnCalibration(names);
  EXPECT_LE(learned.Of(300), learned.Of(500));
  EXPECT_TRUE(LearnCalibration({}).points().empty());
}

TEST(Scoring, LenientCountsHalfOfTheWords) {
  ScoreTable table;
  AddSentence({kOutside, Beginning(0), Inside(0)}, {kOutside, kOutside, Beginning(0)}, &table);
  EXPECT_EQ(table.exact[kTypes].right, 0u);
  EXPECT_EQ(table.lenient[0].right, 1u);
}

}  // namespace
}  // namespace marsad::tag
