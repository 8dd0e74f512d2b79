// The article that the project started from: its structure was marked by hand. It is not ours to ship.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "stages/normalize/normalize.h"

namespace marsad::normalize {
namespace {

std::filesystem::path SeedFile() {
  const char* shared = std::getenv("MARSAD_SHARED_DATA");
  const std::filesystem::path data = shared != nullptr ? shared : MARSAD_SOURCE_DIR "/../shared/data";
  return data / "seed/putin-trump-summit.txt";
}

TEST(SeedTest, StructureIsAsMarkedByHand) {
  if (!std::filesystem::exists(SeedFile())) GTEST_SKIP() << "no seed article at " << SeedFile();
  std::stringstream file;
  file << std::ifstream(SeedFile(), std::ios::binary).rdbuf();
  const std::string text = file.str();
  const size_t first_line = text.find('\n');
  const std::string_view all = text;
  const Normalized normalized = Normalize({.title = all.substr(0, first_line),
                                           .body = all.substr(first_line + 1),
                                           .claimed_language = {},
                                           .authors = {},
                                           .markup = {}});
  const auto count = [&](BlockKind kind) {
    return std::count_if(normalized.blocks.begin(), normalized.blocks.end(), [&](const Block& b) { return b.kind == kind; });
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
