#include "stages/tag/spelling.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace marsad::tag {
namespace {

using Words = std::vector<std::string>;

constexpr char kAbd[] = "\u0639\u0628\u062F";
constexpr char kAllah[] = "\u0627\u0644\u0644\u0647";
constexpr char kAbu[] = "\u0627\u0628\u0648";
constexpr char kJa[] = "\u062C\u0627";                                     // of Abuja
constexpr char kGolovin[] = "\u063A\u0648\u0644\u0648\u0641\u064A\u0646";  // Golovin, with ghain
constexpr char kJolovin[] = "\u062C\u0648\u0644\u0648\u0641\u064A\u0646";  // with jeem
constexpr char kQolovin[] = "\u0642\u0648\u0644\u0648\u0641\u064A\u0646";  // with qaf
constexpr char kGaza[] = "\u063A\u0632\u0647";

bool Has(const std::vector<Words>& all, const Words& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

TEST(SpellingKey, IsOneForSpellingsOfOneName) {
  EXPECT_EQ(SpellingKey("mohamed salah"), SpellingKey("muhammad salah"));
  EXPECT_EQ(SpellingKey("khaled al-sayed"), SpellingKey("khalid el-sayed"));
  EXPECT_EQ(SpellingKey("abdel-fattah"), SpellingKey("abdulfattah"));
  EXPECT_EQ(SpellingKey("zelenskiy"), SpellingKey("zelensky"));
  EXPECT_EQ(SpellingKey(std::string(kAbd) + ' ' + kAllah), SpellingKey(std::string(kAbd) + kAllah));
  EXPECT_EQ(SpellingKey(kGolovin), SpellingKey(kJolovin));
}

TEST(SpellingKey, KeepsNamesApart) {
  EXPECT_NE(SpellingKey("anna berg"), SpellingKey("anne berg"));
  EXPECT_NE(SpellingKey(kQolovin), SpellingKey(kJolovin));
  EXPECT_EQ(SpellingKey("al"), "al");  // by itself no article
}

TEST(OtherSpellings, KnowGivenNamesOfPersonsAlone) {
  EXPECT_TRUE(Has(OtherSpellings({"muhammad", "ali"}, {.is_person = true}), {"mohamed", "ali"}));
  EXPECT_TRUE(OtherSpellings({"muhammad", "ali"}, {}).empty());
}

TEST(OtherSpellings, JoinAndCutArabicNames) {
  EXPECT_TRUE(Has(OtherSpellings({kAbd, kAllah}, {}), {std::string(kAbd) + kAllah}));
  EXPECT_TRUE(Has(OtherSpellings({std::string(kAbd) + kAllah}, {}), {kAbd, kAllah}));
  EXPECT_TRUE(OtherSpellings({std::string(kAbu) + kJa}, {}).empty());  // two letters are no name
}

TEST(OtherSpellings, WriteGByOtherLettersIfTheNameIsForeign) {
  EXPECT_TRUE(Has(OtherSpellings({kGolovin}, {.has_hard_g = true}), {kJolovin}));
  EXPECT_TRUE(Has(OtherSpellings({"anton", kGolovin}, {.has_hard_g = true}), {"anton", kQolovin}));
  EXPECT_FALSE(Has(OtherSpellings({kGolovin}, {.has_hard_g = true}), {kQolovin}));  // of one word by jeem alone
  EXPECT_TRUE(OtherSpellings({kGolovin}, {}).empty());
  EXPECT_TRUE(OtherSpellings({kGaza}, {.has_hard_g = true}).empty());  // too short
}

TEST(OtherSpellings, PutTheFamilyNameFirstWhereThatIsTheCustom) {
  EXPECT_TRUE(
      Has(OtherSpellings({"viktor", "orban"}, {.is_person = true, .is_family_first = true}), {"orban", "viktor"}));
  EXPECT_TRUE(OtherSpellings({"viktor", "orban"}, {.is_person = true}).empty());
}

TEST(Patronymic, IsOneInAnyCase) {
  EXPECT_TRUE(IsPatronymic("vladimirovich"));
  EXPECT_FALSE(IsPatronymic("ovich"));
  EXPECT_TRUE(IsPatronymic("ilyovich"));  // three letters before the ending
  EXPECT_FALSE(IsPatronymic("ilovich"));
  EXPECT_FALSE(IsPatronymic("vladimir"));
}

}  // namespace
}  // namespace marsad::tag
