#include "stages/tag/model/headline_case.h"

#include <gtest/gtest.h>

#include <string>

#include "stages/tag/testing/tag_text.h"

namespace marsad::tag {
namespace {

constexpr WordFacts kOrdinary{.fine = 1, .middle = 1, .coarse = 1};

// Lists know a surname, open text some words.
Lexicon Words() {
  Lexicon lexicon;
  for (const char* word : {"seeks", "ten", "years", "bank", "report", "рост", "цен"}) lexicon.Set(word, kOrdinary);
  lexicon.Set("marlow", {.fine = 1, .middle = 1, .coarse = 1, .lists = 1});
  return lexicon;
}

// The words of the title as a model reads them.
std::string Read(const std::string& title, const std::string& body, const std::string& language) {
  const testing::PreparedArticle article(title, body, language);
  Document document = article.View();
  document.sentences = {{Field::kTitle, {0, static_cast<uint32_t>(title.size())}},
                        {Field::kBody, {0, static_cast<uint32_t>(body.size())}}};
  const Lexicon lexicon = Words();
  HeadlineCase headline(document, lexicon);
  Sequence sequence = ReadSequence(document.title, document.sentences[0].span);
  headline.Restore(&sequence);
  std::string all;
  for (const ModelWord& word : sequence) all += std::string(word.surface) + ' ';
  if (!all.empty()) all.pop_back();
  return all;
}

TEST(HeadlineCase, OrdinaryWordsLoseTheirCapitals) {
  EXPECT_EQ(Read("Prosecutor Seeks Ten Years for Marlow", "", "en"), "Prosecutor seeks ten years for Marlow");
  EXPECT_EQ(Read("PROSECUTOR SEEKS TEN YEARS FOR MARLOW", "", "en"), "Prosecutor seeks ten years For Marlow");
  EXPECT_EQ(Read("Аналитики Видят Рост Цен", "", "ru"), "Аналитики Видят рост цен");
}

TEST(HeadlineCase, TheBodyKnowsBetterThanTheLists) {
  EXPECT_EQ(Read("Trawler Seeks Years of Marlow", "The marlow sank. A marlow is a boat of Ten Bank Seeks.", "en"),
            "Trawler Seeks years of marlow");
  EXPECT_EQ(Read("Storm Bank Report Hits Kelvane", "They kelvane.", "en"), "Storm bank report Hits kelvane");
}

TEST(HeadlineCase, AnAbbreviationStaysOneIfTheBodyWritesItSo) {
  EXPECT_EQ(Read("SAILORS OF FERRY JOIN NUMW", "Staff of the NUMW.", "en"), "Sailors of Ferry Join NUMW");
}

TEST(HeadlineCase, OtherHeadlinesAreReadAsTheyAre) {
  for (const char* title : {"Marlow beats Ten Years", "Bank Report of the Years annoys Marlow", "Ten Years",
                            "Marlow, Bank", "Ten Bank notes from Years"}) {
    EXPECT_EQ(Read(title, "", "en").find(std::string(title).substr(0, 6)), 0U) << title;
    std::string without_marks = Read(title, "", "en");
    std::erase(without_marks, ' ');
    std::string expected = title;
    std::erase(expected, ' ');
    EXPECT_EQ(without_marks, expected);
  }
  EXPECT_EQ(Read("Zehn Bank Report Years", "", "de"), "Zehn Bank Report Years");
}

}  // namespace
}  // namespace marsad::tag
