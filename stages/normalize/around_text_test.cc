// What the structure makes of the lines around a text in eight languages, and of prose like them: testdata/around_text.tsv.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "stages/normalize/testing/blocks.h"
#include "tests/rows.h"

namespace marsad::normalize {
namespace {

constexpr const char* kBetweenParts = " \u00A6 ";

std::vector<std::string> Split(std::string_view text, std::string_view sign) {
  std::vector<std::string> parts;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(sign, begin), text.size());
    parts.emplace_back(text.substr(begin, end - begin));
    begin = end + sign.size();
  }
  return parts;
}

bool IsKind(BlockKind found, const std::string& kind) {
  if (kind == "away")
    return found == BlockKind::kByline || found == BlockKind::kBoilerplate || found == BlockKind::kNote;
  static const std::map<std::string, BlockKind> kinds = {
      {"byline", BlockKind::kByline}, {"caption", BlockKind::kCaption},     {"list", BlockKind::kListItem},
      {"table", BlockKind::kTable},   {"paragraph", BlockKind::kParagraph}, {"heading", BlockKind::kHeading}};
  return found == kinds.at(kind);
}

std::string BodyAround(const std::string& line, const std::string& where, const std::string& prose) {
  const std::string text = prose + "\n";
  if (where == "top") return line + "\n" + text + text + text;
  return text + text + text + text + text + line + (where == "end" ? "" : "\n" + text);
}

// Whether the blocks of `body` in `line`, which stands there once, are `parts` and of these kinds.
::testing::AssertionResult AreOfKinds(const std::string& body, const std::string& line,
                                      const std::vector<std::string>& parts, const std::vector<std::string>& kinds) {
  const size_t begin = body.find(line);
  size_t next = 0;
  for (const Block& block : testing::BlocksOf(body)) {
    if (block.span.end <= begin || block.span.begin >= begin + line.size()) continue;
    // A bullet is no part of its block, and a credit may be cut further.
    while (next + 1 < parts.size() && block.span.begin >= body.find(parts[next], begin) + parts[next].size()) ++next;
    if (!IsKind(block.kind, kinds[next]))
      return ::testing::AssertionFailure()
             << "'" << block.span.Cut(body) << "' is kind " << static_cast<int>(block.kind) << ", not " << kinds[next];
  }
  return next + 1 == parts.size() ? ::testing::AssertionSuccess()
                                  : ::testing::AssertionFailure() << "'" << parts[next] << "' is not cut from the rest";
}

TEST(AroundTextTest, LinesOfTheFile) {
  std::map<std::string, std::string> prose;
  int lines = 0;
  for (const auto& row : tests::ReadRows("stages/normalize/testdata/around_text.tsv", 4)) {
    if (row[0] == "prose") {
      prose[row[1]] = row[3];
      continue;
    }
    const std::vector<std::string> parts = Split(row[3], kBetweenParts);
    std::string line = parts[0];
    for (size_t i = 1; i < parts.size(); ++i) line += " " + parts[i];
    const std::vector<std::string> kinds = Split(row[2], ",");
    ASSERT_EQ(kinds.size(), parts.size()) << line;
    EXPECT_TRUE(AreOfKinds(BodyAround(line, row[0], prose.at(row[1])), line, parts, kinds)) << line;
    ++lines;
  }
  EXPECT_GE(lines, 400);
}

}  // namespace
}  // namespace marsad::normalize
