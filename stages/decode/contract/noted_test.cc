// What Article.input says of that which was left out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "stages/decode/testing/decode_fixture.h"

namespace marsad::decode {
namespace {

using testing::ElementsAre;

using NotedTest = DecodeTest;

// Where a reader of markup leaves controls out, they must not be lost from the count.
TEST_F(NotedTest, CountsControlsInEveryFormat) {
  const std::string nitf =
      "<nitf><body><body.head><hedline><hl1>A&#x7F;</hl1></hedline></body.head>"
      "<body.content><p>b &#x7F; c</p></body.content></body></nitf>";
  struct Case {
    const char* type;
    std::string value;
    uint32_t controls;
  };
  const Case cases[] = {
      {"text/html", "<h1>A&#1;</h1><article><p>one &#2; two\x03 three\x7F</p></article>", 4},
      {"text/html",
       R"(<script type="application/ld+json">{"@type":"NewsArticle","headline":"A\u0001 &amp; B",)"
       R"("articleBody":"<p>one\u0002 two</p>"}</script>)",
       2},
      {"application/json", R"({"headlines":[{"value":"A\u0001"}],"bodies":[{"value":"<p>b\u0002 &#3; c</p>"}]})", 3},
      {"application/rss+xml",
       "<rss><channel><item><title>A&amp;#1;</title><description>&lt;p>b &amp;#2; c&lt;/p></description>"
       "<guid>x</guid></item></channel></rss>",
       2},
      {"application/xml", nitf, 2},
      {"application/xml",
       "<newsItem guid='x:1'><contentSet><inlineXML>" + nitf + "</inlineXML></contentSet></newsItem>", 2},
  };
  for (const Case& c : cases) EXPECT_EQ(Article(c.value, c.type).input().controls(), c.controls) << c.value;
}

TEST_F(NotedTest, NamesWhereAnItemWasWritten) {
  const auto noted = [](const v1::Article& article) { return article.input().ignored_fields(); };
  EXPECT_THAT(noted(Article(R"({"headline":"A","located":"Cairo","ednote":"Adds the sum"})")),
              ElementsAre("located: \"Cairo\"", "ednote: of no later version: \"Adds the sum\""));
  const v1::Article later =
      Article(R"({"headlines":[{"value":"A"}],"version":"2","located":{},"edNote":"The sum is 3"})");
  EXPECT_EQ(later.correction(), "The sum is 3");
  EXPECT_THAT(noted(later), ElementsAre("located"));
  EXPECT_THAT(noted(Article("<newsItem guid='x:1'><itemMeta><edNote>Adds the sum</edNote></itemMeta><contentMeta>"
                            "<located qcode='city:1'><name>Cairo</name></located><headline>A</headline></contentMeta>"
                            "</newsItem>",
                            "application/xml")),
              ElementsAre("edNote: of no correction: \"Adds the sum\"", "located: \"Cairo\""));
}

}  // namespace
}  // namespace marsad::decode
