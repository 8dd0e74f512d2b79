// The article that the project started from: its structure was marked by hand. It is not ours to ship.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>

#include "stages/normalize/normalize.h"
#include "tests/shared_data.h"

namespace marsad::normalize {
namespace {

TEST(SeedTest, StructureIsAsMarkedByHand) {
  const auto seed = tests::SharedData("seed/putin-trump-summit.txt");
  if (!seed) GTEST_SKIP() << "the seed article is not here: set MARSAD_SHARED_DATA";
  std::stringstream file;
  file << std::ifstream(*seed, std::ios::binary).rdbuf();
  const std::string text = file.str();
  const size_t first_line = text.find('\n');
  const std::string_view all = text;
  const Normalized normalized = Normalize({.title = all.substr(0, first_line),
                                           .body = all.substr(first_line + 1),
                                           .claimed_language = {},
                                           .authors = {},
                                           .markup = {}});
  const auto count = [&](BlockKind kind) {
    return std::count_if(normalized.blocks.begin(), normalized.blocks.end(),
                         [&](const Block& b) { return b.kind == kind; });
  };
  EXPECT_EQ(normalized.language.tag, "ar");
  EXPECT_EQ(count(BlockKind::kTitle), 1);
  EXPECT_EQ(count(BlockKind::kHeading), 2);
  EXPECT_EQ(count(BlockKind::kTitle) + count(BlockKind::kHeading) + count(BlockKind::kParagraph),
            static_cast<long>(normalized.blocks.size()));
  EXPECT_EQ(normalized.sentences.size(), 20u);
}

}  // namespace
}  // namespace marsad::normalize
