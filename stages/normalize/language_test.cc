#include "stages/normalize/language.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "stages/normalize/alphabet.h"
#include "stages/normalize/article.h"

namespace marsad::normalize {
namespace {

using text::Script;

// Running text of each language is in golden/.
Language Detect(const std::string& text, Script script, std::string_view claimed = {}) {
  return DetectLanguage({.text = text, .script = script, .claimed = claimed});
}

std::string Repeat(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(LanguageTest, NothingTells) {
  EXPECT_EQ(Detect("", Script::kOther).tag, "und");
  EXPECT_EQ(Detect("12:30 1-0 !!", Script::kOther).tag, "und");
  EXPECT_EQ(Detect("", Script::kOther).confidence, 0u);
  EXPECT_EQ(Detect("xq zkw", Script::kLatin).tag, "und");
}

TEST(LanguageTest, ArabicScriptByItsLetters) {
  EXPECT_EQ(Detect("\u0628\u0648\u062A\u064A\u0646", Script::kArabic).tag, "ar");
  EXPECT_EQ(Detect("\u06AF\u0641\u062A \u06A9\u0647", Script::kArabic).tag, "fa");
  EXPECT_EQ(Detect("\u06C1\u06D2 \u0679\u06BE\u06CC\u06A9", Script::kArabic).tag, "ur");
  EXPECT_EQ(Detect("\u0646\u0648\u06CE \u0644\u06D5 \u0634\u0627\u0631", Script::kArabic).tag, "ckb");
  EXPECT_EQ(Detect("\u067E\u069A\u062A\u0648", Script::kArabic).tag, "ps");
  EXPECT_EQ(Detect("\u0628\u06C8\u06AF\u06C8\u0646 \u064A\u0649\u063A\u0649\u0646", Script::kArabic).tag, "ug");
  EXPECT_EQ(Detect("\u0627\u0684 \u06AA\u0627\u0628\u064A\u0646\u0627 \u062C\u0648", Script::kArabic).tag, "sd");
}

TEST(LanguageTest, ALoanWordKeepsArabicArabic) {
  const std::string sentence = "\u0627\u0644\u0645\u062F\u064A\u0646\u0629 \u0623\u0645\u0633 ";
  EXPECT_EQ(Detect(Repeat(sentence, 10) + "\u06A4\u06CC\u06AF\u0627", Script::kArabic).tag, "ar");
}

TEST(LanguageTest, MoreTextMoreConfidence) {
  const std::string word = "\u0645\u062F\u064A\u0646\u0629 ";
  EXPECT_LT(Detect(word, Script::kArabic).confidence, Detect(Repeat(word, 5), Script::kArabic).confidence);
  EXPECT_LT(Detect(Repeat(word, 5), Script::kArabic).confidence, Detect(Repeat(word, 30), Script::kArabic).confidence);
}

// Names of a region's villages and people do not make news of its country the region's, nor the other way round.
TEST(LanguageTest, SpanishWithNamesOfARegion) {
  EXPECT_EQ(Detect("Sant Mart\u00ED de Llobera abre su mercat. El alcalde de Sant Mart\u00ED, Jordi Puigvert, dijo que "
                   "la Fira de la Ceba "
                   "se celebra por primera vez con los vecinos de Vilanova de l'Arbo\u00E7.",
                   Script::kLatin)
                .tag,
            "es");
  EXPECT_EQ(
      Detect(
          "El mercat de Sant Mart\u00ED ha obert les portes. L'alcalde va dir que la fira es fa per primera vegada amb "
          "els ve\u00EFns del poble i que s'hi vendran cebes i bolets dels camps.",
          Script::kLatin)
          .tag,
      "ca");
  EXPECT_EQ(Detect("O mercado de Vilar abriu as portas. O alcalde dixo que a feira se celebra por primeira vez cos "
                   "veci\u00F1os da "
                   "parroquia e que non haber\u00E1 outra ata o ano que v\u00E9n.",
                   Script::kLatin)
                .tag,
            "gl");
}

TEST(LanguageTest, ReadsTheBeginningOnly) {
  const std::string english = Repeat("the parliament voted on the new law and the minister agreed with it. ", 40);
  const std::string french = Repeat("le parlement a vot\u00E9 la nouvelle loi et le ministre est d'accord. ", 400);
  EXPECT_EQ(Detect(english + french, Script::kLatin).tag, "en");
  EXPECT_EQ(Detect(french + english, Script::kLatin).tag, "fr");
}

TEST(LanguageTest, TagsAreBcp47) {
  EXPECT_EQ(Detect("\u05E8\u05D0\u05E9 \u05D4\u05DE\u05DE\u05E9\u05DC\u05D4 \u05D0\u05DE\u05E8 "
                   "\u05D4\u05D9\u05D5\u05DD \u05DB\u05D9 "
                   "\u05D4\u05D7\u05D5\u05E7 \u05D9\u05E2\u05D1\u05D5\u05E8",
                   Script::kHebrew)
                .tag,
            "he");
}

TEST(LanguageTest, AnUnusualScriptIsInTheTag) {
  // The letters of Serbian stand in both; the claim tells it from Bosnian and Croatian.
  const std::string latin =
      "Predsednik vlade rekao je danas da \u0107e novi zakon biti usvojen do kraja godine i da se o tome jo\u0161 vodi "
      "rasprava u skup\u0161tini.";
  EXPECT_EQ(Detect(latin, Script::kLatin, "sr").tag, "sr-Latn");
  EXPECT_NE(Detect(latin, Script::kLatin).tag, "sr");
}

TEST(LanguageTest, PersianTypedWithArabicLetters) {
  // "It is in this city that they said so to him": in, this, be, an, goft, ke, ra, ast, with Arabic yeh and kaf.
  const std::string persian =
      "\u0628\u0647 \u0627\u064A\u0646 \u0634\u0647\u0631 \u0643\u0647 \u0627\u0632 \u0627\u0648 \u06AF\u0641\u062A "
      "\u0631\u0627 \u0628\u0627 \u0627\u0633\u062A \u0645\u064A \u0634\u0648\u062F";
  EXPECT_EQ(Detect(persian, Script::kArabic).tag, "fa");
}

TEST(LanguageTest, AnAnswerWhoseAlphabetTheTextContradictsIsNone) {
  // Russian: "They closed the port for three days, and we wait." with yery, ya and short i.
  const std::string russian =
      "\u041F\u043E\u0440\u0442 \u0437\u0430\u043A\u0440\u044B\u043B\u0438 \u043D\u0430 \u0442\u0440\u0438 "
      "\u0434\u043D\u044F, \u0438 \u043C\u044B \u0436\u0434\u0451\u043C.";
  EXPECT_NE(Detect(russian, Script::kCyrillic).tag, "sr");
  EXPECT_TRUE(ContradictsAlphabet("sr", russian));
  EXPECT_FALSE(ContradictsAlphabet("ru", russian));
  EXPECT_TRUE(ContradictsAlphabet("ru", "\u0456 \u0432\u0456\u043D"));  // Ukrainian i
  EXPECT_FALSE(ContradictsAlphabet("de", russian));
}

TEST(LanguageTest, CommonWordsDecideWhereTheDetectorIsNotSure) {
  EXPECT_EQ(LanguageOfWords("the port is closed and they were not told that it has", {}, {}), "en");
  EXPECT_EQ(LanguageOfWords("xq zkw vrm", {}, "fr"), "");
}

TEST(LanguageTest, AShorterQuotationInAnotherScriptDecidesNothing) {
  const std::string arabic = "\u0623\u0639\u0644\u0646\u062A \u0627\u0644\u0648\u0632\u0627\u0631\u0629 ";
  const std::string english = "The ministry said on Tuesday that the bridge would open next month after two years. ";
  EXPECT_EQ(Detect(english + Repeat(arabic, 5), Script::kLatin).tag, "en");
}

TEST(LanguageTest, ShortTextsOfTheFile) {
  std::ifstream in("stages/normalize/testdata/short_texts.tsv");
  size_t rows = 0;
  for (std::string line; std::getline(in, line);) {
    const size_t tab = line.find('\t');
    if (line.starts_with('#') || tab == line.npos) continue;
    ++rows;
    const bool may_be_unknown = line[tab - 1] == '?';
    const std::string expected = line.substr(0, may_be_unknown ? tab - 1 : tab);
    const std::string text = line.substr(tab + 1);
    ScriptCounts counts;
    for (const text::Token& token : MakeField(text).tokens) counts.Add(token);
    const std::string found = Detect(text, counts.Dominant()).tag;
    EXPECT_TRUE(found == expected || (may_be_unknown && found == "und")) << found << ": " << line;
  }
  EXPECT_GE(rows, 100u);
}

TEST(LanguageTest, DominantScript) {
  ScriptCounts counts;
  EXPECT_EQ(counts.Dominant(), Script::kOther);
  counts.Add({.original = {0, 30}, .search = {}, .script = Script::kDigits});
  counts.Add({.original = {30, 34}, .search = {}, .script = Script::kGreek});
  EXPECT_EQ(counts.Dominant(), Script::kGreek);
  counts.Add({.original = {34, 37}, .search = {}, .script = Script::kLatin});
  EXPECT_EQ(counts.Dominant(), Script::kLatin) << "three letters in three bytes against two in four";
}

}  // namespace
}  // namespace marsad::normalize
