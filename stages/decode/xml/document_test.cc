#include "stages/decode/xml/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>
#include <string>
#include <utility>

namespace marsad::decode {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr size_t kDepth = 100;

OrRefusal<XmlDocument> Parse(std::string_view text) { return XmlDocument::Parse(text, kDepth); }

std::string Repeat(std::string_view what, size_t times) {
  std::string text;
  for (size_t i = 0; i < times; ++i) text += what;
  return text;
}

TEST(XmlDocument, KeepsElementsNamespacesAndTextInOrder) {
  const OrRefusal<XmlDocument> parsed = Parse(
      "<?xml version='1.0' encoding='windows-1256'?>\n"
      "<a xmlns='urn:one' xmlns:t='urn:two' x='1' t:x='&lt;'>A<t:b/>&amp;<![CDATA[<C>]]></a>");
  ASSERT_TRUE(parsed) << parsed.error().detail;
  EXPECT_THAT(parsed->mended(), IsEmpty());
  const XmlElement& root = parsed->root();
  EXPECT_EQ(root.name, "a");
  EXPECT_EQ(root.space, "urn:one");
  EXPECT_EQ(*root.Attribute("x"), "1");
  EXPECT_EQ(*root.Attribute("x", "urn:two"), "<");
  EXPECT_EQ(root.Attribute("y"), nullptr);
  ASSERT_EQ(root.children.size(), 3U);
  EXPECT_EQ(root.children[0].text, "A");
  EXPECT_EQ(root.children[1].element->space, "urn:two");
  EXPECT_EQ(root.children[1].element->QualifiedName(), "t:b");
  EXPECT_EQ(root.children[1].element->parent, &root);
  EXPECT_EQ(root.children[2].text, "&<C>");
}

TEST(XmlDocument, OutlivesItsTextAndMoves) {
  OrRefusal<XmlDocument> parsed = Parse(std::string("<one:a xmlns:one='urn:one'><b/></one:a>"));
  const XmlDocument moved = std::move(*parsed);
  EXPECT_EQ(moved.root().space, "urn:one");
  EXPECT_EQ(moved.root().children[0].element->parent, &moved.root());
}

TEST(XmlDocument, KeepsThePrefixOfANamespaceThatNobodyDeclared) {
  const OrRefusal<XmlDocument> parsed = Parse("<a><dc:b/></a>");
  ASSERT_TRUE(parsed);
  EXPECT_THAT(parsed->mended(), IsEmpty());
  EXPECT_EQ(parsed->root().children[0].element->QualifiedName(), "dc:b");
  EXPECT_EQ(parsed->root().children[0].element->space, "");
}

TEST(XmlDocument, SaysWhatWasMended) {
  const OrRefusal<XmlDocument> parsed = Parse("<a>\n<b>x<br>y</b>&nbsp;z</a>");
  ASSERT_TRUE(parsed);
  EXPECT_THAT(parsed->mended(), HasSubstr("1 mended, the first in line 2: "));
  EXPECT_EQ(parsed->root().Text(), "\nxy\xC2\xA0z");
  EXPECT_THAT(Parse("<a>R&D</a>")->mended(), HasSubstr("the first in line 1: a & that begins no reference"));
  EXPECT_THAT(Parse("<a>caf&eacute;</a>")->mended(), IsEmpty());
}

TEST(XmlDocument, MarksWhatWasCut) {
  const OrRefusal<XmlDocument> parsed = Parse("<a><b/><b><c/>x");
  ASSERT_TRUE(parsed);
  const XmlElement& root = parsed->root();
  EXPECT_TRUE(root.cut);
  EXPECT_FALSE(root.children[0].element->cut);
  EXPECT_TRUE(root.children[1].element->cut);
  EXPECT_FALSE(root.children[1].element->children[0].element->cut);
}

TEST(XmlDocument, ToleratesADtdThatDeclaresNothingForTheText) {
  const std::string texts[] = {
      "<!DOCTYPE rss PUBLIC '-//X//DTD RSS 0.91//EN' 'http://x.invalid/rss.dtd'><a>&eacute;</a>",
      "<!DOCTYPE a [<!ELEMENT a ANY>]><a>&eacute;</a>",
      "<!DOCTYPE a [<!ENTITY % latin PUBLIC '-//W3C//ENTITIES Latin 1//EN' 'http://x.invalid/l.ent'> %latin;]>"
      "<a>&eacute;</a>",
  };
  for (const std::string& text : texts) {
    const OrRefusal<XmlDocument> parsed = Parse(text);
    ASSERT_TRUE(parsed) << text << parsed.error().detail;
    EXPECT_EQ(parsed->root().Text(), "\xC3\xA9") << text;
  }
}

TEST(XmlDocument, RefusesADtdThatDeclaresEntitiesOrAttributes) {
  const std::string bombs[] = {
      "<!DOCTYPE a [<!ENTITY b 'x'>]><a>&b;</a>",
      "<!DOCTYPE a [<!ENTITY b '&c;&c;'><!ENTITY c '&b;'>]><a>&b;</a>",
      "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
      "<!DOCTYPE a [<!ENTITY b '" + Repeat("x", 100'000) + "'>]><a>" + Repeat("&b;", 100'000) + "</a>",
      "<!DOCTYPE a [<!ATTLIST b c CDATA '" + Repeat("x", 100'000) + "'>]><a>" + Repeat("<b/>", 100'000) + "</a>",
  };
  for (const std::string& bomb : bombs) {
    const OrRefusal<XmlDocument> parsed = Parse(bomb);
    ASSERT_FALSE(parsed) << bomb.substr(0, 80);
    EXPECT_EQ(parsed.error().fault, Fault::kMalformed);
    EXPECT_THAT(parsed.error().detail, HasSubstr("never expanded here; send it without"));
  }
}

TEST(XmlDocument, RefusesDepthAndNamespacesOverTheLimit) {
  EXPECT_TRUE(Parse(Repeat("<a>", 100) + Repeat("</a>", 100)));
  EXPECT_THAT(Parse(Repeat("<a>", 101) + Repeat("</a>", 101)).error().detail, HasSubstr("100 levels"));
  EXPECT_THAT(Parse(Repeat("<a>", 500'000)).error().detail, HasSubstr("100 levels"));
  std::string spaces = "<a";
  for (int i = 0; i < 200; ++i) spaces += " xmlns:p" + std::to_string(i) + "='u'";
  EXPECT_TRUE(Parse(spaces + "/>"));
  EXPECT_THAT(Parse(Repeat(spaces + ">", 2)).error().detail, HasSubstr("256 namespaces"));
}

// Each of these took libxml2 or a careless mender time that grows with the square of the size.
TEST(XmlDocument, TakesLinearTime) {
  constexpr std::clock_t kMuch = 5 * CLOCKS_PER_SEC;  // they take some 0.1 s; where time is squared, minutes
  std::string attributes = "<a";
  for (int i = 0; i < 200'000; ++i) attributes += " x" + std::to_string(i) + "=''";
  const std::string texts[] = {
      attributes + "/>",
      "<a>" + Repeat("<b x=\"", 300'000),
      "<a>" + Repeat("<b x='<b x=\"", 150'000),
      "<a>" + Repeat("<!--", 400'000),
      "<a>" + Repeat("<![CDATA[", 200'000),
      "<a>" + Repeat("&", 1'000'000),
      "<a>" + Repeat("</", 500'000),
      "<a>" + Repeat("&nbsp;", 300'000) + "</a>",
  };
  for (const std::string& text : texts) {
    const std::clock_t begin = std::clock();
    const OrRefusal<XmlDocument> parsed = Parse(text);
    EXPECT_LT(std::clock() - begin, kMuch) << text.substr(0, 40);
    EXPECT_TRUE(parsed || !parsed.error().detail.empty());
  }
}

TEST(XmlDocument, RefusesWhatHoldsNoElement) {
  for (const std::string text : {"", "   ", "<?xml version='1.0'?>", "<!-- x -->", "plain", "<"}) {
    const OrRefusal<XmlDocument> parsed = Parse(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_THAT(parsed.error().detail, HasSubstr("XML that cannot be read: ")) << text;
  }
}

}  // namespace
}  // namespace marsad::decode
