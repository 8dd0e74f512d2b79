// Declarations that the bytes contradict, and texts that are not only text.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "stages/decode/testing/decode_fixture.h"

namespace marsad::decode {
namespace {

using testing::HasSubstr;

using LooksTest = DecodeTest;

const std::string kUmlauts = "Zw\xC3\xB6lf Boote, f\xC3\xBCnf K\xC3\xA4hne";
const std::string kFeed =
    "<?xml version=\"1.0\"?><rss><channel><title>S</title><item><title>A</title><guid>x:1</guid></item>"
    "<item><title>B</title><guid>x:2</guid></item></channel></rss>";

TEST_F(LooksTest, BelievesUtf8BeforeAnotherDeclaration) {
  for (const char* charset : {"windows-1256", "iso-8859-1", "windows-1251", "koi8-r", "utf-16", "no-such-charset"}) {
    const v1::Article article = Article(kUmlauts, "text/plain; charset=" + std::string(charset));
    EXPECT_EQ(article.title(), kUmlauts) << charset;
    EXPECT_EQ(article.input().charset(), "UTF-8");
    EXPECT_THAT(article.input().warnings(0), HasSubstr(charset));
  }
  EXPECT_EQ(Article("caf\xE9", "text/plain; charset=iso-8859-1").title(), "caf\xC3\xA9");
  // GBK whose two characters happen to be UTF-8.
  EXPECT_EQ(Article("\xC1\xAA\xCD\xA8", "text/plain; charset=gbk").title(), "\xE8\x81\x94\xE9\x80\x9A");
}

TEST_F(LooksTest, KeepsUtf8ThatIsCutOrBrokenInPlaces) {
  const v1::Article cut = Article("Caf\xC3\xA9 ferm\xC3", "text/plain");
  EXPECT_EQ(cut.title(), "Caf\xC3\xA9 ferm\xEF\xBF\xBD");
  EXPECT_EQ(cut.input().charset(), "UTF-8");
  EXPECT_EQ(Article(kUmlauts + " caf\xE9 zu", "text/plain").title(), kUmlauts + " caf\xEF\xBF\xBD zu");
}

TEST_F(LooksTest, ReadsTheTextOfAWireMessage) {
  const v1::Article article = Article(
      "\x01hp 12 pl 90\r\n\r\nHafen/\r\n\x02Rat beschlie\xDFt Haushalt =\r\n\r\nDie Boote k\xF6nnen f\xFCr zw\xF6lf "
      "Kronen"
      " im M\xE4rz \xFC"
      "ber den Fluss fahren.\r\n\x03\r\nhp ab\r\n\x04",
      "text/plain");
  EXPECT_EQ(article.title(), "Rat beschlie\xC3\x9Ft Haushalt");
  EXPECT_THAT(article.body(), HasSubstr("M\xC3\xA4rz"));
  EXPECT_THAT(article.body(), testing::Not(HasSubstr("hp ab")));
}

TEST_F(LooksTest, LooksBeforeItBelievesAContentType) {
  const std::string page = "<!DOCTYPE html><html><body><article><h1>A</h1><p>" + std::string(50, 'a') +
                           " is the text.</p></article></body></html>";
  for (const char* type : {"text/plain", "text/html", "application/json"}) {
    const auto articles = Articles(kFeed, type);
    ASSERT_EQ(articles.size(), 2U) << type;
    EXPECT_EQ(articles[1].title(), "B");
    EXPECT_EQ(articles[0].input().content_type(), "application/xml");
    EXPECT_THAT(articles[0].input().warnings(0), HasSubstr(type));
  }
  for (const char* type : {"text/plain", "application/xml"}) EXPECT_EQ(Article(page, type).title(), "A") << type;
  for (const char* type : {"text/plain", "text/html", "application/xml"}) {
    EXPECT_EQ(Article(R"({"title":"A","body":"B"})", type).title(), "A") << type;
  }
  EXPECT_EQ(Article("[Update] A ferry sails\n\nIt does.", "text/plain").title(), "[Update] A ferry sails");
  EXPECT_EQ(Article("[Update] A ferry sails\n\nIt does.", "").title(), "[Update] A ferry sails");
}

TEST_F(LooksTest, ReadsMarkupInPlainText) {
  const v1::Article article = Article("<h2>A ferry</h2>\n<p>It sails &amp; sinks.</p>\n<p>Two.</p>", "text/plain");
  EXPECT_EQ(article.title(), "A ferry");
  EXPECT_EQ(article.body(), "It sails & sinks.\nTwo.");
  EXPECT_EQ(Article("a < b and c > d\n\nvector<Boat> x", "text/plain").body(), "vector<Boat> x");
}

TEST_F(LooksTest, FindsTheTitleOfAText) {
  EXPECT_EQ(Article("FOR IMMEDIATE RELEASE\n\nA ferry sails\n\nText.", "text/plain").title(), "A ferry sails");
  EXPECT_EQ(Article("# A ferry sails #\n\nText.\n\n## Then\n\nMore.", "text/plain").title(), "A ferry sails");
  EXPECT_EQ(Article("# A ferry sails\n\nText.\n\n## Then\n\nMore.", "text/plain").body(), "Text.\n\nThen\n\nMore.");
  EXPECT_EQ(Article("A ferry sails\n=====\n\nText.", "text/plain").body(), "Text.");
  const std::string post = "The ferry between the two islands sailed again on Monday morning.";
  EXPECT_FALSE(Article(post + "\n\nMore follows.", "text/plain").has_title());
  EXPECT_EQ(Article(post + "\n\nMore follows.", "text/plain").body(), post + "\n\nMore follows.");
}

TEST_F(LooksTest, TakesTheMarkerOfAFlashOutOfTheTitle) {
  const std::string ajil = "\xD8\xB9\xD8\xA7\xD8\xAC\xD9\x84";  // the Arabic word for "urgent"
  for (const std::string& front :
       {"#" + ajil + " | ", ajil + ": ", "#" + ajil + " ", std::string("BREAKING: "), std::string("[Breaking] ")}) {
    const v1::Article article = Article(front + "A ferry sails\n\nText.", "text/plain");
    EXPECT_EQ(article.title(), "A ferry sails") << front;
    EXPECT_EQ(article.urgency(), 1U) << front;
  }
  for (const char* title : {"Breaking news of the ferry trade", "Flash floods hit the port"}) {
    EXPECT_EQ(Article(std::string(title) + "\n\nText.", "text/plain").title(), title);
    EXPECT_FALSE(Article(std::string(title) + "\n\nText.", "text/plain").has_urgency());
  }
}

TEST_F(LooksTest, KnowsATextOfWhichOnlyTheOpeningCame) {
  const auto item = [](const std::string& text) {
    return "<rss><channel><link>https://h.example/</link><item><title>A</title><link>https://h.example/1</"
           "link><description>" +
           text + "</description></item></channel></rss>";
  };
  for (const char* text :
       {"The ferry sails [...]", "The ferry sails&lt;br&gt;Read more", "The ferry sails [+12 chars]"}) {
    const auto articles = Articles(item(text), "application/rss+xml");
    EXPECT_EQ(articles.at(0).body(), "The ferry sails") << text;
    EXPECT_TRUE(articles.at(0).partial()) << text;
  }
  EXPECT_TRUE(Articles(item("The ferry sails and then..."), "application/rss+xml").at(0).partial());
  EXPECT_FALSE(Articles(item("The ferry sails."), "application/rss+xml").at(0).partial());
}

}  // namespace
}  // namespace marsad::decode
