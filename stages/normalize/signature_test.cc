#include "stages/normalize/signature.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "stages/normalize/structure.h"

namespace marsad::normalize {
namespace {

TEST(SignatureTest, LinesOfTheFile) {
  std::ifstream in("stages/normalize/testdata/signatures.tsv");
  int rows = 0;
  for (std::string row; std::getline(in, row);) {
    if (row.starts_with('#')) continue;
    const size_t tab = row.find('\t');
    const std::string kind = row.substr(0, tab);
    std::string line = row.substr(tab + 1);
    ++rows;
    if (kind == "initials" || kind == "none") {
      EXPECT_EQ(IsInitials(line), kind == "initials") << line;
      EXPECT_EQ(FindSignOff(line), line.size()) << line;
      continue;
    }
    const size_t bar = line.find('|');
    line.erase(bar, 1);
    EXPECT_EQ(FindSignOff(line), bar) << line;
  }
  EXPECT_GE(rows, 30);
}

std::vector<BlockKind> KindsOf(const std::string& body) {
  const Field title = MakeField("Grain corridor to open again");
  const Field text = MakeField(body);
  std::vector<BlockKind> kinds;
  for (const Block& block :
       FindBlocks({.title = title, .body = text, .authors = {}, .markup = {}, .repeated_lines = nullptr})) {
    if (block.kind != BlockKind::kTitle) kinds.push_back(block.kind);
  }
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
