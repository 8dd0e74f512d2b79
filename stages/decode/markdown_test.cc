#include "stages/decode/markdown.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <utility>

#include "stages/decode/article/byline_line.h"
#include "stages/decode/text_article.h"

namespace marsad::decode {
namespace {

std::string WithBreaks(std::string text) {
  for (size_t at = text.find("\\n"); at != text.npos; at = text.find("\\n")) text.replace(at, 2, "\n");
  for (size_t at = text.find("\\\\"); at != text.npos; at = text.find("\\\\")) text.replace(at, 2, "\\");
  return text;
}

std::string WithoutBlankLines(const std::string& text) {
  std::string kept;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    if (end > at) kept.append(text, at, end - at).append("\n");
    at = end + 1;
  }
  return kept;
}

// The texts of testdata/markdown.tsv below a title.
TEST(Markdown, LosesItsSignsAndNamesItsAuthor) {
  std::ifstream in("stages/decode/testdata/markdown.tsv");
  int rows = 0;
  for (std::string row; std::getline(in, row); ++rows) {
    if (row.starts_with('#')) continue;
    const size_t first = row.find('\t');
    const size_t second = row.find('\t', first + 1);
    Draft draft = *ReadTextArticle("# The *old* pier\n\n" + WithBreaks(row.substr(second + 1)));
    TakeBylineLine(&draft);
    EXPECT_EQ(draft.title, "The old pier");
    EXPECT_EQ(WithoutBlankLines(draft.body), WithoutBlankLines(WithBreaks(row.substr(first + 1, second - first - 1))));
    const std::string author = draft.authors.empty() ? "none" : draft.authors[0];
    EXPECT_EQ(author, row.substr(0, first));
  }
  EXPECT_GE(rows, 8);
}

TEST(Markdown, MarksWhatItsSignsSay) {
  Draft draft;
  AddMarkdown("> Quoted\n## Head ##\n+ Item\nUnder\n---\n[Link](x) *\n\n***\n", &draft);
  const std::pair<MarkKind, std::string> wanted[] = {{MarkKind::kQuote, "Quoted"},
                                                     {MarkKind::kHeading, "Head"},
                                                     {MarkKind::kListItem, "Item"},
                                                     {MarkKind::kHeading, "Under"},
                                                     {MarkKind::kLink, "Link"}};
  ASSERT_EQ(draft.markup.size(), std::size(wanted));
  for (size_t i = 0; i < std::size(wanted); ++i) {
    const Marked& mark = draft.markup[i];
    EXPECT_EQ(mark.kind, wanted[i].first);
    EXPECT_EQ(draft.body.substr(mark.begin, mark.end - mark.begin), wanted[i].second);
  }
}

}  // namespace
}  // namespace marsad::decode
