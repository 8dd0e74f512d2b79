#include "stages/cluster/facts.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "stages/cluster/canonical.h"
#include "stages/cluster/testing/read_text.h"

namespace marsad::cluster {
namespace {

using testing::ReadRows;
using testing::ReadText;

std::vector<uint32_t> HashesOf(const std::string& text, const std::string& language) {
  std::vector<uint32_t> hashes;
  for (const Token& token : ReadText(text, {.language = language})) hashes.push_back(token.hash);
  return hashes;
}

std::vector<FactKind> KindsOf(const std::string& text, const FactOptions& options) {
  std::vector<FactKind> kinds;
  for (const Token& token : ReadText(text, options)) kinds.push_back(token.fact);
  return kinds;
}

TEST(Facts, WhatHousesWriteDifferentlyHasOneForm) {
  const auto rows = ReadRows("stages/cluster/testdata/facts.tsv", 4);
  ASSERT_GT(rows.size(), 50u);
  for (const auto& row : rows) {
    const bool is_same = HashesOf(row[2], row[1]) == HashesOf(row[3], row[1]);
    EXPECT_EQ(is_same, row[0] == "same") << row[1] << ": " << row[2] << " / " << row[3];
  }
}

TEST(Facts, NumbersPolarityAndDaysAreFacts) {
  const FrequentWords frequent("They did pay on", "en");
  EXPECT_EQ(KindsOf("They did not pay 30 million on Monday", {.language = "en", .frequent = &frequent}),
            (std::vector<FactKind>{FactKind::kNone, FactKind::kNone, FactKind::kPolarity, FactKind::kNone,
                                   FactKind::kNumber, FactKind::kNumber, FactKind::kNone, FactKind::kDay}));
}

TEST(Facts, AWordThatIsNotFrequentIsAFact) {
  const FrequentWords frequent("The ships of the Port came home", "en");
  EXPECT_EQ(
      KindsOf("Ships of the zeppelin port", {.language = "en", .frequent = &frequent}),
      (std::vector<FactKind>{FactKind::kNone, FactKind::kNone, FactKind::kNone, FactKind::kWord, FactKind::kNone}));
}

TEST(Facts, WithoutAListOfFrequentWordsAnyWordIsOne) {
  EXPECT_EQ(KindsOf("o porto", {.language = "pt"}), (std::vector<FactKind>{FactKind::kWord, FactKind::kWord}));
}

TEST(Facts, AnEntityIsItsIdHoweverItIsNamed) {
  const std::string longer = "Chancellor Anna Example spoke";
  const std::string shorter = "Chancellor Example spoke";
  const std::vector<NamedSpan> whole = {{{11, 23}, "Q1"}};
  const std::vector<NamedSpan> surname = {{{11, 18}, "Q1"}};
  const std::vector<Token> a = ReadText(longer, {.language = "en"}, whole);
  const std::vector<Token> b = ReadText(shorter, {.language = "en"}, surname);
  ASSERT_EQ(a.size(), 3u);
  ASSERT_EQ(b.size(), 3u);
  EXPECT_EQ(a[1].hash, b[1].hash);
  EXPECT_EQ(a[1].fact, FactKind::kName);
  EXPECT_EQ(a[1].original, (text::OriginalSpan{11, 23}));
}

TEST(Facts, SpansCoverTheWordsOfAPhrase) {
  const std::string text = "about 5 per cent more";
  const std::vector<Token> tokens = ReadText(text, {.language = "en"});
  ASSERT_EQ(tokens.size(), 3u);
  EXPECT_EQ(tokens[1].original.Cut(text), "5 per cent");
}

TEST(Facts, AnUnknownLanguageHasTheWordsOfAll) {
  EXPECT_EQ(HashesOf("drei ships", "xx"), HashesOf("3 ships", "xx"));
  EXPECT_NE(HashesOf("drei ships", "en"), HashesOf("3 ships", "en"));
}

TEST(Canonical, Numbers) {
  const auto number = [](std::string_view word) { return CanonicalNumber(word)->number; };
  EXPECT_FALSE(CanonicalNumber("ships").has_value());
  EXPECT_EQ(number("007"), "7");
  EXPECT_EQ(number("0"), "0");
  EXPECT_EQ(number("00"), "0");
  EXPECT_EQ(number("0.50"), "0.5");
  EXPECT_EQ(number("5.00"), "5");
  EXPECT_EQ(number("1,234,567"), "1234567");
  EXPECT_EQ(number("1.234.567"), "1234567");
  EXPECT_EQ(number("12.5.2018"), "12.5.2018");
  EXPECT_EQ(number("f16"), "f16");
}

TEST(Canonical, SpellingsOfAForeignNameAreOneWord) {
  EXPECT_EQ(CanonicalWord("ترامب"), CanonicalWord("ترمب"));
  EXPECT_EQ(CanonicalWord("ماكرون"), CanonicalWord("ماكارون"));
  EXPECT_EQ(CanonicalWord("ونتنياهو"), CanonicalWord("نتانياهو"));
  EXPECT_EQ(CanonicalWord("الاميركيه"), CanonicalWord("الامريكيه"));
}

TEST(Canonical, ArabicWordsOfOtherPatternsAreOtherWords) {
  const std::pair<const char*, const char*> others[] = {
      {"محمد", "محمود"},     {"سلمان", "سليمان"}, {"مسعود", "مساعد"},     {"مسعد", "مسعود"},
      {"المحمد", "المحمود"}, {"منصور", "منصوري"}, {"مقتل", "مقاتل"},      {"نعمه", "نعيمه"},
      {"فاطمه", "فطيمه"},    {"حمدان", "حميدان"}, {"ابراهيم", "ابراهيمي"}};
  for (const auto& [one, other] : others) EXPECT_NE(CanonicalWord(one), CanonicalWord(other)) << one << ' ' << other;
}

}  // namespace
}  // namespace marsad::cluster
