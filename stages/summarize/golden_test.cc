// golden/NAME.in: the title on the first line, then one sentence a line; NAME.out: the summary, one sentence a line.
// Run with --update to write the .out files anew; review them as a diff.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "lib/text/fold.h"
#include "lib/text/token.h"
#include "stages/summarize/lead.h"

namespace marsad::summarize {
namespace {

std::string Summarize(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::string title;
  std::getline(in, title);
  const std::string body((std::istreambuf_iterator<char>(in)), {});
  std::vector<text::OriginalSpan> sentences;
  for (size_t at = 0; at < body.size();) {
    const size_t end = std::min(body.find('\n', at), body.size());
    sentences.push_back({.begin = static_cast<uint32_t>(at), .end = static_cast<uint32_t>(end)});
    at = end + 1;
  }
  const text::Folded folded_title = text::Fold(title);
  const text::Folded folded_body = text::Fold(body);
  const std::vector<text::Token> title_tokens = text::Tokenize(title, folded_title);
  const std::vector<text::Token> body_tokens = text::Tokenize(body, folded_body);
  std::string out;
  for (const text::OriginalSpan span : ChooseLead({.body = body,
                                       .search_title = folded_title.search,
                                       .search_body = folded_body.search,
                                       .sentences = sentences,
                                       .list_items = {},
                                       .title_tokens = title_tokens,
                                       .body_tokens = body_tokens},
                                                  3)) {
    out += std::string(span.Cut(body)) + "\n";
  }
  return out;
}

TEST(SummarizeGolden, GivesWhatWasReviewed) {
  const std::vector<std::string> arguments = testing::internal::GetArgvs();
  const bool update = std::find(arguments.begin(), arguments.end(), "--update") != arguments.end();
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator("stages/summarize/golden")) {
    if (entry.path().extension() != ".in") continue;
    const std::string out = Summarize(entry.path());
    const std::filesystem::path expected_path = std::filesystem::path(entry.path()).replace_extension(".out");
    if (update) std::ofstream(expected_path) << out;
    std::ifstream in(expected_path);
    EXPECT_EQ(out, std::string((std::istreambuf_iterator<char>(in)), {})) << entry.path().filename();
    ++count;
  }
  EXPECT_GE(count, 3);
}

}  // namespace
}  // namespace marsad::summarize
