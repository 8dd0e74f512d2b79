// Every golden/*.txt (first line: the title; the rest: the body) against its .out, which is written anew where
// MARSAD_UPDATE_GOLDEN=1. Read the difference before you commit it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "stages/normalize/normalize.h"

namespace marsad::normalize {
namespace {

namespace fs = std::filesystem;

constexpr const char* kKindNames[] = {"UNSPECIFIED", "TITLE",    "HEADING",        "PARAGRAPH",
                                      "BYLINE",      "DATELINE", "CAPTION",        "BOILERPLATE",
                                      "LIST_ITEM",   "QUOTE",    "REPEATED_TITLE", "TABLE"};

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// Folded words; a bar after what may be a proclitic.
std::string Words(const Field& field) {
  std::string line;
  for (const text::Token& token : field.tokens) {
    std::string word(field.Word(token));
    if (token.proclitic > 0) word.insert(token.proclitic, "|");
    line += ' ' + word;
  }
  return line;
}

std::string Print(const Normalized& normalized) {
  std::ostringstream out;
  out << "language " << normalized.language.tag << ' ' << normalized.language.confidence << '\n';
  size_t next = 0;
  for (const Block& block : normalized.blocks) {
    const Field& field = block.kind == BlockKind::kTitle ? normalized.title : normalized.body;
    out << '\n' << kKindNames[static_cast<size_t>(block.kind)] << ' ' << block.span.begin << '-' << block.span.end;
    if (!block.language.empty()) out << ' ' << block.language;
    out << '\n';
    const auto& sentences = normalized.sentences;
    const bool has_sentences =
        block.kind != BlockKind::kTitle && next < sentences.size() && sentences[next].begin < block.span.end;
    if (!has_sentences) out << "  " << block.span.Cut(field.original) << '\n';
    while (has_sentences && next < sentences.size() && sentences[next].begin < block.span.end) {
      out << "  = " << sentences[next++].Cut(field.original) << '\n';
    }
  }
  out << "\ntitle words" << Words(normalized.title) << "\nbody words" << Words(normalized.body) << '\n';
  return out.str();
}

std::vector<fs::path> Inputs() {
  std::vector<fs::path> inputs;
  for (const auto& entry : fs::directory_iterator("stages/normalize/golden")) {
    if (entry.path().extension() == ".txt") inputs.push_back(entry.path());
  }
  std::sort(inputs.begin(), inputs.end());
  return inputs;
}

class GoldenTest : public ::testing::TestWithParam<fs::path> {};

TEST_P(GoldenTest, IsAsReviewed) {
  const std::string text = ReadFile(GetParam());
  const size_t first_line = text.find('\n');
  const std::string_view title = std::string_view(text).substr(0, first_line);
  const std::string_view body = std::string_view(text).substr(std::min(text.size(), first_line + 1));
  const std::string printed =
      Print(Normalize({.title = title, .body = body, .claimed_language = {}, .authors = {}, .markup = {}}));
  const fs::path expected = fs::path(GetParam()).replace_extension(".out");
  const char* update = std::getenv("MARSAD_UPDATE_GOLDEN");
  if (update != nullptr && std::string_view(update) == "1") std::ofstream(expected, std::ios::binary) << printed;
  EXPECT_EQ(ReadFile(expected), printed);
}

INSTANTIATE_TEST_SUITE_P(Files, GoldenTest, ::testing::ValuesIn(Inputs()),
                         [](const auto& file) { return file.param.stem().string(); });

TEST(GoldenTest, FilesAreThere) { EXPECT_GE(Inputs().size(), 15u); }

}  // namespace
}  // namespace marsad::normalize
