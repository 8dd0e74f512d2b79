#include "stages/normalize/signature.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "stages/normalize/testing/blocks.h"
#include "tests/rows.h"

namespace marsad::normalize {
namespace {

TEST(SignatureTest, LinesOfTheFile) {
  const auto rows = tests::ReadRows("stages/normalize/testdata/signatures.tsv", 2);
  for (const auto& row : rows) {
    const std::string& kind = row[0];
    std::string line = row[1];
    if (kind == "initials" || kind == "none") {
      EXPECT_EQ(IsInitials(line), kind == "initials") << line;
      EXPECT_EQ(FindSignOff(line), line.size()) << line;
      continue;
    }
    const size_t bar = line.find('|');
    line.erase(bar, 1);
    EXPECT_EQ(FindSignOff(line), bar) << line;
  }
  EXPECT_GE(rows.size(), 30U);
}

std::vector<BlockKind> KindsOf(const std::string& body) {
  std::vector<BlockKind> kinds;
  for (const Block& block : testing::BlocksOf(body)) kinds.push_back(block.kind);
  return kinds;
}

TEST(SignatureTest, StandsApartFromTheText) {
  constexpr BlockKind kText = BlockKind::kParagraph;
  constexpr BlockKind kNoise = BlockKind::kBoilerplate;
  const std::string prose = "The ministers agreed on Sunday to open the ports again, after talks of many days.\n";
  EXPECT_EQ(KindsOf(prose + "They will meet in May. EFE\nabc/de/fgh\n(foto)"),
            (std::vector{kText, kText, kNoise, kNoise, kNoise}));
  EXPECT_EQ(KindsOf(prose + "They will meet in May. Enditem"), (std::vector{kText, kText, kNoise}));
  EXPECT_EQ(KindsOf(prose + "abc/de/fgh\n" + prose + prose), (std::vector{kText, BlockKind::kHeading, kText, kText}))
      << "not at the end";
  EXPECT_EQ(KindsOf(prose + prose + "abc/de\nAFP"), (std::vector{kText, kText, kNoise, BlockKind::kByline}));
  EXPECT_EQ(KindsOf("abc/def"), (std::vector{kText})) << "an article of nothing else";
}

}  // namespace
}  // namespace marsad::normalize
