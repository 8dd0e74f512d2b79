#include "stages/decode/xml/mend.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

#include "stages/decode/xml/document.h"

namespace marsad::decode {
namespace {

using testing::HasSubstr;

TEST(MendXml, MakesWellFormedWhatFeedsHoldInstead) {
  struct Case {
    std::string broken;
    std::string mended;
    uint32_t places;
  };
  const Case cases[] = {
      {"<a>x &nbsp;&eacute;&hellip;</a>", "<a>x &#160;&#233;&#8230;</a>", 0},
      {"<a>&lt;b&gt; &amp;amp; &quot;&apos;</a>", "<a>&#60;b&#62; &#38;amp; &#34;'</a>", 0},
      {"<a>R&D, AT&T; a=1&b=2</a>", "<a>R&amp;D, AT&amp;T; a=1&amp;b=2</a>", 3},
      {"<a>&#146;&#x92;</a>", "<a>&#8217;&#8217;</a>", 0},
      {"<a>1 < 2 <3 <</a>", "<a>1 &lt; 2 &lt;3 &lt;</a>", 3},
      {"<a><b>x<br>y</a>", "<a><b>x<br>y</br></b></a>", 2},
      {"<a>x</b>y</a>", "<a>xy</a>", 1},
      {"<a><![CDATA[x<b>&amp;]]></a>", "<a>x&lt;b&gt;&amp;amp;</a>", 0},
      {"<a x=1 y checked='&'/>", "<a x=\"1\" y=\"y\" checked=\"&amp;\"/>", 2},
      {"<a x='1' x='2'/>", "<a x=\"1\"/>", 1},
      {"\n<?xml version='1.0'?><!-- -- --><!DOCTYPE a [<!ELEMENT a ANY>]><a/>", "<a/>", 0},
      {"<a>x\x01\x1B[0m</a>", "<a>x[0m</a>", 2},
      {"junk<a/>junk", "<a/>", 2},
      {"<a><b>x", "<a><b>x</b></a>", 1},
  };
  for (const Case& c : cases) {
    const OrRefusal<MendedXml> mended = MendXml(c.broken);
    ASSERT_TRUE(mended) << c.broken;
    EXPECT_EQ(mended->text, c.mended) << c.broken;
    EXPECT_EQ(mended->places, c.places) << c.broken;
  }
}

TEST(MendXml, CharactersThatDoNotExistBecomeTheReplacement) {
  const OrRefusal<MendedXml> mended = MendXml("<a>&#0;&#xD800;&#x110000;&#99999999999;&#x;</a>");
  EXPECT_EQ(mended->text, "<a>&#65533;&#65533;&#65533;&#65533;&amp;#x;</a>");
  EXPECT_EQ(mended->repairs, 4U);
}

TEST(MendXml, SaysHowDeepTheTextWasCut) {
  EXPECT_EQ(MendXml("<a><b>x</b>")->cut_depth, 1U);
  EXPECT_EQ(MendXml("<a><b>x</b></a>")->cut_depth, 0U);
  EXPECT_EQ(MendXml("<a><b><![CDATA[x")->cut_depth, 2U);
}

TEST(MendXml, GivesUpOnWhatIsNoXml) {
  std::string broken = "<a>";
  for (int i = 0; i < 1001; ++i) broken += "</b>";
  EXPECT_THAT(MendXml(broken).error().detail, HasSubstr("more than 1000 tags"));
}

// Whatever is mended is XML: only its depth may be refused.
TEST(MendXml, MakesXmlOfAnything) {
  EXPECT_TRUE(rc::check([&] {
    std::string broken = "<r>";
    for (int i = *rc::gen::inRange(0, 40); i > 0; --i) {
      broken += *rc::gen::element<std::string>("<a>", "</a>", "<b x='", "'", "\"", "<", ">", "&", ";", "nbsp", "<!--",
                                               "-->", "<![CDATA[", "]]>", "<?xml ?>", "/>", "=", " ", "#", "x:y",
                                               "\xD9\x85", "<c y=1 ", "<!DOCTYPE ", "[", "]");
    }
    const OrRefusal<MendedXml> mended = MendXml(broken);
    RC_ASSERT(mended.has_value());
    const OrRefusal<XmlDocument> document = XmlDocument::Parse(mended->text, 100);
    RC_ASSERT(document.has_value());
    if (!document->mended().empty()) RC_LOG() << broken << "\n" << mended->text << "\n" << document->mended();
    RC_ASSERT(document->mended().empty());
  }));
}

}  // namespace
}  // namespace marsad::decode
