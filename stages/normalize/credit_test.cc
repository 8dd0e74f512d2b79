#include "stages/normalize/credit.h"

#include <gtest/gtest.h>

#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "lib/base/utf8.h"
#include "stages/normalize/phrases.h"

namespace marsad::normalize {
namespace {

struct Case {
  std::string credit;
  std::string rest;
  BlockKind kind = BlockKind::kDateline;
};

// Arabic and Russian forms are in golden/.
TEST(CreditTest, Found) {
  const std::vector<Case> cases = {
      {"CAIRO, Nov 3 (Reuters) -", " Egypt said."},
      {"Paris (AFP) \u2013", " La SNCF"},
      {"Madrid, 3 nov (EFE).-", " El"},
      {"KYIV. /Interfax/.", " The"},
      {"Riyadh - SPA:", " The"},
      {"Vienna, APA \u2014", " The"},
      {"London (A.F.P./dpa) -", " The"},
      {"WASHINGTON \u2014", " The"},
      {"NEW YORK, Nov. 3 \u2014", " The"},
      {"Reuters -", " The", BlockKind::kByline},
      {"(Reuters) -", " The", BlockKind::kByline},
      {"Cairo - Reuters", ""},
  };
  for (const Case& expected : cases) {
    const std::string line = expected.credit + expected.rest;
    const auto credit = FindCredit(line, false);
    ASSERT_TRUE(credit.has_value()) << line;
    EXPECT_EQ(line.substr(0, credit->bytes), expected.credit);
    EXPECT_EQ(credit->kind, expected.kind) << line;
  }
}

TEST(CreditTest, ASecondDashMakesTheTwoAParenthesis) {
  const auto bytes = [](const std::string& line) {
    const auto credit = FindCredit(line, true);
    return credit ? credit->bytes : 0;
  };
  // "Baghdad - the minister said", and the same with "on Sunday" between dashes
  const std::string place = "\u0628\u063A\u062F\u0627\u062F - ";
  const std::string said = "\u0642\u0627\u0644 \u0627\u0644\u0648\u0632\u064A\u0631";
  const std::string sunday = "\u064A\u0648\u0645 \u0627\u0644\u0623\u062D\u062F";
  EXPECT_EQ(bytes(place + said), place.size() - 1);
  EXPECT_EQ(bytes(place + sunday + " - " + said), 0U);
}

TEST(CreditTest, EachAgencyOfTheTableWithWhateverSigns) {
  std::istringstream table{std::string(Phrases::Table())};
  int agencies = 0;
  for (std::string line; std::getline(table, line);) {
    if (!line.starts_with("agency\t")) continue;
    ++agencies;
    const std::string name = line.substr(line.rfind('\t') + 1);
    std::string parted;
    for (size_t at = 0; at < name.size(); at = NextBoundary(name, at)) {
      parted += name.substr(at, NextBoundary(name, at) - at) + ". ";
    }
    for (const std::string& written : {name, parted, "\u00AB.........." + name + "\u00BB"}) {
      EXPECT_TRUE(Phrases::Get().IsAgency(written)) << written;
      EXPECT_FALSE(Phrases::Get().IsAgency(written + " zqz")) << written;
      EXPECT_FALSE(Phrases::Get().IsAgency("zqz" + written)) << written;
    }
  }
  EXPECT_GT(agencies, 100);
}

TEST(CreditTest, NotFound) {
  for (const std::string line :
       {"Angela Merkel (CDU) - she said", "He said: no", "It rose 3 - 4 percent", "AI - a primer", "-", "()-", "/",
        "The red - and the blue one - left", "", "a - b", "(-", "Berlin - Der Bundesrat"}) {
    EXPECT_FALSE(FindCredit(line, false).has_value()) << line;
  }
}

TEST(CreditTest, ABarePlaceOpensAnArticleOnly) {
  const std::string line = "Berlin - Der Bundesrat hat zugestimmt.";
  ASSERT_TRUE(FindCredit(line, true).has_value());
  EXPECT_EQ(FindCredit(line, true)->bytes, 8u);
  const std::string dated = "Port Sudan, 6 November 2025 - Der Bundesrat hat zugestimmt.";
  ASSERT_TRUE(FindCredit(dated, true).has_value());
  EXPECT_EQ(dated.substr(0, FindCredit(dated, true)->bytes), "Port Sudan, 6 November 2025 -");
  EXPECT_FALSE(FindCredit("Anna, die Tochter - Der", true).has_value());
  EXPECT_FALSE(FindCredit("Anna, 6, Peter, 7 - Der", true).has_value());
  EXPECT_FALSE(FindCredit("Berlin - die Stadt - hat", true).has_value());
  EXPECT_FALSE(FindCredit("Preis - 5 Euro", true).has_value());
  EXPECT_FALSE(FindCredit("Berlin \u2014 die Stadt der Br\u00fccken.", true).has_value());
  EXPECT_FALSE(FindCredit("Das ist gut - Der", true).has_value());
  EXPECT_FALSE(FindCredit("The red - Der", true).has_value());
}

TEST(CreditTest, AnOutletInBracketsOpensAnArticle) {
  for (const std::string credit : {"HEREFORD, England (Example Wire) \u2014", "Dunmore, Nov 3 (Valley Post) --",
                                   "Amman 3 November 2025 (Al Mithal) -", "Port Ellis (Coast News) -",
                                   "CREWE ON THE HILL, Nov. 3 (Rail Report) -"}) {
    const std::string line = credit + " Growers lost a third.";
    ASSERT_TRUE(FindCredit(line, true).has_value()) << line;
    EXPECT_EQ(line.substr(0, FindCredit(line, true)->bytes), credit);
    EXPECT_EQ(FindCredit(line, true)->kind, BlockKind::kDateline);
    EXPECT_FALSE(FindCredit(line, false).has_value()) << "in the midst of a text";
  }
  for (const std::string line :
       {"Ruth Penney (42) - a farmer", "Angela Merkel (CDU) - she said",
        "The old mill of the town (Valley Post) - it burned", "3 November (Post) - he",
        "Amman (one two three four five) - he", "Hereford (Wire) - which - he", "Hereford, the town (Wire) - he"}) {
    EXPECT_FALSE(FindCredit(line, true).has_value()) << line;
  }
}

TEST(CreditTest, DatelinesOfTheFile) {
  std::ifstream in("stages/normalize/testdata/datelines.tsv");
  int lines = 0;
  for (std::string row; std::getline(in, row);) {
    if (row.starts_with('#')) continue;
    const size_t tab = row.find('\t');
    const std::string dateline = row.substr(0, tab);
    const std::string rest = row.substr(tab + 1);
    const std::string line = dateline == "none" ? rest : rest.empty() ? dateline : dateline + " " + rest;
    const std::optional<Credit> credit = FindCredit(line, true);
    ++lines;
    if (dateline == "none") {
      EXPECT_FALSE(credit.has_value()) << line;
      continue;
    }
    ASSERT_TRUE(credit.has_value()) << line;
    EXPECT_EQ(line.substr(0, credit->bytes), dateline);
    EXPECT_EQ(credit->kind, BlockKind::kDateline);
  }
  EXPECT_GE(lines, 30);
}

}  // namespace
}  // namespace marsad::normalize
