// What stands below an article's text: testdata/about.tsv.
#include "stages/normalize/about.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <string>

#include "stages/normalize/structure.h"

namespace marsad::normalize {
namespace {

// A paragraph of each language, by the rows "prose" of around_text.tsv.
std::map<std::string, std::string> ReadProse() {
  std::map<std::string, std::string> prose;
  std::ifstream in("stages/normalize/testdata/around_text.tsv");
  for (std::string row; std::getline(in, row);) {
    if (!row.starts_with("prose\t")) continue;
    const size_t language = row.find('\t') + 1;
    prose[row.substr(language, row.find('\t', language) - language)] = row.substr(row.rfind('\t') + 1);
  }
  return prose;
}

std::string WithLineBreaks(std::string below) {
  for (size_t at = below.find(" | "); at != below.npos; at = below.find(" | ", at)) below.replace(at, 3, "\n");
  return below;
}

// How many blocks of `body` begin at `begin` or later, and how many of these are no text.
std::pair<int, int> CountBelow(const std::string& body, size_t begin) {
  const Field title = MakeField("Grain corridor to open again");
  const Field text = MakeField(body);
  int blocks = 0;
  int no_text = 0;
  for (const Block& block :
       FindBlocks({.title = title, .body = text, .authors = {}, .markup = {}, .repeated_lines = nullptr})) {
    if (block.kind == BlockKind::kTitle || block.span.begin < begin) continue;
    ++blocks;
    no_text += block.kind == BlockKind::kBoilerplate || block.kind == BlockKind::kNote ? 1 : 0;
  }
  return {blocks, no_text};
}

TEST(AboutTest, LinesOfTheFile) {
  std::map<std::string, std::string> prose = ReadProse();
  std::ifstream in("stages/normalize/testdata/about.tsv");
  int rows = 0;
  for (std::string row; std::getline(in, row);) {
    if (row.starts_with('#')) continue;
    const size_t first = row.find('\t');
    const size_t second = row.find('\t', first + 1);
    ASSERT_NE(second, row.npos) << row;
    const std::string above = prose.at(row.substr(first + 1, second - first - 1)) + "\n";
    const std::string body = above + above + above + WithLineBreaks(row.substr(second + 1));
    const auto [blocks, no_text] = CountBelow(body, 3 * above.size());
    EXPECT_GT(blocks, 0) << row;
    EXPECT_EQ(no_text, row.starts_with("all\t") ? blocks : 0) << row;
    ++rows;
  }
  EXPECT_GE(rows, 40);
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
