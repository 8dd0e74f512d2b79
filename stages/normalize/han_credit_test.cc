#include "stages/normalize/han_credit.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "stages/normalize/credit.h"

namespace marsad::normalize {
namespace {

// By its only caller, so that the other forms of a credit are seen not to take these for theirs.
TEST(HanCreditTest, LinesOfTheFile) {
  std::ifstream in("stages/normalize/testdata/han_credits.tsv");
  int lines = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#')) continue;
    const size_t first = line.find('\t');
    const size_t second = line.find('\t', first + 1);
    ASSERT_NE(second, line.npos) << line;
    const std::string kind = line.substr(0, first);
    const std::string credit = line.substr(first + 1, second - first - 1);
    const std::string text = credit + line.substr(second + 1);
    const auto found = FindCredit(text, true);
    ++lines;
    ASSERT_EQ(found.has_value(), kind != "none") << text;
    if (!found) continue;
    EXPECT_EQ(text.substr(0, found->bytes), credit) << text;
    EXPECT_EQ(found->kind, kind == "byline" ? BlockKind::kByline : BlockKind::kDateline) << text;
  }
  EXPECT_GE(lines, 35);
}

TEST(HanCreditTest, NeverBeyondTheLine) {
  EXPECT_FALSE(FindHanCredit("").has_value());
  EXPECT_FALSE(FindHanCredit("(").has_value());
  EXPECT_FALSE(FindHanCredit("\u3010").has_value());
  EXPECT_FALSE(FindHanCredit("\u3010\u3011").has_value());
}

}  // namespace
}  // namespace marsad::normalize
