#include "stages/tag/model/known_forms.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "stages/tag/model/weights.h"

namespace marsad::tag {
namespace {

ModelWord Word(std::string_view surface, bool is_mark = false) {
  ModelWord word;
  word.surface = surface;
  word.is_mark = is_mark;
  return word;
}

const KnownForm* Find(const KnownForms& forms, const ModelWord& word) {
  return forms.Find(word, KnownForms::HashOf(word));
}

KnownForm& Add(KnownForms* forms, const ModelWord& word) { return forms->Add(word, KnownForms::HashOf(word)); }

TEST(KnownForms, StayWhereTheyAreHoweverManyCome) {
  constexpr int kForms = 5'000;
  KnownForms forms;
  std::vector<const KnownForm*> added;
  for (int i = 0; i < kForms; ++i) added.push_back(&Add(&forms, Word("w" + std::to_string(i))));
  ASSERT_EQ(forms.size(), size_t{kForms});
  for (int i = 0; i < kForms; ++i) {
    const std::string surface = "w" + std::to_string(i);
    ASSERT_EQ(Find(forms, Word(surface)), added[static_cast<size_t>(i)]) << surface;
    EXPECT_EQ(added[static_cast<size_t>(i)]->number, static_cast<uint32_t>(i) + 2);
  }
  EXPECT_EQ(Find(forms, Word("w5000")), nullptr);
}

TEST(KnownForms, AMarkIsAnotherFormThanTheWordThatLooksLikeIt) {
  KnownForms forms;
  const KnownForm& word = Add(&forms, Word("a"));
  EXPECT_EQ(Find(forms, Word("a", true)), nullptr);
  const KnownForm& mark = Add(&forms, Word("a", true));
  EXPECT_NE(word.number, mark.number);
  EXPECT_EQ(Find(forms, Word("a")), &word);
  EXPECT_EQ(Find(forms, Word("a", true)), &mark);
}

TEST(KnownForms, AreForgotten) {
  KnownForms forms;
  Add(&forms, Word("a"));
  forms.Clear();
  EXPECT_EQ(forms.size(), 0u);
  EXPECT_EQ(Find(forms, Word("a")), nullptr);
  EXPECT_EQ(Add(&forms, Word("b")).number, 2u);
}

// More features than are asked for together, for several sums, some of them unknown.
TEST(WeightSummer, AddsEachFeatureOnceToItsSums) {
  constexpr FeatureHash kStep = 0x9E3779B97F4A7C15;
  std::vector<Weights::Row> rows;
  for (FeatureHash i = 1; i <= 300; ++i) {
    Weights::Row row{.feature = i * kStep & 0xFFFFFFFFFF, .scores = {}};
    row.scores[i % 3] = static_cast<int8_t>(i % 100);
    rows.push_back(row);
  }
  const Weights weights(rows, {});
  WeightSummer summer(weights);
  std::array<Sums, 2> sums{}, expected{};
  for (FeatureHash i = 1; i <= 400; ++i) {
    summer.Add(i * kStep, &sums[i % 2]);
    if (i <= 300) expected[i % 2][i % 3] = static_cast<int16_t>(expected[i % 2][i % 3] + static_cast<int16_t>(i % 100));
  }
  summer.Finish();
  EXPECT_EQ(sums, expected);
  summer.Finish();
  EXPECT_EQ(sums, expected);  // nothing is left over
}

}  // namespace
}  // namespace marsad::tag
