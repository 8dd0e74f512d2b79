#include "stages/cluster/bundle.h"

#include <gtest/gtest.h>

namespace marsad::cluster {
namespace {

StoryModel SampleModel() {
  StoryModel model;
  for (size_t i = 0; i < model.weights.size(); ++i) model.weights.at(i) = static_cast<int32_t>(i * 1000) - 4000;
  model.bias = -7'000'000;
  model.join = -250'000;
  model.merge = 1'500'000;
  model.merge_agree = 320;
  model.merge_small = 2;
  return model;
}

std::vector<RarityTable> SampleTables() {
  return {{.language = "ar", .documents = 100, .rarest = 1300, .words = {{3, 10}, {9, 900}, {0xFFFFFFFF, 1200}}},
          {.language = "pt", .documents = 5, .rarest = 600, .words = {{3, 12}, {4, 20}}},
          {.language = "xx", .documents = 1, .rarest = 300, .words = {}}};
}

TEST(BundleTest, WhatWasWrittenIsRead) {
  const StoryModel model = SampleModel();
  const auto bundle = ParseBundle(WriteBundle(model, SampleTables()));
  ASSERT_TRUE(bundle) << bundle.error().message;
  EXPECT_EQ((*bundle)->stories.weights, model.weights);
  EXPECT_EQ((*bundle)->stories.bias, model.bias);
  EXPECT_EQ((*bundle)->stories.join, model.join);
  EXPECT_EQ((*bundle)->stories.merge, model.merge);
  EXPECT_EQ((*bundle)->stories.merge_agree, model.merge_agree);
  EXPECT_EQ((*bundle)->stories.merge_small, model.merge_small);
  EXPECT_EQ((*bundle)->RarityOf("ar").Of(9), 900U);
  EXPECT_EQ((*bundle)->RarityOf("ar-EG").Of(0xFFFFFFFF), 1200U);
  EXPECT_EQ((*bundle)->RarityOf("pt").Of(9), 600U);
  EXPECT_EQ((*bundle)->RarityOf("xx").Of(3), 300U);
}

TEST(BundleTest, OfALanguageWithoutATableWordsAreRareThatAreFrequentNowhere) {
  const ClusterModel model = MakeModel(SampleModel(), SampleTables());
  for (const char* tag : {"und", "", "zz-Latn"}) {
    const WordRarity& others = model.RarityOf(tag);
    EXPECT_EQ(others.Of(3), 10U * 2048 / 1300) << tag;  // of two tables the lower one
    EXPECT_EQ(others.Of(4), 20U * 2048 / 600) << tag;
    EXPECT_EQ(others.Of(9), 2048U) << tag;
    EXPECT_EQ(others.Of(77), 2048U) << tag;
  }
  EXPECT_GT(MakeModel({}, {}).RarityOf("ar").Of(3), 0U);
}

TEST(BundleTest, WhatIsCutOffOrGoesOnIsRefused) {
  const std::string bytes = WriteBundle(SampleModel(), SampleTables());
  for (size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(ParseBundle(bytes.substr(0, size))) << size;
  EXPECT_FALSE(ParseBundle(bytes + '\0'));
  EXPECT_NE(ParseBundle("").error().message.find("no bundle"), std::string::npos);
}

TEST(BundleTest, WordsOutOfOrderAreRefused) {
  std::vector<RarityTable> tables = SampleTables();
  std::swap(tables[0].words[0], tables[0].words[1]);
  const auto bundle = ParseBundle(WriteBundle(SampleModel(), tables));
  ASSERT_FALSE(bundle);
  EXPECT_NE(bundle.error().message.find("table 1"), std::string::npos) << bundle.error().message;
}

TEST(BundleTest, AnotherFoldIsNamed) {
  std::string bytes = WriteBundle(SampleModel(), SampleTables());
  bytes[bytes.find('\n') + 1] = 99;
  const auto bundle = ParseBundle(bytes);
  ASSERT_FALSE(bundle);
  EXPECT_NE(bundle.error().message.find("fold version 99"), std::string::npos) << bundle.error().message;
}

TEST(BundleTest, NoByteThatIsFlippedEndsTheProcess) {
  const std::string bytes = WriteBundle(SampleModel(), SampleTables());
  for (size_t at = 0; at < bytes.size(); ++at) {
    std::string flipped = bytes;
    flipped[at] = static_cast<char>(flipped[at] ^ 0xFF);
    const auto bundle = ParseBundle(flipped);
    if (!bundle) continue;
    EXPECT_GT((*bundle)->RarityOf("und").Of(1), 0U) << at;
  }
}

}  // namespace
}  // namespace marsad::cluster
