#include "lib/text/sentence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unicode/brkiter.h>
#include <unicode/unistr.h>
#include <unicode/utext.h>

#include <memory>
#include <string>
#include <vector>

#include "lib/text/sentence_break.h"

namespace marsad::text {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Split(const std::string& text, std::string_view language) {
  std::vector<std::string> sentences;
  for (const OriginalSpan span : Sentences(text, language)) sentences.emplace_back(span.Cut(text));
  return sentences;
}

std::vector<size_t> Boundaries(const std::string& text) {
  std::vector<size_t> ends;
  SentenceBreaker breaker(text, SentenceRules::kStandard);
  while (const auto boundary = breaker.Next()) ends.push_back(boundary->end);
  return ends;
}

std::vector<size_t> IcuBoundaries(const std::string& text) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> breaker(
      icu::BreakIterator::createSentenceInstance(icu::Locale::getRoot(), error));
  UText utf8 = UTEXT_INITIALIZER;
  utext_openUTF8(&utf8, text.data(), static_cast<int64_t>(text.size()), &error);
  breaker->setText(&utf8, error);
  EXPECT_TRUE(U_SUCCESS(error));
  std::vector<size_t> ends;
  breaker->first();
  for (int32_t to = breaker->next(); to != icu::BreakIterator::DONE; to = breaker->next()) {
    ends.push_back(static_cast<size_t>(to));
  }
  utext_close(&utf8);
  return ends;
}

// Short texts of every class, terminators often.
rc::Gen<std::string> Texts() {
  const auto code_point = rc::gen::weightedOneOf<char32_t>(
      {{10, rc::gen::elementOf(std::u32string(U"..!?\u061F\u06D4 aAzZ\u06271,;:)\"\u00BB\n\r-\u0301\u200F\u00E9"))},
       {2, rc::gen::inRange<char32_t>(0x20, 0x7F)},
       {2, rc::gen::inRange<char32_t>(0x600, 0x700)},
       {1, rc::gen::inRange<char32_t>(0x2000, 0x2070)},
       {1, rc::gen::inRange<char32_t>(0x3000, 0x3040)}});
  return rc::gen::map(rc::gen::container<std::u32string>(code_point), [](const std::u32string& points) {
    std::string text;
    icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(points.data()), static_cast<int32_t>(points.size()))
        .toUTF8String(text);
    return text;
  });
}

RC_GTEST_PROP(SentenceProperty, BoundariesAreThoseOfIcu, ()) {
  const std::string text = *Texts();
  RC_ASSERT(Boundaries(text) == IcuBoundaries(text));
}

RC_GTEST_PROP(SentenceProperty, NothingButSpaceIsLeftOut, ()) {
  const std::string text = *Texts();
  uint32_t behind = 0;
  for (const OriginalSpan span : Sentences(text, "")) {
    RC_ASSERT(span.begin >= behind && span.begin < span.end && span.end <= text.size());
    RC_ASSERT(Sentences(text.substr(behind, span.begin - behind), "").empty());
    behind = span.end;
  }
  RC_ASSERT(Sentences(text.substr(behind), "").empty());
}

TEST(SentenceTest, Plain) {
  EXPECT_THAT(Split("He left. She stayed! Why? \u201CNo.\u201D Then", "en"),
              ElementsAre("He left.", "She stayed!", "Why?", "\u201CNo.\u201D", "Then"));
  EXPECT_THAT(Split("  \n ", "en"), IsEmpty());
  EXPECT_THAT(Split("", ""), IsEmpty());
}

TEST(SentenceTest, DecimalsAndEllipses) {
  EXPECT_THAT(Split("It rose 3.5 percent... and fell 2.1. Then 12.10.2018 came.", "en"),
              ElementsAre("It rose 3.5 percent... and fell 2.1.", "Then 12.10.2018 came."));
}

