#include "stages/decode/html/tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "stages/decode/html/text.h"

namespace marsad::decode {
namespace {

using testing::HasSubstr;

std::string Times(size_t count, const std::string& text) {
  std::string all;
  all.reserve(count * text.size());
  for (size_t i = 0; i < count; ++i) all += text;
  return all;
}

void ExpectRefusal(const std::string& html, const std::string& sentence) {
  for (const HtmlKind kind : {HtmlKind::kPage, HtmlKind::kFragment}) {
    const OrRefusal<HtmlTree> tree = HtmlTree::Parse(html, kind);
    ASSERT_FALSE(tree);
    EXPECT_EQ(tree.error().fault, Fault::kLimitExceeded);
    EXPECT_THAT(tree.error().detail, HasSubstr(sentence));
  }
}

TEST(HtmlTree, EndsAtDepth) {
  EXPECT_TRUE(HtmlTree::Parse(Times(kMaxHtmlDepth - 10, "<div>"), HtmlKind::kPage));
  // Without a bound each of these takes minutes, or the stack.
  ExpectRefusal(Times(1'000'000, "<div>"), "more than 512 levels deep");
  ExpectRefusal(Times(300'000, "<table><td>"), "more than 512 levels deep");
  ExpectRefusal(Times(300'000, "<svg><g>"), "more than 512 levels deep");
  ExpectRefusal(Times(300'000, "<b id=a><i>"), "more than 512 levels deep");
  ExpectRefusal(Times(300'000, "<template><li><ul>"), "more than 512 levels deep");
}

TEST(HtmlTree, EndsAtFormattingThatEveryParagraphRepeats) {
  std::string html = "<p>";
  for (int i = 0; i < 100'000; ++i) html += "<b x=" + std::to_string(i) + ">";
  ExpectRefusal(html + Times(100'000, "<p>x"), "more than 512 levels deep");
  std::string shallow = "<p>";
  for (int i = 0; i < 400; ++i) shallow += "<b x=" + std::to_string(i) + ">";
  ExpectRefusal(shallow + Times(100'000, "<p>x"), "MiB of memory");
}

TEST(HtmlTree, EndsAtAttributes) {
  std::string attributes;
  for (int i = 0; i < 100'000; ++i) attributes += " a" + std::to_string(i) + "=\">\"";
  ExpectRefusal("<p" + attributes + ">", "more than 256 attributes");
  ExpectRefusal("</p" + attributes + ">", "more than 256 attributes");
  ExpectRefusal("<svg><a" + attributes + "/>", "more than 256 attributes");
}

TEST(HtmlTree, TakesManyTagsThatAreNotDeep) {
  for (const char* piece : {"<p>x", "<li>x", "<br>", "</p>", "<a href=x>y</a>", "<td>x", "<!--x-->", "&amp;", "<p",
                            "\"", "<table>x", "<option>", "<form>", "</body>x"}) {
    const OrRefusal<HtmlTree> tree = HtmlTree::Parse(Times(100'000, piece), HtmlKind::kPage);
    if (!tree) ADD_FAILURE() << piece << ": " << tree.error().detail;
  }
}

TEST(HtmlTree, CountsControls) {
  EXPECT_EQ(HtmlTree::Parse(std::string_view("a\0\x01<p>", 6), HtmlKind::kFragment)->controls(), 2U);
}

}  // namespace
}  // namespace marsad::decode
