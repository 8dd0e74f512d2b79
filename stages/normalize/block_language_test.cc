// Languages of blocks within articles of the same script: each language's paragraphs among each other's.
#include "stages/normalize/block_language.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "stages/normalize/normalize.h"

namespace marsad::normalize {
namespace {

struct Paragraph {
  std::string language;
  std::string text;
};

std::vector<Paragraph> Load(const std::string& name) {
  std::ifstream in(std::string("stages/normalize/testdata/") + name);
  std::vector<Paragraph> paragraphs;
  for (std::string line; std::getline(in, line);) {
    const size_t tab = line.find('\t');
    if (!line.starts_with('#') && tab != line.npos) paragraphs.push_back({line.substr(0, tab), line.substr(tab + 1)});
  }
  return paragraphs;
}

using ByLanguage = std::map<std::string, std::vector<std::string>>;

ByLanguage Paragraphs() {
  ByLanguage by_language;
  for (const Paragraph& one : Load("languages.tsv")) by_language[one.language].push_back(one.text);
  return by_language;
}

// Whether a paragraph tells the two apart: Croatian, Bosnian and Serbian in Latin script are one.
std::string Family(const std::string& tag) { return tag == "bs" || tag == "sr-Latn" ? "hr" : tag; }

text::Script ScriptOf(const std::string& text) {
  ScriptCounts counts;
  const Field field = MakeField(text);
  for (const text::Token& token : field.tokens) counts.Add(token);
  return counts.Dominant();
}

// The language of `paragraph` between paragraphs of an article.
struct Outcome {
  std::string article;
  std::string paragraph;
};

Outcome Find(const std::vector<std::string>& around, const std::string& paragraph) {
  std::string body;
  for (const std::string& one : around) body += one + "\n";
  const size_t at = body.size();
  body += paragraph + "\n" + around[0];
  const std::vector<Markup> markup = {
      {MarkupKind::kQuote, {static_cast<uint32_t>(at), static_cast<uint32_t>(at + paragraph.size())}}};
  const Normalized found =
      Normalize({.title = {}, .body = body, .claimed_language = {}, .authors = {}, .markup = markup});
  for (const Block& block : found.blocks) {
    if (block.span.begin != at) continue;
    return {found.language.tag, block.language.empty() ? found.language.tag : block.language};
  }
  return {found.language.tag, "no block"};
}

struct Score {
  int cases = 0;
  int kept = 0;   // the article's language: not seen
  int wrong = 0;  // a third language
};

std::ostream& operator<<(std::ostream& out, const Score& score) {
  return out << score.cases << " paragraphs, " << 100.0 * score.kept / score.cases << " % kept, "
             << 100.0 * score.wrong / score.cases << " % wrong";
}

TEST(BlockLanguageTest, ArticlesHaveTheirLanguage) {
  for (const auto& [language, own] : Paragraphs()) {
    std::string body;
    for (const std::string& one : own) body += one + "\n";
    const Normalized found =
        Normalize({.title = {}, .body = body, .claimed_language = {}, .authors = {}, .markup = {}});
    EXPECT_EQ(Family(found.language.tag), language) << body;
    for (const Block& block : found.blocks) EXPECT_EQ(block.language, "") << language << ": " << body;
  }
}

// Each paragraph among those of every other language of its script. Prints what comes of them.
TEST(BlockLanguageTest, ParagraphsAmongAnotherLanguages) {
  const ByLanguage all = Paragraphs();
  std::map<std::string, Score> scores;
  for (const auto& [article, around] : all) {
    for (const auto& [language, paragraphs] : all) {
      if (language == article || ScriptOf(around[0]) != ScriptOf(paragraphs[0])) continue;
      for (const std::string& paragraph : paragraphs) {
        const Outcome found = Find(around, paragraph);
        const bool is_right = Family(found.paragraph) == language;
        for (const std::string& row : {std::string("all"), "in " + article, "of " + language}) {
          Score& score = scores[row];
          ++score.cases;
          score.kept += !is_right && found.paragraph == found.article;
          score.wrong += !is_right && found.paragraph != found.article;
        }
        if (!is_right)
          std::cout << article << ": " << language << " as " << found.paragraph << ": " << paragraph << '\n';
      }
    }
  }
  for (const auto& [row, score] : scores) std::cout << row << ": " << score << '\n';
  const Score& total = scores.at("all");
  EXPECT_GE(total.cases, 1500);
  EXPECT_LE(total.kept * 100, total.cases * 3);
  EXPECT_LE(total.wrong * 100, total.cases);
}

TEST(BlockLanguageTest, TooLittleTellsNothing) {
  const ByLanguage all = Paragraphs();
  for (const auto& [language, paragraphs] : all) {
    if (ScriptOf(paragraphs[0]) != text::Script::kLatin || language == "en") continue;
    EXPECT_EQ(Find(all.at("en"), paragraphs[0].substr(0, paragraphs[0].find(' ', 30))).paragraph, "en") << language;
  }
}

TEST(BlockLanguageTest, ALanguageWithoutCommonWordsNeedsMoreText) {
  const std::string welsh =
      "Dywedodd y prif weinidog ddydd Llun y bydd y gyfraith newydd yn cael ei phasio cyn diwedd y flwyddyn. "
      "Ychwanegodd "
      "nad oedd y trafodaethau gyda'r gwrthbleidiau wedi methu, a bod disgwyl penderfyniad yr wythnos nesaf.";
  const ByLanguage all = Paragraphs();
  EXPECT_EQ(Find(all.at("en"), welsh).paragraph, "cy");
  EXPECT_EQ(Find(all.at("en"), welsh.substr(0, welsh.find('.') + 1)).paragraph, "en");
}

TEST(BlockLanguageTest, AnotherScriptNeedsWordsToo) {
  const ByLanguage all = Paragraphs();
  EXPECT_EQ(Find(all.at("ar"), all.at("en")[0]).paragraph, "en");
  EXPECT_EQ(Find(all.at("ru"), all.at("de")[1]).paragraph, "de");
  EXPECT_EQ(Find(all.at("en"), all.at("ru")[0]).paragraph, "ru");
  EXPECT_EQ(Find(all.at("en"), all.at("fa")[0]).paragraph, "fa");
  EXPECT_EQ(Find(all.at("ar"),
                 "Manchester United, Real Madrid, Bayern Munich, Liverpool, Ajax Amsterdam, FC Porto, Celtic "
                 "Glasgow, Benfica Lisboa, Olympique Lyonnais")
                .paragraph,
            "ar");
}

TEST(BlockLanguageTest, NamesTellNothing) {
  const ByLanguage all = Paragraphs();
  int wrong = 0;
  for (const Paragraph& one : Load("names.tsv")) {
    const Outcome found = Find(all.at(one.language), one.text);
    if (found.paragraph != one.language)
      std::cout << one.language << " as " << found.paragraph << ": " << one.text << '\n';
    wrong += found.paragraph != one.language;
  }
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace marsad::normalize