TEST(SentenceTest, ANumberBeginsASentenceAlsoBeforeASmallLetter) {
  struct Case {
    std::string language;
    std::string first;
    std::string rest;
  };
  const std::vector<Case> cases = {
      {"tr", "Fabrikada yang\u0131n ba\u015Flad\u0131.", "28 itfaiye eri geldi."},
      {"en", "The fire started in the cellar.", "28 firefighters came."},
      {"de", "Der Brand begann im Keller.", "28 rannten fort."},
      {"fr", "Le feu a pris dans la cave.", "28 pompiers sont venus."},
      {"es", "El fuego empez\u00F3 en la bodega.", "28 bomberos llegaron."},
      {"ru", "\u041F\u043E\u0436\u0430\u0440 \u043D\u0430\u0447\u0430\u043B\u0441\u044F.",
       "28 \u043F\u0440\u0438\u0448\u043B\u0438."},
  };
  for (const Case& one : cases) {
    EXPECT_THAT(Split(one.first + " " + one.rest, one.language), ElementsAre(one.first, one.rest)) << one.language;
  }
  for (const std::string whole : {"They came on Sept. 28 to the gate.", "See p. 12 for more and no. 7 too.",
                                  "They waited... 28 days went by.", "About 40 ca. 20 people stayed."}) {
    EXPECT_THAT(Split(whole, "en"), ElementsAre(whole));
  }
}

TEST(SentenceTest, EnglishAbbreviations) {
  EXPECT_THAT(
      Split("Mr. Smith met Dr. Jones and J. F. Kennedy in the U.S. Senate on Nov. 3, sources said. He left.", "en"),
      ElementsAre("Mr. Smith met Dr. Jones and J. F. Kennedy in the U.S. Senate on Nov. 3, sources said.", "He left."));
}

TEST(SentenceTest, LanguageDecides) {
  EXPECT_THAT(Split("Am 3. Oktober kam z.B. Dr. Weber. Er ging.", "de"),
              ElementsAre("Am 3. Oktober kam z.B. Dr. Weber.", "Er ging."));
  EXPECT_THAT(Split("They won 3. October came.", "en"), ElementsAre("They won 3.", "October came."));
  EXPECT_THAT(Split("M. Dupont et Mme. Durand. Fin.", "fr-FR"), ElementsAre("M. Dupont et Mme. Durand.", "Fin."));
  EXPECT_THAT(Split("Mme. Durand", ""), ElementsAre("Mme. Durand"));
  EXPECT_THAT(Split("Mme. Durand", "en"), ElementsAre("Mme.", "Durand"));
}

TEST(SentenceTest, SpanishAndTurkishEras) {
  const std::pair<const char*, const char*> cases[] = {
      {"es", "Un mosaico del siglo II a. C. hallado en Roma y otro del siglo III d. C. Romano."},
      {"es", "El a\u00F1o 44 a.C. Roma cay\u00F3, y el 476 d.C. Odoacro rein\u00F3."},
      {"es",
       "Los JJ. OO. Par\u00EDs 2024 y el Excmo. Alcalde, seg\u00FAn el p\u00E1rr. 4 y las CC. AA. Murcia y Ceuta."},
      {"tr", "M.\u00D6. Sardes ve M. S. Efes, 15. yy. Osmanl\u0131 ve T.C. Merkez Bankas\u0131, Uzm. Ahmet ve md. 4."},
  };
  for (const auto& [language, text] : cases) EXPECT_EQ(Split(text, language).size(), 1U) << text;
  EXPECT_THAT(Split("Fue en el siglo II a. C. El mosaico sigue ah\u00ED.", "es"),
              ElementsAre("Fue en el siglo II a. C.", "El mosaico sigue ah\u00ED."));
  EXPECT_THAT(Split("Kent M.\u00D6. kuruldu. Bu y\u0131l kaz\u0131lacak.", "tr"),
              ElementsAre("Kent M.\u00D6. kuruldu.", "Bu y\u0131l kaz\u0131lacak."));
}

