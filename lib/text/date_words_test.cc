#include "lib/text/date_words.h"

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "lib/text/fold.h"

namespace marsad::text {
namespace {

constexpr std::array<std::string_view, 8> kNames = {"none", "month", "hijri", "weekday",
                                                    "zone", "half",  "age",   "filler"};

TEST(DateWordsTest, WordsOfTheFile) {
  std::ifstream in("lib/text/testdata/date_words.tsv");
  int lines = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream fields(line);
    std::string kind;
    int value = 0;
    std::string word;
    fields >> kind >> value >> std::ws;
    std::getline(fields, word);
    const DateWord found = FindDateWord(FoldText(word));
    EXPECT_EQ(kNames.at(static_cast<size_t>(found.kind)), kind) << word;
    EXPECT_EQ(found.value, value) << word;
    const std::string folded = FoldText(word);
    const size_t blank = folded.find(' ');
    if (blank != std::string::npos && found.kind != DateWordKind::kNone) {
      EXPECT_TRUE(BeginsTwoDateWords(folded.substr(0, blank))) << word;
    }
    ++lines;
  }
  EXPECT_GE(lines, 20);
}

TEST(DateWordsTest, NoWordIsNone) { EXPECT_EQ(FindDateWord("").kind, DateWordKind::kNone); }

TEST(DateWordsTest, FewWordsBeginTwo) {
  EXPECT_TRUE(BeginsTwoDateWords(FoldText("كانون")));
  EXPECT_FALSE(BeginsTwoDateWords(FoldText("حزيران")));
  EXPECT_FALSE(BeginsTwoDateWords("june"));
  EXPECT_FALSE(BeginsTwoDateWords(""));
}

}  // namespace
}  // namespace marsad::text
