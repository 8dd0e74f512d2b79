#include "stages/decode/csv/article.h"

#include <gtest/gtest.h>

#include <string>

#include "stages/decode/csv/table.h"
#include "stages/decode/testing/limits.h"

namespace marsad::decode {
namespace {

OrRefusal<Drafts> Read(std::string_view text) {
  JsonReader json;
  return ReadCsvArticles(text, kLimits, &json);
}

TEST(CsvReaderTest, Rows) {
  CsvReader rows("a,b,c\r\n\"1, \"\"one\"\"\",\"two\nlines\",\n\n,,\nlast,x");
  std::vector<std::string> cells;
  ASSERT_TRUE(rows.Next(&cells));
  EXPECT_EQ(cells, (std::vector<std::string>{"a", "b", "c"}));
  ASSERT_TRUE(rows.Next(&cells));
  EXPECT_EQ(cells, (std::vector<std::string>{"1, \"one\"", "two\nlines", ""}));
  ASSERT_TRUE(rows.Next(&cells)) << "blank rows are none";
  EXPECT_EQ(cells, (std::vector<std::string>{"last", "x"}));
  EXPECT_FALSE(rows.Next(&cells));
  EXPECT_FALSE(rows.is_cut());
}

TEST(CsvReaderTest, TheSignThatPartsCells) {
  for (const std::string_view text : {"a;b,x\n1;2", "a\tb, c\n1\t2", "a|b\n1|2", "sep=;\na;b\n1;2", "\"a,,\";b\n1;2"}) {
    CsvReader rows(text);
    std::vector<std::string> cells;
    ASSERT_TRUE(rows.Next(&cells) && rows.Next(&cells)) << text;
    EXPECT_EQ(cells, (std::vector<std::string>{"1", "2"})) << text;
  }
}

TEST(CsvArticleTest, ColumnsHaveTheNamesOfFields) {
  const auto read = Read(
      "Headline;Full Text;Published At;Authors;Tags;Link;urgency;nobody\n"
      "\"Quay opens; ships come\";\"The quay \"\"A\"\" opened.\n\nTwo ships came.\";2026-03-04;Jane Holm; Omar "
      "Hadi;port|ships;"
      "https://news.example.org/1;3;x\n");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->refused.size(), 1u) << "a semicolon too many";
  const auto good = Read(
      "Headline;Full Text;Published At;Authors;Tags;Link;urgency;nobody\n"
      "\"Quay opens; ships come\";\"The quay \"\"A\"\" opened.\n\nTwo ships came.\";2026-03-04;\"Jane Holm; Omar "
      "Hadi\";port|ships;"
      "https://news.example.org/1;3;x\n;Second text.;;;;;;\n");
  ASSERT_TRUE(good.has_value());
  ASSERT_EQ(good->drafts.size(), 2u);
  const Draft& draft = good->drafts[0];
  EXPECT_EQ(draft.title, "Quay opens; ships come");
  EXPECT_EQ(draft.body, "The quay \"A\" opened.\n\nTwo ships came.");
  EXPECT_EQ(draft.published, ParseMoment("2026-03-04"));
  EXPECT_EQ(draft.authors, (std::vector<std::string>{"Jane Holm", "Omar Hadi"}));
  ASSERT_EQ(draft.subjects.size(), 2u);
  EXPECT_EQ(draft.subjects[1].name, "ships");
  EXPECT_EQ(draft.url, "https://news.example.org/1");
  EXPECT_EQ(draft.urgency, 3u);
  EXPECT_EQ(draft.ignored_fields, std::vector<std::string>{"nobody"});
  EXPECT_EQ(good->drafts[1].body, "Second text.");
  EXPECT_EQ(good->drafts[1].index, 1u);
  EXPECT_TRUE(good->is_list);
}

TEST(CsvArticleTest, Refused) {
  EXPECT_EQ(Read("a,b\n1,2\n").error().fault, Fault::kMissingField);
  EXPECT_NE(Read("a,b\n1,2\n").error().detail.find("\"a\", \"b\""), std::string::npos);
  EXPECT_EQ(Read(" \n").error().fault, Fault::kMissingField);
  const auto cut = Read("title,body\nA,\"One.\nTwo.\"\nB,\"It goes\non\n");
  ASSERT_EQ(cut->refused.size(), 1u);
  EXPECT_EQ(cut->drafts.size(), 1u);
  EXPECT_EQ(cut->refused[0].why.detail,
            "the quotation marks that open in line 4 never close: what follows them is no row of its own");
  const auto long_row = Read("title,body\r\nA,x\r\n\r\nB,x, y\r\n");
  ASSERT_EQ(long_row->refused.size(), 1u);
  EXPECT_EQ(long_row->refused[0].why.detail.substr(0, 55), "line 4: the row has 3 cells and the table 2 columns; a ");
  EXPECT_EQ(Read("title,urgency\nA,12\n")->refused[0].why.fault, Fault::kBadField);
}

TEST(CsvArticleTest, Limit) {
  JsonReader json;
  Limits limits = kLimits;
  limits.feed_items = 2;
  const auto read = ReadCsvArticles("title\na\nb\nc\nd\n", limits, &json);
  EXPECT_EQ(read->drafts.size(), 2u);
  EXPECT_EQ(read->beyond, 2u);
}

}  // namespace
}  // namespace marsad::decode
