#include "stages/decode/label_line.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace marsad::decode {
namespace {

TEST(LabelLineTest, LinesOfTheFile) {
  std::ifstream in("stages/decode/testdata/label_lines.tsv");
  int lines = 0;
  for (std::string row; std::getline(in, row); ++lines) {
    if (row.starts_with("# ")) continue;
    const size_t tab = row.find('\t');
    EXPECT_EQ(IsLabelLine(row.substr(tab + 1)), row.substr(0, tab) == "label") << row;
  }
  EXPECT_GT(lines, 30);
  EXPECT_FALSE(IsLabelLine(""));
}

}  // namespace
}  // namespace marsad::decode
