#include "stages/normalize/han_credit.h"

#include <gtest/gtest.h>

#include <string>

#include "stages/normalize/credit.h"
#include "tests/rows.h"

namespace marsad::normalize {
namespace {

// By its only caller, so that the other forms of a credit are seen not to take these for theirs.
TEST(HanCreditTest, LinesOfTheFile) {
  const auto rows = tests::ReadRows("stages/normalize/testdata/han_credits.tsv", 3);
  for (const auto& row : rows) {
    const std::string& kind = row[0];
    const std::string& credit = row[1];
    const std::string text = credit + row[2];
    const auto found = FindCredit(text, true);
    ASSERT_EQ(found.has_value(), kind != "none") << text;
    if (!found) continue;
    EXPECT_EQ(text.substr(0, found->bytes), credit) << text;
    EXPECT_EQ(found->kind, kind == "byline" ? BlockKind::kByline : BlockKind::kDateline) << text;
  }
  EXPECT_GE(rows.size(), 35U);
}

TEST(HanCreditTest, NeverBeyondTheLine) {
  EXPECT_FALSE(FindHanCredit("").has_value());
  EXPECT_FALSE(FindHanCredit("(").has_value());
  EXPECT_FALSE(FindHanCredit("\u3010").has_value());
  EXPECT_FALSE(FindHanCredit("\u3010\u3011").has_value());
}

}  // namespace
}  // namespace marsad::normalize