TEST(SentenceTest, ArabicTitlesAndEras) {
  const std::string dal = "\u062F";
  const std::string alef = "\u0623";
  const std::string meem = "\u0645";
  const std::string qaf = "\u0642";
  const std::string word = "\u0642\u0627\u0644";  // qal
  EXPECT_THAT(Split(word + " " + dal + ". " + word + ". " + word, "ar"),
              ElementsAre(word + " " + dal + ". " + word + ".", word));
  EXPECT_THAT(Split(alef + ". " + dal + ". " + word, "ar"), ElementsAre(alef + ". " + dal + ". " + word));
  EXPECT_THAT(Split(alef + "." + dal + ". " + word, "ar"), ElementsAre(alef + "." + dal + ". " + word));
  EXPECT_THAT(Split("500 " + qaf + "." + meem + ". " + word, "ar"),
              ElementsAre("500 " + qaf + "." + meem + ". " + word));
  EXPECT_THAT(Split("2024 " + meem + ". " + word, "ar"), ElementsAre("2024 " + meem + ".", word));
  EXPECT_THAT(Split(word + "." + word + "\u061F " + word, "ar"), ElementsAre(word + ".", word + "\u061F", word));
}

TEST(SentenceTest, RussianAbbreviations) {
  const std::string text =
      "\u041D\u0430 \u0443\u043B. \u041B\u0435\u043D\u0438\u043D\u0430 \u0412. \u041F\u0443\u0442\u0438\u043D, "
      "\u0442.\u0435. \u041E\u043D.";  // Na ul. Lenina V. Putin, t.e. On.
  EXPECT_THAT(Split(text + " " + text, "ru"), ElementsAre(text, text));
  const std::string city = "\u0433. \u041A\u0438\u0435\u0432";  // g. Kiev
  const std::string year = "\u0412 1768 \u0433.";               // V 1768 g.
  EXPECT_THAT(Split(city + ". " + year, "ru"), ElementsAre(city + ".", year));
  EXPECT_THAT(Split(year + " \u041A\u0438\u0435\u0432", "ru"), ElementsAre(year, "\u041A\u0438\u0435\u0432"));
}

TEST(SentenceTest, FrenchQuotesKeepTheirBlank) {
  EXPECT_THAT(Split("\u00AB Oui. \u00BB Il part. \u00AB Non ! \u00BB", "fr"),
              ElementsAre("\u00AB Oui. \u00BB", "Il part.", "\u00AB Non ! \u00BB"));
  EXPECT_THAT(Split("Er ging. \u00BBGut.\u00AB", "de"), ElementsAre("Er ging.", "\u00BBGut.\u00AB"));
}

TEST(SentenceTest, AddressesStayWhole) {
  EXPECT_THAT(Split("See https://example.com/a?Berlin=1!X and www.example.org. Bye.", "en"),
              ElementsAre("See https://example.com/a?Berlin=1!X and www.example.org.", "Bye."));
}

TEST(SentenceTest, ListNumbers) {
  EXPECT_THAT(Split("1. First thing. Second.", "en"), ElementsAre("1. First thing.", "Second."));
}

TEST(SentenceTest, ASemicolonEndsAQuestionInGreekOnly) {
  const std::string pou = "\u03A0\u03BF\u03CD";  // where
  const std::string edo = "\u0395\u03B4\u03CE";  // here
  const std::string question_mark = "\u037E";
  EXPECT_THAT(Split(pou + "; " + edo + ".", "el"), ElementsAre(pou + ";", edo + "."));
  EXPECT_THAT(Split(pou + question_mark + " " + edo + ".", "el-GR"), ElementsAre(pou + question_mark, edo + "."));
  for (const std::string language : {"en", "ru", "ar", "und", ""}) {
    EXPECT_THAT(Split(pou + "; " + edo + ".", language), ElementsAre(pou + "; " + edo + ".")) << language;
    EXPECT_THAT(Split(pou + question_mark + " " + edo + ".", language), testing::SizeIs(1)) << language;
  }
}

