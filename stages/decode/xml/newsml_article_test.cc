#include "stages/decode/xml/newsml_article.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "stages/decode/xml/article.h"

namespace marsad::decode {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr Limits kLimits{.title_chars = 10'000, .body_chars = 1'000'000, .feed_items = 2, .nesting = 50, .links = 100};

// "Cairo" in Arabic, "Moscow" in Russian.
const std::string kCairo = "\xD8\xA7\xD9\x84\xD9\x82\xD8\xA7\xD9\x87\xD8\xB1\xD8\xA9";
const std::string kMoskva = "\xD0\x9C\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB0";

OrRefusal<Drafts> Read(const std::string& xml) { return ReadXmlArticles(xml, kLimits); }

Draft ReadOne(const std::string& xml) {
  OrRefusal<Drafts> drafts = Read(xml);
  EXPECT_TRUE(drafts) << drafts.error().detail;
  return drafts && drafts->drafts.size() == 1 ? std::move(drafts->drafts.front()) : Draft{};
}

std::string Item(const std::string& item_meta, const std::string& content_meta, const std::string& content,
                 const std::string& attributes = "guid='urn:x:1' version='3'") {
  return "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' xml:lang='en' " + attributes + "><itemMeta>" +
         item_meta + "</itemMeta><contentMeta>" + content_meta + "</contentMeta><contentSet>" + content +
         "</contentSet></newsItem>";
}

// The marks of a draft as "kind: text".
std::vector<std::string> Marks(const Draft& draft) {
  const char* const names[] = {"heading", "paragraph", "byline", "dateline", "caption",
                               "quote",   "link",      "item",   "table"};
  std::vector<std::string> marks;
  for (const Marked& mark : draft.markup) {
    marks.push_back(names[static_cast<size_t>(mark.kind)] +
                    (": " + draft.body.substr(mark.begin, mark.end - mark.begin)));
  }
  return marks;
}

TEST(ReadNewsml, ContentCreatedIsTheDateWhereNoOtherIs) {
  const std::string content =
      "<inlineXML contenttype='application/xhtml+xml'><html "
      "xmlns='http://www.w3.org/1999/xhtml'><body><p>One.</p></body>"
      "</html></inlineXML>";
  const std::string created = "<contentCreated>2026-03-01T14:00:00+02:00</contentCreated><headline>A</headline>";
  EXPECT_EQ(ReadOne(Item("", created, content)).published->unix_seconds, 1'772'366'400);
  EXPECT_EQ(
      ReadOne(Item("<firstCreated>2026-02-28T00:00:00Z</firstCreated>", created, content)).published->unix_seconds,
      1'772'236'800);
}

TEST(ReadNewsml, TakesEveryFieldOfAnItem) {
  const Draft draft = ReadOne(Item(
      "<itemClass qcode='ninat:text'/><provider literal='X'><name>X Agency</name></provider>"
      "<versionCreated>2026-11-03T14:30:00+03:00</versionCreated><firstCreated>2026-11-03T12:00:00+03:00</firstCreated>"
      "<embargoed>2026-11-04T00:00:00Z</embargoed><pubStatus qcode='stat:usable'/>"
      "<edNote>Corrects the sum</edNote><signal qcode='sig:correction'/>",
      "<urgency>3</urgency><creditline>ignored</creditline><by>By Mona Said</by><dateline>" + kCairo +
          " (X) -</dateline>"
          "<language tag='ar'/><subject qcode='medtop:04000000'><name>economy</name></subject>"
          "<subject literal='trade'/><slugline>SUM/</slugline><headline>The " +
          kCairo + " sum</headline>",
      "<inlineXML contenttype='application/xhtml+xml'><html "
      "xmlns='http://www.w3.org/1999/xhtml'><head><title>no</title>"
      "</head><body><p>One.</p><h2>Part</h2><p>Two.</p></body></html></inlineXML>"));
  EXPECT_EQ(draft.uri, "urn:x:1");
  EXPECT_EQ(draft.version, 3U);
  EXPECT_EQ(draft.title, "The " + kCairo + " sum");
  EXPECT_EQ(draft.body, kCairo + " (X) -\nOne.\nPart\nTwo.");
  EXPECT_THAT(Marks(draft),
              ElementsAre("dateline: " + kCairo + " (X) -", "paragraph: One.", "heading: Part", "paragraph: Two."));
  EXPECT_EQ(draft.language, "ar");
  EXPECT_EQ(draft.pub_status, PubStatus::kUsable);
  EXPECT_EQ(draft.source_name, "X Agency");
  EXPECT_THAT(draft.authors, ElementsAre("Mona Said"));
  EXPECT_EQ(draft.urgency, 3U);
  EXPECT_EQ(draft.correction, "Corrects the sum");
  ASSERT_EQ(draft.subjects.size(), 2U);
  EXPECT_EQ(draft.subjects[0].uri, "medtop:04000000");
  EXPECT_EQ(draft.subjects[0].name, "economy");
  EXPECT_EQ(draft.subjects[1].name, "trade");
  EXPECT_EQ(draft.updated->unix_seconds - draft.published->unix_seconds, 9000);
  EXPECT_EQ(draft.embargoed_until->unix_seconds, 1793750400);
}

TEST(ReadNewsml, TakesNitfInside) {
  const Draft draft = ReadOne(Item("", "",
                                   "<inlineXML><nitf xmlns='http://iptc.org/std/NITF/2006-10-18/'><body><body.head>"
                                   "<hedline><hl1>First</hl1><hl2>Second</hl2></hedline>"
                                   "<byline><person>By I. Petrova</person></byline>"
                                   "<dateline><location>" +
                                       kMoskva +
                                       "</location>, Nov 3</dateline></body.head>"
                                       "<body.content><block><p>One <em>two</em>.</p><hl2>Part</hl2><p>Three.</p>"
                                       "<media media-type='image'><media-reference source='a.jpg'/>"
                                       "<media-caption>A picture</media-caption></media></block></body.content>"
                                       "<body.end><tagline>The end</tagline></body.end></body></nitf></inlineXML>"));
  EXPECT_EQ(draft.title, "First");
  EXPECT_THAT(draft.authors, ElementsAre("I. Petrova"));
  EXPECT_THAT(Marks(draft), ElementsAre("heading: Second", "byline: By I. Petrova", "dateline: " + kMoskva + ", Nov 3",
                                        "paragraph: One two.", "heading: Part", "paragraph: Three.",
                                        "caption: A picture", "paragraph: The end"));
  EXPECT_EQ(draft.language, "en");
}

TEST(ReadNewsml, TakesPlainTextAndNamesWhatIsNone) {
  const Draft draft = ReadOne(Item("<signal qcode='sig:atnaf'/>", "<headline>H</headline>",
                                   "<remoteContent contenttype='image/jpeg' href='a.jpg'/>"
                                   "<inlineData contenttype='application/pdf' encoding='base64'>AAAA</inlineData>"
                                   "<inlineData contenttype='text/plain'>One &lt;b&gt;\n Two</inlineData>"));
  EXPECT_EQ(draft.body, "One <b>\nTwo");
  EXPECT_THAT(draft.ignored_fields,
              ElementsAre("signal: atnaf", "remoteContent: image/jpeg", "inlineData: application/pdf"));
}

TEST(ReadNewsml, KillsEmbargoesAndStatus) {
  EXPECT_EQ(ReadOne(Item("<pubStatus qcode='stat:canceled'/>", "", "")).pub_status, PubStatus::kCanceled);
  EXPECT_EQ(ReadOne(Item("<pubStatus qcode='stat:withheld'/>", "", "")).pub_status, PubStatus::kWithheld);
  EXPECT_EQ(ReadOne(Item("<embargoed/><pubStatus qcode='stat:usable'/>", "", "")).pub_status, PubStatus::kWithheld)
      << "an embargo without an end";
  EXPECT_THAT(Read(Item("<embargoed>tomorrow</embargoed>", "", "")).error().detail,
              HasSubstr("\"embargoed\" is \"tomorrow\"; allowed is"));
  const Draft unknown = ReadOne(Item("<pubStatus qcode='stat:perhaps'/>", "", ""));
  EXPECT_FALSE(unknown.pub_status);
  EXPECT_THAT(unknown.ignored_fields, ElementsAre("pubStatus: \"perhaps\""));
}

TEST(ReadNewsml, AnItemNeedsItsGuid) {
  const OrRefusal<Drafts> drafts = Read(Item("", "<headline>H</headline>", "", "version='1'"));
  ASSERT_FALSE(drafts);
  EXPECT_EQ(drafts.error().fault, Fault::kMissingField);
  EXPECT_EQ(ReadOne(Item("", "", "", "guid='a' version='1.2'")).version_label, "1.2");
}

TEST(ReadNewsml, AMessageIsAsManyArticlesAsItHoldsItems) {
  const std::string message = "<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><header/><itemSet>";
  const std::string end = "</itemSet></newsMessage>";
  const OrRefusal<Drafts> drafts = Read(message + Item("", "<headline>A</headline>", "") + "<packageItem/>" +
                                        Item("", "", "", "") + Item("", "<headline>C</headline>", "") + end);
  ASSERT_TRUE(drafts);
  EXPECT_TRUE(drafts->is_list);
  ASSERT_EQ(drafts->drafts.size(), 1U);
  EXPECT_EQ(drafts->drafts[0].title, "A");
  EXPECT_THAT(drafts->drafts[0].ignored_fields, ElementsAre("packageItem"));
  ASSERT_EQ(drafts->refused.size(), 1U);
  EXPECT_EQ(drafts->beyond, 1U);
  EXPECT_THAT(Read(message + "<packageItem/>" + end).error().detail, HasSubstr("no newsItem but <packageItem>"));
  EXPECT_THAT(Read("<packageItem/>").error().detail, HasSubstr("accepted are newsItem and newsMessage"));
}

TEST(ReadNewsml, AnItemThatIsCutIsRefused) {
  EXPECT_THAT(Read("<newsItem guid='a'><contentSet><inlineData>half a te").error().detail,
              HasSubstr("the XML ends inside <newsItem>"));
}

TEST(ReadNitf, TakesADocumentOfItsOwn) {
  const Draft draft = ReadOne(
      "<nitf xml:lang='ar'><head><title>T</title><tobject><tobject.subject tobject.subject.refnum='04000000' "
      "tobject.subject.type='Economy'/></tobject><docdata management-status='usable'><doc-id id-string='urn:n:1'/>"
      "<urgency ed-urg='2'/><date.issue norm='20261103T143000+0300'/><date.release norm='20261104'/>"
      "<key-list><keyword key='trade'/></key-list></docdata><pubdata name='X Press'/></head>"
      "<body><body.content><p>" +
      kCairo + "</p></body.content></body></nitf>");
  EXPECT_EQ(draft.title, "T");
  EXPECT_EQ(draft.body, kCairo);
  EXPECT_EQ(draft.uri, "urn:n:1");
  EXPECT_EQ(draft.language, "ar");
  EXPECT_EQ(draft.urgency, 2U);
  EXPECT_EQ(draft.published->unix_seconds, 1793705400);
  EXPECT_EQ(draft.published->offset_minutes, 180);
  EXPECT_EQ(draft.embargoed_until->unix_seconds, 1793750400);
  EXPECT_EQ(draft.source_name, "X Press");
  ASSERT_EQ(draft.subjects.size(), 2U);
  EXPECT_EQ(draft.subjects[0].name, "trade");
  EXPECT_EQ(draft.subjects[1].uri, "subj:04000000");
  EXPECT_EQ(ReadOne("<nitf><head><docdata management-status='canceled'><doc-id id-string='a'/></docdata></head></nitf>")
                .pub_status,
            PubStatus::kCanceled);
}

}  // namespace
}  // namespace marsad::decode
