#include "lib/text/proclitic.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace marsad::text {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// What a name would have to look like, one per reading: the rest, with its article where that is restored.
std::vector<std::string> Names(std::string_view word) {
  std::vector<std::string> names;
  for (const ProcliticSplit& split : SplitProclitics(word)) {
    const std::string rest(word.substr(split.bytes));
    names.push_back(split.restores_article ? "\u0627" + rest : rest);  // ALEF
  }
  return names;
}

TEST(ProcliticTest, PutinMayBeginWithBi) {
  EXPECT_THAT(Names("\u0628\u0648\u062A\u064A\u0646"), ElementsAre("\u0648\u062A\u064A\u0646"));  // BWTYN
}

TEST(ProcliticTest, ConjunctionThenPreposition) {
  EXPECT_THAT(Names("\u0648\u0628\u0648\u062A\u064A\u0646"),  // WBWTYN
              ElementsAre("\u0628\u0648\u062A\u064A\u0646", "\u0648\u062A\u064A\u0646"));
}

TEST(ProcliticTest, TheArticleBelongsToTheName) {
  EXPECT_THAT(Names("\u0628\u0627\u0644\u0643\u0631\u0645\u0644\u064A\u0646"),  // BALKRMLYN
              ElementsAre("\u0627\u0644\u0643\u0631\u0645\u0644\u064A\u0646"));
  EXPECT_THAT(Names("\u0648\u0627\u0644\u0648\u0644\u0627\u064A\u0627\u062A"),  // WALWLAYAT
              ElementsAre("\u0627\u0644\u0648\u0644\u0627\u064A\u0627\u062A"));
}

TEST(ProcliticTest, LiSwallowsTheAlefOfTheArticle) {
  const std::string rest = "\u0648\u0644\u0627\u064A\u0627\u062A";  // WLAYAT
  const std::string lam = "\u0644";
  const std::string article = "\u0627\u0644";
  EXPECT_THAT(Names(lam + lam + rest), ElementsAre(lam + rest, article + rest, rest));
  EXPECT_THAT(Names("\u0648" + lam + lam + rest), ElementsAre(lam + lam + rest, lam + rest, article + rest, rest));
}

TEST(ProcliticTest, LiBeforeANameThatBeginsWithLam) {
  const std::string lebanon = "\u0644\u0628\u0646\u0627\u0646";  // LBNAN
  EXPECT_THAT(Names("\u0644" + lebanon), Contains(lebanon));
}

TEST(ProcliticTest, BytesGrow) {
  const ProcliticSplits splits =
      SplitProclitics("\u0648\u0644\u0644\u0648\u0644\u0627\u064A\u0627\u062A");  // WLLWLAYAT
  std::vector<int> bytes;
  for (const ProcliticSplit& split : splits) bytes.push_back(split.bytes);
  EXPECT_THAT(bytes, ElementsAre(2, 4, 4, 6));
}

TEST(ProcliticTest, ShortNamesStayWhole) {
  EXPECT_THAT(Names("\u0644\u0628\u0646\u0627\u0646"), ElementsAre("\u0628\u0646\u0627\u0646"));  // LBNAN
  EXPECT_THAT(Names("\u0648\u0644\u0628\u0646\u0627\u0646"),                                      // WLBNAN
              ElementsAre("\u0644\u0628\u0646\u0627\u0646", "\u0628\u0646\u0627\u0646"));
  EXPECT_THAT(Names("\u0643\u064A\u064A\u0641"), ElementsAre("\u064A\u064A\u0641"));  // KYYF
  EXPECT_THAT(Names("\u0648\u0642\u062F"), IsEmpty());                                // WQD
}

TEST(ProcliticTest, FalseFriendsAreOnlyCandidates) {
  EXPECT_THAT(Names("\u0641\u0644\u0627\u062F\u064A\u0645\u064A\u0631"),  // FLADYMYR
              ElementsAre("\u0644\u0627\u062F\u064A\u0645\u064A\u0631", "\u0627\u062F\u064A\u0645\u064A\u0631"));
}

TEST(ProcliticTest, OtherScriptsHaveNone) {
  EXPECT_THAT(Names("london"), IsEmpty());
  EXPECT_THAT(Names("\u0432\u0430\u0440\u0448\u0430\u0432\u0430"), IsEmpty());  // Cyrillic
  EXPECT_THAT(Names(""), IsEmpty());
}

TEST(ProcliticTest, AMinisterHasAWawOfItsOwn) {
  EXPECT_FALSE(HasConjunction("\u0648\u0632\u064A\u0631"));                   // WZYR: minister
  EXPECT_FALSE(HasConjunction("\u0648\u0632\u064A\u0631\u062A\u0647"));       // WZYRTH: his minister
  EXPECT_FALSE(HasConjunction("\u0641\u0644\u0633\u0637\u064A\u0646"));       // FLSTYN: Palestine
  EXPECT_FALSE(HasConjunction("\u0648\u0641\u062F"));                         // WFD: a delegation
  EXPECT_TRUE(HasConjunction("\u0648\u0627\u0644\u0648\u0632\u064A\u0631"));  // WALWZYR: and the minister
  EXPECT_TRUE(HasConjunction("\u0648\u0627\u0639\u0644\u0646"));              // WALN: and he announced
  EXPECT_TRUE(HasConjunction("\u0641\u0642\u062F"));                          // FQD: for he has
  EXPECT_FALSE(HasConjunction("\u0627\u0639\u0644\u0646"));                   // he announced
  EXPECT_FALSE(HasConjunction("and"));
  EXPECT_FALSE(HasConjunction(""));
}

}  // namespace
}  // namespace marsad::text