TEST(SentenceTest, AnEmojiAloneEndsASentenceBeforeAStarter) {
  const std::string cup = "\U0001F3C6";
  const std::string family = "\U0001F468\u200D\U0001F467";
  const std::string heart = "\u2764\uFE0F";
  EXPECT_THAT(Split("We won " + cup + cup + " The end", "en"), ElementsAre("We won " + cup + cup, "The end"));
  EXPECT_THAT(Split("We won " + family + " The end", "en"), ElementsAre("We won " + family, "The end"));
  EXPECT_THAT(Split("We won! " + cup + " The end", "en"), ElementsAre("We won! " + cup, "The end"));
  EXPECT_THAT(Split(cup + " " + cup + " The end " + cup, "en"), ElementsAre(cup + " " + cup, "The end " + cup));
  // Before a name it stands for a word, a trade mark or a heart without its selector is text, a flag belongs to a name.
  for (const std::string& whole :
       {"I " + heart + " Paris", std::string("Mar\u00AE The day"), std::string("Mar \u2122 The day"),
        std::string("I \u2764 The day"), "A " + cup + "The day", std::string("Our \U0001F1EB\U0001F1F7 The day")}) {
    EXPECT_THAT(Split(whole, "en"), ElementsAre(whole));
  }
}

TEST(SentenceTest, AUnitBehindANumber) {
  const std::string km = "\u0643\u0645";
  const std::string from = "\u0639\u0646";
  EXPECT_THAT(Split("30 " + km + ". " + from, "ar"), ElementsAre("30 " + km + ". " + from));
  EXPECT_THAT(Split("30 " + km + ". " + km, "ar"), ElementsAre("30 " + km + ".", km));
  EXPECT_THAT(Split(km + ". " + from, "ar"), ElementsAre(km + ".", from));  // how many
}

TEST(SentenceTest, ManyEmojiTakeLinearTime) {
  std::string text;
  for (int i = 0; i < 100000; ++i) text += "\U0001F3C6";
  EXPECT_THAT(Split(text, "en"), testing::SizeIs(1));
}

TEST(SentenceTest, ManyFullStopsTakeLinearTime) {
  std::string text;
  for (int i = 0; i < 200000; ++i) text += ".1 )";
  EXPECT_FALSE(Sentences(text, "en").empty());
}

TEST(SentenceTest, LargeOrdinalsStandAfterAnArticle) {
  for (const std::string one : {"Zum 150. Geburtstag kam der Sohn.", "Die 10.000. Karte ging an ein Kind.",
                                "Im Zoo war es der 1000. Besucher."}) {
    EXPECT_THAT(Split(one, "de"), ElementsAre(one));
  }
  EXPECT_THAT(Split("Im Vorjahr waren es 10.000. Fachleute rechnen mit mehr.", "de"),
              ElementsAre("Im Vorjahr waren es 10.000.", "Fachleute rechnen mit mehr."));
  EXPECT_THAT(Split("Das Haus stammt von 1912. Der Turm ist neu.", "de"),
              ElementsAre("Das Haus stammt von 1912.", "Der Turm ist neu."));
  EXPECT_THAT(Split("He won the 150. Nobody knew.", "en"), ElementsAre("He won the 150.", "Nobody knew."));
}

TEST(SentenceTest, GermanDegreesAndFormsOfOrganizations) {
  for (const std::string one :
       {"Der Preis ging an Dr. h. c. Ruth Amsel.", "Oberst a. D. Kuhn und der Verein e. V. Nord klagten.",
        "Es gab z. T. Regen, v. a. Hagel, u. U. Schnee."}) {
    EXPECT_THAT(Split(one, "de"), ElementsAre(one));
  }
  EXPECT_THAT(Split("Kuhn ist Oberst a. D. Er schreibt.", "de"), ElementsAre("Kuhn ist Oberst a. D.", "Er schreibt."));
}

}  // namespace
}  // namespace marsad::text
