#include "stages/decode/html/text.h"
#include "lib/base/utf8.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "stages/decode/article/clean.h"

namespace marsad::decode {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::array<const char*, 9> kNames = {"HEADING", "PARAGRAPH", "BYLINE",    "DATELINE", "CAPTION",
                                               "QUOTE",   "LINK",      "LIST_ITEM", "TABLE"};

RichText Read(std::string_view html) {
  OrRefusal<RichText> rich = ReadHtmlFragment(html);
  EXPECT_TRUE(rich) << html.substr(0, 200);
  return rich ? *rich : RichText{};
}

std::string Text(std::string_view html) { return Read(html).text; }

std::vector<std::string> Marks(std::string_view html) {
  const RichText rich = Read(html);
  std::vector<std::string> marks;
  for (const Marked& mark : rich.markup) {
    marks.push_back(kNames.at(static_cast<size_t>(mark.kind)) + std::string(": ") +
                    rich.text.substr(mark.begin, mark.end - mark.begin));
  }
  return marks;
}

TEST(HtmlText, CollapsesWhiteSpaceAsBrowsersDo) {
  EXPECT_EQ(Text("  a \n\t b<b> c </b> d  "), "a b c d");
  EXPECT_EQ(Text("a<b>b</b>c"), "abc");
  EXPECT_EQ(Text("a&nbsp;&nbsp;b"), "a\u00A0\u00A0b");
  EXPECT_EQ(Text("a<wbr>b&shy;c"), "ab\u00ADc");
  EXPECT_EQ(Text("<pre>\n one\n\n  two \n</pre>three"), " one\n\n  two \nthree");
}

TEST(HtmlText, BreaksLinesAtBlocksAndBreaks) {
  EXPECT_EQ(Text("<p>One</p><p>Two"), "One\nTwo");
  EXPECT_EQ(Text("One<br>Two<br/><br>Three"), "One\nTwo\nThree");
  EXPECT_EQ(Text("<div><div>One</div> </div> Two <hr> Three"), "One\nTwo\nThree");
  EXPECT_EQ(Text("<ul><li>One<li>Two</ul>"), "One\nTwo");
  EXPECT_EQ(Text("<table><tr><th>A<th>B<tr><td>1<td>2</table>"), "A\tB\n1\t2");
}

TEST(HtmlText, DecodesReferencesOnce) {
  EXPECT_EQ(Text("Q&amp;A &lt;b&gt; &#x627;&#1604; &hellip; &quot;x&quot; &amp;lt;"),
            "Q&A <b> \u0627\u0644 \u2026 \"x\" &lt;");
  EXPECT_EQ(Text("AT&T R&D &notanentity; &#128; &#0; &#xD800;"), "AT&T R&D \u00ACanentity; \u20AC \uFFFD \uFFFD");
}

TEST(HtmlText, LeavesOutWhatIsNoText) {
  for (const char* html : {"<script>alert(1)</script>",
                           "<style>p{}</style>",
                           "<!-- c -->",
                           "<noscript>x</noscript>",
                           "<template>x</template>",
                           "<iframe src=x>x</iframe>",
                           "<svg><text>x</text></svg>",
                           "<math><mi>x</mi></math>",
                           "<object>x</object>",
                           "<button>x</button>",
                           "<select><option>x</select>",
                           "<textarea>x</textarea>",
                           "<label>x</label>",
                           "<img alt=x>",
                           "<p hidden>x</p>",
                           "<p aria-hidden=TRUE>x</p>",
                           "<p style='color:red; DISPLAY : none !important'>x</p>",
                           "<p style=visibility:hidden>x</p>",
                           "<span class='a sr-only'>x</span>",
                           "<del>x</del>",
                           "<s>x</s>",
                           "<title>x</title>",
                           "<xmp><b>x</b></xmp>",
                           "<?php x ?>",
                           "<![CDATA[x]]>",
                           "<video>x</video>",
                           "<svg><foreignObject><p>x</p></foreignObject></svg>"}) {
    EXPECT_EQ(Text(std::string("a ") + html + " b"), "a b") << html;
  }
  EXPECT_EQ(Text("<p style='display:none-such'>a</p><p style='x-display:none'>b</p>"), "a\nb");
  EXPECT_EQ(Text("<ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby>"), "a");
}

TEST(HtmlText, KeepsBidiControlsAndDropsOthers) {
  EXPECT_EQ(Text("a\u200F\u2067b\u2069&rlm;"), "a\u200F\u2067b\u2069\u200F");
  const RichText rich = Read(std::string_view("a\0b\x01\xC2\x81 c&#1;&#x90;d", 19));
  EXPECT_EQ(rich.text, "ab cd");
  EXPECT_EQ(rich.controls, 5U);
}

TEST(HtmlText, MarksWhatTheMarkupSays) {
  EXPECT_THAT(Marks("<h2> Head </h2><p>One <a href=x>two</a></p><blockquote><p>Said</p></blockquote>"
                    "<ul><li>Item</ul><figure><img><figcaption>Cap</figcaption></figure>"),
              ElementsAre("HEADING: Head", "PARAGRAPH: One two", "LINK: two", "PARAGRAPH: Said", "QUOTE: Said",
                          "LIST_ITEM: Item", "CAPTION: Cap"));
  EXPECT_THAT(Marks("<a>no target</a> <a href=x><img></a> <p> </p>"), IsEmpty());
}

TEST(HtmlText, TakesAuthorsLines) {
  EXPECT_THAT(Marks("<div>By <a rel=author href=x>A. Writer</a>, Cairo</div>text"),
              ElementsAre("BYLINE: By A. Writer, Cairo"));
  EXPECT_THAT(Marks("<address>By <span itemprop=author>B</span></address>text"), ElementsAre("BYLINE: By B"));
  EXPECT_THAT(Marks("<div class='x Byline'>By C</div>"), ElementsAre("BYLINE: By C"));
  EXPECT_THAT(Marks("<div class=author>" + std::string(301, 'a') + "</div>"), IsEmpty());
}

TEST(HtmlText, TakesDatesOfTheirOwnLine) {
  EXPECT_THAT(Marks("Of <time>3 November</time><p>On <time>Monday</time> it rained.</p>"),
              ElementsAre("PARAGRAPH: On Monday it rained."));
  EXPECT_THAT(Marks("<div><time>3 November</time></div>It rained."), ElementsAre("DATELINE: 3 November"));
  EXPECT_THAT(Marks("<span class=dateline>CAIRO</span> It rained."), ElementsAre("DATELINE: CAIRO"));
  EXPECT_THAT(Marks("He said <q>no</q>.<div><q>Never.</q></div>"), ElementsAre("QUOTE: Never."));
}

TEST(HtmlText, TellsTablesFromLayout) {
  EXPECT_THAT(Marks("<table><tr><td>a<td>b</table>"), ElementsAre("TABLE: a\tb"));
  EXPECT_THAT(Marks("<table role=presentation><tr><td>a</table>"), IsEmpty());
  EXPECT_THAT(Marks("<table><tr><td>" + std::string(501, 'a') + "</table>"), IsEmpty());
  EXPECT_THAT(Marks("<table><tr><td>a<table><tr><td>b</table></table>"), ElementsAre("TABLE: b"));
}

// ---- Whatever comes in.

const std::vector<std::string> kPieces = {
    "<p>",      "</p>",    "<b>",        "</b>",      "<div>",    "</div>",       "<li>",       "<ul>",
    "</ul>",    "<table>", "<tr>",       "<td>",      "</table>", "<pre>",        "</pre>",     "<br>",
    "<a href>", "</a>",    "<h2>",       "</h2>",     "<q>",      "</q>",         "<time>",     "</time>",
    " ",        "\n",      "\t",         "x",         "\u0645",   "\U0001F600",   "&amp;",      "&#1;",
    "&#x90;",   "&lt;",    "<script>",   "</script>", "<svg>",    "</svg>",       "<address>",  "</address>",
    "<!--",     "-->",     "<",          "\u00A0",    "\u202E",   "<blockquote>", "<template>", "</template>",
    "<select>", "<title>", "<frameset>", "</form>",   "<form>",   "<caption>",    "<math>",     "<mi>",
    "<style>",  "<i x=1>", "</i>",       "<body>",    "</body>",  "</html>",      "<textarea>"};

RC_GTEST_PROP(HtmlTextProperty, SpansAreTrueWhateverTheTags, ()) {
  const auto indexes = *rc::gen::container<std::vector<size_t>>(rc::gen::inRange<size_t>(0, kPieces.size()));
  std::string html;
  for (const size_t index : indexes) html += kPieces[index];
  const OrRefusal<RichText> rich = ReadHtmlFragment(html);
  RC_ASSERT(rich.has_value());
  RC_ASSERT(IsValidUtf8(rich->text));
  RC_ASSERT(CleanText(rich->text).text == rich->text);
  const std::string_view text = rich->text;
  for (size_t i = 0; i < rich->markup.size(); ++i) {
    const Marked& mark = rich->markup[i];
    RC_ASSERT(mark.begin < mark.end);
    RC_ASSERT(mark.end <= text.size());
    const std::string_view surface = text.substr(mark.begin, mark.end - mark.begin);
    RC_ASSERT(IsValidUtf8(surface));  // on character boundaries
    RC_ASSERT(CleanLine(surface).text.size() == CleanLine(' ' + std::string(surface) + ' ').text.size());
    RC_ASSERT(surface.find_first_of(" \t\n") != 0U);
    RC_ASSERT(surface.find_last_of(" \t\n") != surface.size() - 1);
    if (i == 0) continue;
    const Marked& before = rich->markup[i - 1];
    RC_ASSERT(before.begin < mark.begin || (before.begin == mark.begin && before.end >= mark.end));
    RC_ASSERT(!(before == mark));
  }
}

// Text that was escaped comes back as it was, but for its white space.
RC_GTEST_PROP(HtmlTextProperty, EscapedTextComesBack, ()) {
  std::string escaped;
  std::string wanted;
  for (const char c : *rc::gen::string<std::string>()) {
    if (c <= ' ' || c == 0x7F) continue;  // ASCII that is to be seen
    wanted += c;
    escaped += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
  }
  RC_ASSERT(ReadHtmlFragment(escaped)->text == wanted);
}

TEST(ReadHtmlFragment, TakesNumbersBeyondEveryCharacterForNone) {
  for (const char* html : {"a&#4294967361;b", "a&#x100000041;b", "a&#2147483713;b", "a&#9999999999999999999999;b"}) {
    const OrRefusal<RichText> rich = ReadHtmlFragment(html);
    ASSERT_TRUE(rich) << html;
    EXPECT_EQ(rich->text, "a\uFFFDb") << html;
  }
  EXPECT_EQ(ReadHtmlFragment("&#0000000000065;&#x000000000042;")->text, "AB");
  EXPECT_EQ(ReadHtmlFragment("&#214748386042A49;")->text, "\uFFFDA49;") << "letters after a decimal number are text";
  EXPECT_EQ(ReadHtmlFragment("&#99999999")->text, "\uFFFD");
}

}  // namespace
}  // namespace marsad::decode
