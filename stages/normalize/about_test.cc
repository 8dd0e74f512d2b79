// What stands below an article's text: testdata/about.tsv.
#include "stages/normalize/about.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>

#include "stages/normalize/testing/blocks.h"
#include "tests/rows.h"

namespace marsad::normalize {
namespace {

// A paragraph of each language, by the rows "prose" of around_text.tsv.
std::map<std::string, std::string> ReadProse() {
  std::map<std::string, std::string> prose;
  for (const auto& row : tests::ReadRows("stages/normalize/testdata/around_text.tsv", 4)) {
    if (row[0] == "prose") prose[row[1]] = row[3];
  }
  return prose;
}

std::string WithLineBreaks(std::string below) {
  for (size_t at = below.find(" | "); at != below.npos; at = below.find(" | ", at)) below.replace(at, 3, "\n");
  return below;
}

// How many blocks of `body` begin at `begin` or later, and how many of these are no text.
std::pair<int, int> CountBelow(const std::string& body, size_t begin) {
  int blocks = 0;
  int no_text = 0;
  for (const Block& block : testing::BlocksOf(body)) {
    if (block.span.begin < begin) continue;
    ++blocks;
    no_text += block.kind == BlockKind::kBoilerplate || block.kind == BlockKind::kNote ? 1 : 0;
  }
  return {blocks, no_text};
}

TEST(AboutTest, LinesOfTheFile) {
  std::map<std::string, std::string> prose = ReadProse();
  const auto rows = tests::ReadRows("stages/normalize/testdata/about.tsv", 3);
  for (const auto& row : rows) {
    const std::string above = prose.at(row[1]) + "\n";
    const std::string body = above + above + above + WithLineBreaks(row[2]);
    const auto [blocks, no_text] = CountBelow(body, 3 * above.size());
    EXPECT_GT(blocks, 0) << row[2];
    EXPECT_EQ(no_text, row[0] == "all" ? blocks : 0) << row[2];
  }
  EXPECT_GE(rows.size(), 40U);
}

TEST(AboutTest, HeadsOfManyShapes) {
  for (const char* line :
       {"About us", "## About us", "**About us:**", "About Quay Works Inc.", "\u00C0 propos d'Orlane"})
    EXPECT_TRUE(IsAboutHead(line)) << line;
  for (const char* line : {"", "#", "About", "About us, he said.", "Quay Works", "Abouts us"})
    EXPECT_FALSE(IsAboutHead(line)) << line;
}

}  // namespace
}  // namespace marsad::normalize
