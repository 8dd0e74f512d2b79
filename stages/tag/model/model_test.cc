#include "stages/tag/model/runner.h"

#include <gtest/gtest.h>

#include "stages/tag/testing/tag_text.h"

namespace marsad::tag {
namespace {

// Knows one word of each kind: "anna" begins a person, "fell" is nothing.
Model TinyModel() {
  Lexicon lexicon;
  lexicon.Set("anna", {.fine = 7, .middle = 3, .coarse = 1, .lists = 1});
  lexicon.AddPhrase("new porto", 2);
  const testing::PreparedField text("Anna fell");
  const Sequence words = ReadSequence(text.View(), {0, 9});
  FormFeatures features;
  Weights::Row person{.feature = At(DescribeWord(words[0], lexicon, &features).word, 0), .scores = {}};
  person.scores[Beginning(0)] = 90;
  Weights::Row nothing{.feature = At(DescribeWord(words[1], lexicon, &features).word, 0), .scores = {}};
  nothing.scores[kOutside] = 100;
  nothing.scores[Inside(1)] = -100;
  return Model("en", std::move(lexicon), Weights({person, nothing}, {}), Weights({}, {}),
               Calibration({{300, 200}, {900, 800}}));
}

std::vector<Sequence> OneSentence(const testing::PreparedField& text) {
  return {ReadSequence(text.View(), {0, static_cast<uint32_t>(text.original.size())})};
}

TEST(Model, FindsWhatItsWeightsSay) {
  const testing::PreparedField text("Anna fell");
  ModelRunner runner(std::make_shared<const Model>(TinyModel()));
  const std::vector<Labelled> answers = runner.Run(OneSentence(text));
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].labels, (std::vector<Label>{Beginning(0), kOutside}));
  EXPECT_GT(answers[0].probabilities[0][Beginning(0)], .5f);
}

TEST(Model, IsTheSameAfterWritingAndReading) {
  const Model model = TinyModel();
  const std::string bytes = model.Write();
  const auto read = Model::Parse(bytes);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->language(), "en");
  EXPECT_EQ(read->first().rows(), 2u);
  EXPECT_EQ(read->lexicon().Find("anna").fine, 7);
  EXPECT_EQ(read->calibration().points(), model.calibration().points());
  EXPECT_TRUE(read->lexicon().FindPhrase(Lexicon::Extend(0, "new")).goes_on);
  const testing::PreparedField text("fell Anna");
  const auto one = std::make_shared<const Model>(TinyModel());
  const auto other = std::make_shared<const Model>(*read);
  EXPECT_EQ(ModelRunner(one).Run(OneSentence(text))[0].labels, ModelRunner(other).Run(OneSentence(text))[0].labels);
}

TEST(Model, BytesThatAreCutOffOrStrangeAreRefused) {
  const std::string bytes = TinyModel().Write();
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(Model::Parse(std::string_view(bytes).substr(0, size))) << size;
  }
  EXPECT_FALSE(Model::Parse(bytes + "x"));
  EXPECT_FALSE(Model::Parse("marsad-tagger 1\n" + bytes.substr(16)));
}

// The end of a sentence may lie within a word: then its letters are marks, and no mark of an earlier article may speak for
// the word that reads the same.
TEST(Model, AMarkIsNoWordWhateverWasReadBefore) {
  Sequence sentence(1);
  sentence[0] = {.original = {0, 4}, .surface = "Anna", .folded = "anna", .script = text::Script::kLatin};
  Sequence cut = sentence;
  cut[0].is_mark = true;
  FormFeatures features;
  Weights::Row shape{.feature = At(DescribeWord(sentence[0], Lexicon(), &features).shape, 0), .scores = {}};
  shape.scores[Beginning(0)] = 90;
  ModelRunner runner(std::make_shared<const Model>("en", Lexicon(), Weights({shape}, {}), Weights({}, {})));
  EXPECT_EQ(runner.RunFirst(cut).labels[0], kOutside);
  EXPECT_EQ(runner.RunFirst(sentence).labels[0], Beginning(0));
}

TEST(Model, EmptySentencesHaveNoLabels) {
  ModelRunner runner(std::make_shared<const Model>(TinyModel()));
  EXPECT_TRUE(runner.Run({Sequence{}})[0].labels.empty());
}

TEST(Calibration, IsALineBetweenItsPoints) {
  const Calibration calibration({{300, 200}, {900, 800}});
  EXPECT_EQ(calibration.Of(100), 200);
  EXPECT_EQ(calibration.Of(300), 200);
  EXPECT_EQ(calibration.Of(600), 500);
  EXPECT_EQ(calibration.Of(1000), 800);
  EXPECT_EQ(Calibration().Of(617), 617);
}

TEST(Calibration, WhatFallsIsRefused) {
  EXPECT_FALSE(Calibration::Parse(Calibration({{300, 500}, {900, 400}}).Write()));
  EXPECT_FALSE(Calibration::Parse(Calibration({{300, 500}, {300, 600}}).Write()));
  EXPECT_FALSE(Calibration::Parse(Calibration({{300, 1001}}).Write()));
  EXPECT_FALSE(Calibration::Parse("abc"));
}

TEST(Sequence, HoldsWordsAndMarksInOrder) {
  const testing::PreparedField text("Ali (Cairo), \"Nile\".");
  std::string all;
  const std::vector<Sequence> sentences = OneSentence(text);
  for (const ModelWord& word : sentences[0]) {
    all += std::string(word.surface) + (word.is_mark ? "! " : " ");
    EXPECT_EQ(word.surface, word.original.Cut(text.original));
  }
  EXPECT_EQ(all, "Ali (! Cairo )! ,! \"! Nile \"! .! ");
}

TEST(Features, ArabicStemsLoseProcliticsAndArticle) {
  const auto stem = [](const char* word) { return std::string(StemOf(word, text::Script::kArabic)); };
  EXPECT_EQ(stem("\u0648\u0627\u0644\u0642\u0627\u0647\u0631\u0647"), "\u0642\u0627\u0647\u0631\u0647");  // wa + al
  EXPECT_EQ(stem("\u0644\u0644\u0648\u0632\u064A\u0631"), "\u0648\u0632\u064A\u0631");                    // lil
  EXPECT_EQ(stem("\u0648\u0644\u062F"), "\u0648\u0644\u062F");                                            // too short
  EXPECT_EQ(StemOf("walk", text::Script::kLatin), "walk");
}

}  // namespace
}  // namespace marsad::tag
