#include "stages/tag/name_bounds.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "lib/text/fold.h"
#include "stages/tag/testing/tag_text.h"
#include "stages/tag/tsv.h"

namespace marsad::tag {
namespace {

EntityType TypeByName(std::string_view name) {
  for (const EntityType type : {EntityType::kPer, EntityType::kOrg, EntityType::kLoc, EntityType::kMisc}) {
    if (testing::TypeName(type) == name) return type;
  }
  ADD_FAILURE() << name;
  return EntityType::kMisc;
}

// Lists know some names of places and persons.
Lexicon Lists() {
  Lexicon lexicon;
  for (const char* place : {"ankara", "\u062F\u0645\u0634\u0642"}) {  // Damascus
    lexicon.Set(text::FoldText(place), {.fine = 1, .middle = 1, .coarse = 1, .lists = 2});
  }
  return lexicon;
}

struct Row {
  std::string language, type, text, expected;
};

// What is left of the name that the model found, which stands in [brackets].
std::vector<ModelMention> Left(const Row& row) {
  const size_t open = row.text.find('['), close = row.text.find(']');
  std::string text = row.text;
  text.erase(close, 1).erase(open, 1);
  const testing::PreparedArticle article("", text, row.language);
  const Document document = article.View();
  const Lexicon lexicon = Lists();
  ModelMention found{.mention = {.span = {static_cast<uint32_t>(open), static_cast<uint32_t>(close - 1)}},
                     .type = TypeByName(row.type),
                     .words = 2};
  std::vector<ModelMention> names;
  NameBounds(document, lexicon).AppendMended(found, {.begins_sentence = open == 0}, &names);
  return names;
}

// The same, joined by |.
std::string Mended(const Row& row) {
  std::string text = row.text, all;
  text.erase(text.find(']'), 1).erase(text.find('['), 1);
  for (const ModelMention& name : Left(row)) all += std::string(name.mention.span.Cut(text)) + '|';
  if (!all.empty()) all.pop_back();
  return all;
}

TEST(NameBounds, OneWordWithACapitalInsideIsNoPerson) {
  for (const char* body : {"CalMac", "QuorVex", "LarkBase's"}) {
    const auto left = Left({"en", "PER", "Crews at [" + std::string(body) + "] walked out", ""});
    ASSERT_EQ(left.size(), 1U) << body;
    EXPECT_EQ(left.front().type, EntityType::kOrg) << body;
  }
  for (const char* person :
       {"McKay", "DeSantis", "O'Brien", "LeBron", "MacArthur", "al-Assad", "FitzGerald", "NASSER", "Nora McKay"}) {
    const auto left = Left({"en", "PER", "They met [" + std::string(person) + "] there", ""});
    ASSERT_EQ(left.size(), 1U) << person;
    EXPECT_EQ(left.front().type, EntityType::kPer) << person;
  }
}

TEST(NameBounds, ACompanyIsNoPerson) {
  for (const char* text : {"Shares of [Lorne Shipping] fell", "They sued the carmaker [Arrin] twice"}) {
    const auto left = Left({"en", "PER", text, ""});
    ASSERT_EQ(left.size(), 1U) << text;
    EXPECT_EQ(left.front().type, EntityType::kOrg) << text;
  }
  for (const char* text : {"They met [Lorne Hall] there", "They left the company, [Arrin] says", "[Shipping] said"}) {
    const auto left = Left({"en", "PER", text, ""});
    ASSERT_EQ(left.size(), 1U) << text;
    EXPECT_EQ(left.front().type, EntityType::kPer) << text;
  }
}

TEST(NameBounds, AreWhatTheTableSays) {
  std::ifstream in("stages/tag/testdata/name_bounds.tsv", std::ios::binary);
  const std::string table{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  size_t count = 0;
  for (const TsvLine& line : ReadTsv(table)) {
    ASSERT_EQ(line.fields.size(), 5U) << "line " << line.number;
    const auto field = [&](size_t at) { return std::string(line.fields[at]); };
    const Row row = {field(1), field(2), field(3), field(4) == "-" ? "" : field(4)};
    EXPECT_EQ(Mended(row), row.expected) << "line " << line.number << ", " << line.fields[0] << ": " << row.text;
    ++count;
  }
  EXPECT_GT(count, 20U);
}

}  // namespace
}  // namespace marsad::tag
