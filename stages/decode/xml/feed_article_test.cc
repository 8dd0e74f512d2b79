#include "stages/decode/xml/feed_article.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "stages/decode/xml/article.h"

namespace marsad::decode {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr Limits kLimits{.title_chars = 10'000, .body_chars = 1'000'000, .feed_items = 3, .nesting = 50, .links = 100};

// "Cairo" and "Ramallah" in Arabic, "news" and "Moscow" in Russian.
constexpr std::string_view kCairo = "\xD8\xA7\xD9\x84\xD9\x82\xD8\xA7\xD9\x87\xD8\xB1\xD8\xA9";
constexpr std::string_view kRamallah = "\xD8\xB1\xD8\xA7\xD9\x85 \xD8\xA7\xD9\x84\xD9\x84\xD9\x87";
constexpr std::string_view kNovosti = "\xD0\x9D\xD0\xBE\xD0\xB2\xD0\xBE\xD1\x81\xD1\x82\xD0\xB8";
constexpr std::string_view kMoskva = "\xD0\x9C\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB0";

Drafts Read(const std::string& xml) {
  OrRefusal<Drafts> drafts = ReadXmlArticles(xml, kLimits);
  EXPECT_TRUE(drafts) << drafts.error().detail;
  return drafts ? std::move(*drafts) : Drafts{};
}

// The only item of an RSS 2.0 feed with these children.
Draft ReadItem(const std::string& children, const std::string& channel = "") {
  Drafts drafts = Read(
      "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' "
      "xmlns:content='http://purl.org/rss/1.0/modules/content/' "
      "xmlns:media='http://search.yahoo.com/mrss/' xmlns:a='http://www.w3.org/2005/Atom'><channel>" +
      channel + "<item>" + children + "</item></channel></rss>");
  EXPECT_EQ(drafts.drafts.size(), 1U);
  return drafts.drafts.empty() ? Draft{} : std::move(drafts.drafts.front());
}

std::string TextOf(const Draft& draft, const Marked& mark) {
  return draft.body.substr(mark.begin, mark.end - mark.begin);
}

TEST(ReadFeed, TakesAWholeItemOfRss2) {
  const std::string cairo(kCairo);
  const Draft draft =
      ReadItem("<title>" + cairo +
                   " &amp; more</title><link>https://x.example/1</link>"
                   "<guid isPermaLink='false'>77</guid><description>Short.</description>"
                   "<content:encoded><![CDATA[<h2>Part</h2><p>" +
                   cairo +
                   ": a <a href='/y'>link</a>.</p>]]></content:encoded>"
                   "<dc:creator>Mona Said</dc:creator><author>desk@x.example (Night Desk)</author>"
                   "<pubDate>2026-11-03T10:00:00+02:00</pubDate><a:updated>2026-11-03T11:30:00Z</a:updated>"
                   "<category domain='https://x.example/topics'>Economy</category><dc:subject>Trade</dc:subject>"
                   "<enclosure url='https://x.example/a.mp3' length='1' type='audio/mpeg'/>",
               "<title>X Daily</title><link>https://x.example/</link><language>ar-eg</language>"
               "<a:link rel='self' href='https://x.example/feed.xml'/>");
  EXPECT_EQ(draft.title, cairo + " & more");
  EXPECT_EQ(draft.body, "Part\n" + cairo + ": a link.");
  EXPECT_EQ(draft.uri, "https://x.example/feed.xml#77");
  EXPECT_EQ(draft.url, "https://x.example/1");
  EXPECT_THAT(draft.authors, ElementsAre("Mona Said", "Night Desk"));
  EXPECT_EQ(draft.language, "ar-eg");
  EXPECT_EQ(draft.source_name, "X Daily");
  EXPECT_EQ(draft.source_uri, "https://x.example/");
  EXPECT_EQ(draft.published->offset_minutes, 120);
  EXPECT_EQ(draft.updated->unix_seconds, 1793705400);
  ASSERT_EQ(draft.subjects.size(), 2U);
  EXPECT_EQ(draft.subjects[0].name, "Economy");
  EXPECT_EQ(draft.subjects[1].name, "Trade");
  EXPECT_THAT(draft.ignored_fields, ElementsAre("enclosure"));
  ASSERT_FALSE(draft.markup.empty());
  EXPECT_EQ(draft.markup[0].kind, MarkKind::kHeading);
  EXPECT_EQ(TextOf(draft, draft.markup[0]), "Part");
}

TEST(ReadFeed, TakesRss1WithItemsBesideTheChannel) {
  const Drafts drafts = Read(
      "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' "
      "xmlns:d='http://purl.org/dc/elements/1.1/'><channel r:about='https://y.example/rdf'><title>" +
      std::string(kNovosti) +
      "</title><link>https://y.example</link><d:language>ru</d:language><items><r:Seq/></items>"
      "</channel><item r:about='https://y.example/a'><title>" +
      std::string(kMoskva) +
      "</title><link>https://y.example/a</link><d:date>2026-11-03</d:date><d:creator>A. B.</d:creator></item>"
      "<item r:about='https://y.example/b'><title>B</title></item></r:RDF>");
  ASSERT_EQ(drafts.drafts.size(), 2U);
  EXPECT_TRUE(drafts.is_list);
  const Draft& first = drafts.drafts[0];
  EXPECT_EQ(first.title, kMoskva);
  EXPECT_EQ(first.uri, "https://y.example/a");
  EXPECT_EQ(first.language, "ru");
  EXPECT_EQ(first.source_name, kNovosti);
  EXPECT_EQ(first.published->precision, Precision::kDay);
  EXPECT_THAT(first.authors, ElementsAre("A. B."));
  EXPECT_EQ(drafts.drafts[1].url, "https://y.example/b");
  EXPECT_EQ(drafts.drafts[1].index, 1U);
}

TEST(ReadFeed, TakesAtomWithTextHtmlAndXhtml) {
  const Drafts drafts = Read(
      "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='ar' xml:base='https://z.example/news/'>"
      "<title>Z</title><id>urn:z</id><author><name>" +
      std::string(kRamallah) +
      "</name></author>"
      "<entry><id>urn:z:1</id><title type='text'>1 &lt;b&gt; 2</title>"
      "<link rel='self' href='feed'/><link rel='alternate' type='application/json' href='1.json'/><link href='1'/>"
      "<published>2026-11-03T10:00:00Z</published><updated>2026-11-03T12:00:00Z</updated>"
      "<summary>Short</summary>"
      "<content type='xhtml' xml:lang='en'><div "
      "xmlns='http://www.w3.org/1999/xhtml'><p>One</p><p>Two<br/>three</p></div>"
      "</content><category term='eco' scheme='https://z.example/t#' label='Economy'/></entry>"
      "<entry><id>urn:z:2</id><title type='html'>A &amp;amp; &lt;b&gt;B&lt;/b&gt;</title>"
      "<content type='html'>&lt;p&gt;C&lt;/p&gt;</content><author><name>D</name></author></entry></feed>");
  ASSERT_EQ(drafts.drafts.size(), 2U);
  const Draft& first = drafts.drafts[0];
  EXPECT_EQ(first.title, "1 <b> 2");
  EXPECT_EQ(first.body, "One\nTwo\nthree");
  EXPECT_EQ(first.url, "https://z.example/news/1");
  EXPECT_EQ(first.uri, "urn:z:1");
  EXPECT_EQ(first.language, "en");
  EXPECT_THAT(first.authors, ElementsAre(std::string(kRamallah)));
  EXPECT_TRUE(first.published && first.updated);
  ASSERT_EQ(first.subjects.size(), 1U);
  EXPECT_EQ(first.subjects[0].uri, "https://z.example/t#eco");
  EXPECT_EQ(first.subjects[0].name, "Economy");
  EXPECT_EQ(drafts.drafts[1].title, "A & B");
  EXPECT_EQ(drafts.drafts[1].body, "C");
  EXPECT_EQ(drafts.drafts[1].language, "ar");
  EXPECT_THAT(drafts.drafts[1].authors, ElementsAre("D"));
}

TEST(ReadFeed, TakesAtom03AndCdf) {
  const Drafts atom = Read(
      "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title mode='escaped' "
      "type='text/html'>&lt;i&gt;A&lt;/i&gt;"
      "</title><content mode='xml' type='application/xhtml+xml'><p>B</p></content><issued>2026-11-03T10:00:00Z</issued>"
      "<modified>2026-11-04T10:00:00Z</modified></entry></feed>");
  ASSERT_EQ(atom.drafts.size(), 1U);
  EXPECT_EQ(atom.drafts[0].title, "A");
  EXPECT_EQ(atom.drafts[0].body, "B");
  EXPECT_EQ(atom.drafts[0].updated->unix_seconds - atom.drafts[0].published->unix_seconds, 86'400);
  const Drafts cdf = Read(
      "<CHANNEL><ITEM HREF='https://c.example/1' LASTMOD='2026-11-03T10:00:00Z'><TITLE>C</TITLE>"
      "<ABSTRACT>D</ABSTRACT></ITEM></CHANNEL>");
  ASSERT_EQ(cdf.drafts.size(), 1U);
  EXPECT_EQ(cdf.drafts[0].title, "C");
  EXPECT_EQ(cdf.drafts[0].body, "D");
}

TEST(ReadFeed, Base64OfAtom03IsText) {
  const auto entry = [](const std::string& content) {
    const Drafts drafts = Read("<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title>A</title>" +
                               content + "<id>urn:x:1</id></entry></feed>");
    EXPECT_EQ(drafts.drafts.size(), 1U);
    return drafts.drafts.empty() ? Draft{} : drafts.drafts.front();
  };
  EXPECT_EQ(entry("<content mode='base64' type='text/html'>\nPGI+VHdvPC9i\nPiBsaW5lcw==\n</content>").body,
            "Two lines");
  EXPECT_EQ(entry("<content mode='base64' type='text/plain'>MSA8IDIg\nPGI+</content>").body, "1 < 2 <b>");
  // A gzip header, and what is no base64.
  for (const char* packed : {"H4sIAAAAAAAAA6vmAgA=", "*"}) {
    const Draft draft = entry(std::string("<content mode='base64'>") + packed + "</content>");
    EXPECT_EQ(draft.body, "");
    EXPECT_THAT(draft.ignored_fields, testing::Contains("content: base64 of no text"));
  }
}

TEST(ReadFeed, NamespacesAreToldByTheirUri) {
  const Drafts drafts = Read(
      "<q:rss xmlns:q='http://backend.userland.com/rss2' xmlns:title='http://purl.org/dc/elements/1.1/' "
      "xmlns:z='urn:other'><q:channel><q:item><z:title>wrong</z:title><z:description>wrong</z:description>"
      "<q:title>right</q:title><title:creator>E</title:creator></q:item></q:channel></q:rss>");
  ASSERT_EQ(drafts.drafts.size(), 1U);
  EXPECT_EQ(drafts.drafts[0].title, "right");
  EXPECT_EQ(drafts.drafts[0].body, "");
  EXPECT_THAT(drafts.drafts[0].authors, ElementsAre("E"));
  EXPECT_THAT(drafts.drafts[0].ignored_fields, ElementsAre("z:title", "z:description"));
  const Drafts undeclared =
      Read("<rss><channel><item><title>A</title><dc:creator>F</dc:creator></item></channel></rss>");
  EXPECT_THAT(undeclared.drafts.at(0).authors, ElementsAre("F"));
}

TEST(ReadFeed, IdentityIsGuidWithItsFeed) {
  EXPECT_EQ(ReadItem("<guid>urn:x:1</guid>").uri, "urn:x:1");
  const Draft permalink = ReadItem("<guid>https://x.example/2</guid>");
  EXPECT_EQ(permalink.uri, "https://x.example/2");
  EXPECT_EQ(permalink.url, "https://x.example/2");
  EXPECT_EQ(ReadItem("<guid isPermaLink='false'>https://x.example/2</guid>").url, "");
  EXPECT_EQ(ReadItem("<guid>9</guid>", "<link>https://x.example/</link>").uri, "https://x.example/#9");
  const Draft nameless = ReadItem("<title>A</title><guid>9</guid>");
  EXPECT_EQ(nameless.uri, "");
  EXPECT_THAT(nameless.ignored_fields, ElementsAre(HasSubstr("guid: no URI")));
}

TEST(ReadFeed, TheLongerTextIsTheBody) {
  EXPECT_EQ(
      ReadItem("<description>long &lt;b&gt;text&lt;/b&gt; here</description><content:encoded>x</content:encoded>").body,
      "long text here");
  EXPECT_EQ(ReadItem("<description>a\n  b  \n\nc</description>").body, "a\nb\n\nc");
  EXPECT_EQ(ReadItem("<description>1 &lt; 2 and AT&amp;T</description>").body, "1 < 2 and AT&T");
  EXPECT_EQ(ReadItem("<title>&amp;lt;b&amp;gt; caf&amp;eacute;</title>").title, "<b> caf\xC3\xA9");
}

// What portals ask publishers for beside the teaser: https://yandex.com/dev/turbo/doc/rss/markup.html and others.
TEST(ReadFeed, TheFullTextForAPortalIsTheBody) {
  const std::string teaser = "<title>Pier opens</title><description>The pier opens...</description>";
  const std::string text = "The pier opens on Friday.\n\nThe ferry sails at noon.";
  const std::string html = "<![CDATA[<p>The pier opens on Friday.</p><p>The ferry sails at noon.</p>]]>";
  for (const auto& [name, space] :
       std::vector<std::pair<std::string, std::string>>{{"yandex:full-text", "xmlns:yandex='http://news.yandex.ru'"},
                                                        {"yandex:full-text", "xmlns:yandex='https://news.yandex.ru/'"},
                                                        {"rambler:fulltext", "xmlns:rambler='http://news.rambler.ru'"},
                                                        {"mailru:full-text", "xmlns:mailru='http://news.mail.ru/'"},
                                                        {"my:fulltext", "xmlns:my='https://portal.example/export'"},
                                                        {"turbo:content", "xmlns:turbo='http://turbo.yandex.ru'"},
                                                        {"turbo:content", ""},
                                                        {"yandex:full-text", ""},
                                                        {"full-text", ""},
                                                        {"fulltext", ""},
                                                        {"text", ""}}) {
    for (const std::string& content : {text, html}) {
      const Drafts drafts = Read("<rss version='2.0' " + space + "><channel><item>" + teaser + "<" + name + ">" +
                                 content + "</" + name + "></item></channel></rss>");
      ASSERT_EQ(drafts.drafts.size(), 1U) << name;
      const Draft& draft = drafts.drafts.front();
      EXPECT_THAT(draft.body, testing::MatchesRegex("The pier opens on Friday.\n+The ferry sails at noon.")) << name;
      EXPECT_FALSE(draft.partial) << name;
      EXPECT_THAT(draft.ignored_fields, IsEmpty()) << name;
    }
  }
  const Draft caption =
      ReadItem("<description>The pier opens.</description><media:text>Words of a film, all of them.</media:text>");
  EXPECT_EQ(caption.body, "The pier opens.") << "a transcript is no text of the article";
  EXPECT_EQ(ReadItem("<turbo:topic>Pier</turbo:topic><turbo:content>It opens.</turbo:content>").title, "Pier");
}

TEST(ReadFeed, FieldsThatAContentSystemPutsIntoTheTextAreNoText) {
  const std::string field = "field field--type-x field--label-hidden";
  const Draft drupal = ReadItem(
      "<title>Pier</title><description><![CDATA[<span class='field field--name-title field--type-string'>Pier</span>"
      "<span class='field field--name-uid " +
      field +
      "'><span>Desk</span></span>"
      "<span class='field field--name-created " +
      field +
      "'>Fri, 11/27/2026 - 09:12</span>"
      "<div class='field field--name-body " +
      field +
      "'><p>The pier opens on Friday, the mayor said on Monday.</p></div>]]>"
      "</description>");
  EXPECT_EQ(drupal.body, "The pier opens on Friday, the mayor said on Monday.");
  const Draft blogger = ReadItem(
      "<description><![CDATA[<div>The pier opens on Friday, the mayor said on Monday.</div>"
      "<div class='blogger-post-footer'>Thanks for reading</div>]]></description>");
  EXPECT_EQ(blogger.body, "The pier opens on Friday, the mayor said on Monday.");
}

// Feeds that give one guid to whatever they say last.
TEST(ReadFeed, OneGuidAcrossPollsIsOneArticle) {
  const std::string guid = "<guid isPermaLink='false'>latest</guid>";
  const std::string channel = "<link>https://x.example/</link>";
  const Draft first = ReadItem(guid + "<title>A</title><link>https://x.example/a</link>", channel);
  const Draft later = ReadItem(guid + "<title>B</title><link>https://x.example/b</link>", channel);
  EXPECT_EQ(first.uri, "https://x.example/#latest");
  EXPECT_EQ(later.uri, first.uri) << "alone in a later document: an update";
  const std::string items = "<item>" + guid + "<title>A</title><link>https://x.example/a</link></item><item>" + guid +
                            "<title>B</title><link>https://x.example/b</link></item>";
  const Drafts both = Read("<rss version='2.0'><channel>" + channel + items + "</channel></rss>");
  ASSERT_EQ(both.drafts.size(), 2U);
  EXPECT_NE(both.drafts[0].uri, both.drafts[1].uri) << "both in one document: two articles";
  const Drafts again = Read("<rss version='2.0'><channel>" + channel + "<item>" + guid +
                            "<title>C</title><link>https://x.example/c</link></item>" + items + "</channel></rss>");
  ASSERT_EQ(again.drafts.size(), 3U);
  EXPECT_EQ(again.drafts[1].uri, both.drafts[0].uri) << "whatever its place, it keeps its uri";
  EXPECT_EQ(again.drafts[2].uri, both.drafts[1].uri);
}

TEST(ReadFeed, CaptionsAreMarkedAtTheEnd) {
  const Draft draft = ReadItem(
      "<description>Text</description><media:group><media:content url='u'>"
      "<media:description>A picture</media:description></media:content></media:group>");
  EXPECT_EQ(draft.body, "Text\nA picture");
  ASSERT_EQ(draft.markup.size(), 1U);
  EXPECT_EQ(draft.markup[0].kind, MarkKind::kCaption);
  EXPECT_EQ(TextOf(draft, draft.markup[0]), "A picture");
}

TEST(ReadFeed, NoScriptSurvives) {
  const Draft draft = ReadItem(
      "<title>a&lt;script&gt;x()&lt;/script&gt;b</title>"
      "<description>&lt;img src=x onerror=y()&gt;c&lt;style&gt;p{}&lt;/style&gt;</description>");
  EXPECT_EQ(draft.title, "ab");
  EXPECT_EQ(draft.body, "c");
}

TEST(ReadFeed, ItemsOfOtherFeedsKeepTheirSource) {
  const Draft draft = ReadItem("<source url='https://o.example/feed'>Other</source>", "<title>X</title>");
  EXPECT_EQ(draft.source_name, "Other");
  EXPECT_EQ(draft.source_uri, "https://o.example/feed");
}

TEST(ReadFeed, RelativeLinksTakeTheFeedsAddress) {
  EXPECT_EQ(ReadItem("<link>/a?b=1&amp;c=2</link>", "<link>https://x.example/feed</link>").url,
            "https://x.example/a?b=1&c=2");
  const Draft lost = ReadItem("<title>A</title><link>/a</link>");
  EXPECT_EQ(lost.url, "");
  EXPECT_THAT(lost.ignored_fields, ElementsAre(HasSubstr("link: no absolute address")));
}

TEST(ReadFeed, ADateThatIsNoneIsNamed) {
  const Draft draft = ReadItem("<title>A</title><pubDate>yesterday</pubDate>");
  EXPECT_FALSE(draft.published);
  EXPECT_THAT(draft.ignored_fields, ElementsAre("published: not a date: \"yesterday\""));
}

TEST(ReadFeed, SingleItemsAreNoList) {
  EXPECT_FALSE(Read("<item><title>A</title></item>").is_list);
  EXPECT_FALSE(Read("<entry xmlns='http://www.w3.org/2005/Atom'><title>A</title></entry>").is_list);
  const Drafts empty = Read("<rss><channel><title>A</title></channel></rss>");
  EXPECT_TRUE(empty.is_list);
  EXPECT_THAT(empty.drafts, IsEmpty());
}

TEST(ReadFeed, DeletedEntriesAreKills) {
  const Drafts drafts = Read(
      "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:at='http://purl.org/atompub/tombstones/1.0'>"
      "<at:deleted-entry ref='urn:z:1' when='2026-11-03T10:00:00Z'/></feed>");
  ASSERT_EQ(drafts.drafts.size(), 1U);
  EXPECT_EQ(drafts.drafts[0].uri, "urn:z:1");
  EXPECT_EQ(drafts.drafts[0].pub_status, PubStatus::kCanceled);
  EXPECT_TRUE(drafts.drafts[0].updated);
}

TEST(ReadFeed, ItemsOverTheLimitAreCounted) {
  const Drafts drafts = Read("<rss><channel><item/><item/><item/><item/><item/></channel></rss>");
  EXPECT_EQ(drafts.drafts.size(), 3U);
  EXPECT_EQ(drafts.beyond, 2U);
}

// Tags that are never closed must not let one item swallow the next.
TEST(ReadFeed, BrokenFeedsGiveWhatIsWhole) {
  const Drafts drafts = Read(
      "<rss><channel><title>R&D</title><item><title>A<br>B</title></item><item><title>C</title>"
      "<item><title>D</title></item></channel></rss>");
  ASSERT_EQ(drafts.drafts.size(), 3U);
  EXPECT_EQ(drafts.drafts[0].title, "A\nB");
  EXPECT_EQ(drafts.drafts[1].title, "C");
  EXPECT_EQ(drafts.drafts[2].title, "D");
  EXPECT_EQ(drafts.drafts[0].source_name, "R&D");
  EXPECT_THAT(drafts.drafts[0].ignored_fields, Contains(HasSubstr("XML that is not well-formed: ")));
}

TEST(ReadFeed, AnItemThatIsCutIsRefusedAlone) {
  const Drafts drafts = Read("<rss><channel><item><title>A</title></item><item><title>B</title><description>half a te");
  ASSERT_EQ(drafts.drafts.size(), 1U);
  ASSERT_EQ(drafts.refused.size(), 1U);
  EXPECT_EQ(drafts.refused[0].index, 1U);
  EXPECT_THAT(drafts.refused[0].why.detail, HasSubstr("the XML ends inside <item>"));
  EXPECT_THAT(ReadXmlArticles("<item><title>B", kLimits).error().detail, HasSubstr("the XML ends inside <item>"));
}

TEST(ReadXmlArticles, AnUnknownRootIsNamedWithWhatIsAccepted) {
  const OrRefusal<Drafts> drafts = ReadXmlArticles("<x:invoice xmlns:x='urn:x'/>", kLimits);
  ASSERT_FALSE(drafts);
  EXPECT_EQ(drafts.error().fault, Fault::kUnknownFormat);
  EXPECT_THAT(drafts.error().detail, HasSubstr("root is <x:invoice>; accepted are feeds"));
}

}  // namespace
}  // namespace marsad::decode
