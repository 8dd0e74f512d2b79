#include "cli/show/html.h"

#include <gtest/gtest.h>

namespace marsad::cli {
namespace {

TEST(EscapeHtmlTest, EscapesWhatHtmlWouldRead) {
  EXPECT_EQ(EscapeHtml("<script>alert('x') && \"y\"</script>"),
            "&lt;script&gt;alert(&#39;x&#39;) &amp;&amp; &quot;y&quot;&lt;/script&gt;");
}

TEST(EscapeHtmlTest, ReplacesControlsAndBrokenBytes) {
  EXPECT_EQ(EscapeHtml(std::string_view("a\0b\x1b[0m", 7)), "a\uFFFDb\uFFFD[0m");
  EXPECT_EQ(EscapeHtml("a\u009Bb"), "a\uFFFDb");  // CSI in one character
  EXPECT_EQ(EscapeHtml("a\xFF"
                       "b"),
            "a\uFFFDb");
  EXPECT_EQ(EscapeHtml("two\nlines\t"), "two\nlines\t");
}

TEST(EscapeHtmlTest, DropsOverridesButKeepsWhatArabicNeeds) {
  EXPECT_EQ(EscapeHtml("a\xE2\x80\xAE"
                       "b\xE2\x80\xAC"
                       "c"),
            "abc");  // RLO ... PDF
  EXPECT_EQ(EscapeHtml("\xE2\x80\x8F"
                       "\u0645"),
            "\xE2\x80\x8F"
            "\u0645");  // RLM, MEEM
  EXPECT_EQ(EscapeHtml("\u0645\xE2\x80\x8C"
                       "\u0645"),
            "\u0645\xE2\x80\x8C"
            "\u0645");  // ZWNJ between two MEEMs
}

TEST(HrefTest, LinksOnlyToTheWeb) {
  EXPECT_EQ(Href("https://a.example/?q=\"1\""),
            "href=\"https://a.example/?q=&quot;1&quot;\" rel=\"noopener noreferrer nofollow\"");
  EXPECT_EQ(Href("javascript:alert(1)"), "");
  EXPECT_EQ(Href(" https://a.example"), "");
}

}  // namespace
}  // namespace marsad::cli
