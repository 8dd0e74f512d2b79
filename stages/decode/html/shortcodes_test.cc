#include "stages/decode/html/shortcodes.h"

#include <gtest/gtest.h>

#include "stages/decode/html/text.h"

namespace marsad::decode {
namespace {

TEST(Shortcodes, GoAndTheirTextStays) {
  EXPECT_EQ(WithoutShortcodes("[vc_row][vc_column width=\"1/2\"]<p>The pier opens.</p>[/vc_column][/vc_row]"),
            "<p>The pier opens.</p>");
  EXPECT_EQ(WithoutShortcodes("<p>A</p>[gallery ids=\"1,2\"]<p>B</p>"), "<p>A</p><p>B</p>");
  EXPECT_EQ(WithoutShortcodes("<p>A</p>[embed]https://v.example/1[/embed]<p>B</p>"), "<p>A</p><p>B</p>");
  EXPECT_EQ(WithoutShortcodes("[et_pb_text admin_label=\"x\"]A[/et_pb_text]"), "A");
}

TEST(Shortcodes, ACaptionIsOneOfHtml) {
  const auto text = ReadHtmlFragment(
      "<p>The pier opens.</p>[caption id=\"a1\" width=\"300\"]<img src=x> The pier at dusk[/caption]<p>It rains.</p>");
  ASSERT_TRUE(text);
  EXPECT_EQ(text->text, "The pier opens.\nThe pier at dusk\nIt rains.");
  ASSERT_EQ(text->markup.size(), 3U);
  EXPECT_EQ(text->markup[1].kind, MarkKind::kCaption);
}

TEST(Shortcodes, BracketsOfPeopleAreText) {
  for (const char* text : {"He said [sic] no", "[Video] The pier", "[video] The pier opens", "[1] [a=b]", "[caption]",
                           "[", "[/", "[gallery", "[vc_"}) {
    EXPECT_EQ(WithoutShortcodes(text), text);
  }
  EXPECT_FALSE(MayHoldShortcodes("He said [sic] no [...]"));
  EXPECT_TRUE(MayHoldShortcodes("a [gallery ids=1]"));
}

}  // namespace
}  // namespace marsad::decode
