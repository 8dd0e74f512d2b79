// Fields of news services and CMSs, and what stands around articles.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "stages/decode/json/article.h"
#include "stages/decode/testing/limits.h"

namespace marsad::decode {
namespace {

using testing::HasSubstr;

Drafts Read(const std::string& json) {
  JsonReader reader;
  OrRefusal<Drafts> drafts = reader.Read(json, kLimits);
  if (!drafts) ADD_FAILURE() << drafts.error().detail << '\n' << json;
  return drafts ? std::move(*drafts) : Drafts{};
}

Draft One(const std::string& json) {
  Drafts drafts = Read(json);
  if (drafts.drafts.size() != 1) {
    ADD_FAILURE() << drafts.drafts.size() << " articles of " << json;
    return {};
  }
  return std::move(drafts.drafts.front());
}

std::string WhyNot(const std::string& json) {
  JsonReader reader;
  const OrRefusal<Drafts> drafts = reader.Read(json, kLimits);
  if (!drafts) return drafts.error().detail;
  return drafts->refused.empty() ? "it was read" : drafts->refused.front().why.detail;
}

const std::string kText = "The council met on Monday and voted for the new bridge after a long debate.";

TEST(GenericArticle, FindsTheTextUnderTheNamesThatServicesUse) {
  for (const char* name : {"content", "text", "description", "articleBody", "full_text", "content_html", "summary",
                           "bodyText", "body-text", "Content", "maintext", "story"}) {
    const Draft draft = One(R"({"title":"A bridge",")" + std::string(name) + R"(":")" + kText + "\"}");
    EXPECT_EQ(draft.body, kText) << name;
    EXPECT_TRUE(draft.warnings.empty()) << name;
  }
  EXPECT_EQ(One(R"({"headline":"A bridge","description":"Short.","content":")" + kText + "\"}").body, kText);
  EXPECT_EQ(One(R"({"title":{"rendered":"A &#8217; B"},"content":{"rendered":"<p>One.</p><p>Two.</p>"}})").body,
            "One.\nTwo.");
  EXPECT_EQ(One(R"({"title":"A","content":["One.","Two."]})").body, "One.\n\nTwo.");
}

TEST(GenericArticle, OneTextMayNameSeveralAuthors) {
  const auto authors = [](const std::string& text) {
    return One(R"({"title":"A","content":"B c.","author":)" + text + "}").authors;
  };
  EXPECT_EQ(authors(R"("By Ada Marsh and Bo Lin")"), (std::vector<std::string>{"Ada Marsh", "Bo Lin"}));
  EXPECT_EQ(authors(R"("Ada Marsh, Bo Lin")"), (std::vector<std::string>{"Ada Marsh", "Bo Lin"}));
  EXPECT_EQ(authors(R"("Marsh, Ada")"), (std::vector<std::string>{"Marsh, Ada"}));
  EXPECT_EQ(authors(R"(["Ada Marsh", "Bo Lin"])"), (std::vector<std::string>{"Ada Marsh", "Bo Lin"}));
}

TEST(GenericArticle, WhatAServicePutsForATextIsNone) {
  for (const std::string none :
       {"ONLY AVAILABLE IN PAID PLANS", "Only available in the paid plan", "[Removed]", "N/A"}) {
    EXPECT_EQ(One(R"({"title":"A bridge","content":")" + none + R"(","description":")" + kText + "\"}").body, kText)
        << none;
  }
}

TEST(GenericArticle, DatesOfExtendedJson) {
  for (const char* date : {R"({"$date":"2025-11-03T10:00:00Z"})", R"({"$date":1762164000000})",
                           R"({"$date":{"$numberLong":"1762164000000"}})"}) {
    const Draft draft = One(R"({"title":"A","body":"B c.","published":)" + std::string(date) + "}");
    ASSERT_TRUE(draft.published) << date;
    EXPECT_EQ(draft.published->unix_seconds, 1762164000) << date;
  }
}

TEST(GenericArticle, TakesTheFactsOfOtherNames) {
  const Draft draft = One(R"({"source":{"id":null,"name":"Harbour"},"author":"Ada Marsh","title":"A bridge - Harbour",
      "url":"https://x.example/1","urlToImage":"https://x.example/1.jpg","publishedAt":"2025-11-03T10:00:00Z",
      "keywords":["bridge"],"lang":"en","content":")" +
                          kText + R"( [+812 chars]"})");
  EXPECT_EQ(draft.title, "A bridge");
  EXPECT_EQ(draft.source_name, "Harbour");
  EXPECT_EQ(draft.authors, std::vector<std::string>{"Ada Marsh"});
  EXPECT_EQ(draft.url, "https://x.example/1");
  ASSERT_TRUE(draft.published);
  EXPECT_EQ(draft.published->unix_seconds, 1762164000);
  EXPECT_EQ(draft.language, "en");
  EXPECT_EQ(draft.subjects.at(0).name, "bridge");
  EXPECT_EQ(draft.related.at(0).uri, "https://x.example/1.jpg");
  EXPECT_EQ(draft.body, kText);
  EXPECT_TRUE(draft.partial);
}

TEST(GenericArticle, SaysWhatItDidNotUnderstand) {
  const Draft hollow = One(R"({"title":"A bridge","mood":7})");
  ASSERT_EQ(hollow.warnings.size(), 1U);
  EXPECT_THAT(hollow.warnings[0], HasSubstr("a title without a text"));
  EXPECT_THAT(hollow.warnings[0], HasSubstr("\"mood\""));
  const Draft found = One(R"({"title":"A bridge","zzz":")" + kText + ' ' + kText + "\"}");
  EXPECT_EQ(found.body, kText + ' ' + kText);
  EXPECT_THAT(found.warnings.at(0), HasSubstr("\"zzz\""));
}

TEST(GenericArticle, ReadsMarkupAndLeavesWhatOnlyLooksLikeIt) {
  EXPECT_EQ(One(R"({"title":"Q&amp;A","body":"<div><p>One.</p><ul><li>Two</li></ul><script>x()</script></div>"})").body,
            "One.\nTwo");
  EXPECT_EQ(One(R"({"title":"Q&amp;A","body":"x"})").title, "Q&A");
  EXPECT_EQ(One(R"({"title":"The <b> key","body":"vector<Boat> a; b < c"})").body, "vector<Boat> a; b < c");
  EXPECT_EQ(One(R"({"title":"The <b> key","body":"x"})").title, "The <b> key");
  EXPECT_EQ(One(R"({"title":"A","body":"<b>One</b> line\nand two"})").body, "One line\nand two");
  EXPECT_EQ(One(R"({"title":"A","body":"R&amp;D\n\nTwo"})").body, "R&D\n\nTwo");
}

TEST(GenericArticle, UndoesEscapesThatWereEscaped) {
  EXPECT_EQ(One(R"({"title":"A","body":"One.\\n\\nTwo said \\\"no\\\"."})").body, "One.\n\nTwo said \"no\".");
  EXPECT_EQ(One(R"({"title":"A","body":"\\u0646\\u0635\\u0631"})").body, "\xD9\x86\xD8\xB5\xD8\xB1");  // NOON SAD REH
  EXPECT_EQ(One(R"({"title":"A","body":"It lies in C:\\new\\text"})").body, "It lies in C:\\new\\text");
}

TEST(JsonEnvelope, OpensWhatIsUnambiguous) {
  const std::string article = R"({"title":"A bridge","body":")" + kText + "\"}";
  std::string quoted;
  for (const char c : article) quoted += c == '"' ? std::string("\\\"") : std::string(1, c);
  const std::string envelopes[] = {
      R"({"schema":{"type":"struct"},"payload":)" + article + "}",
      R"({"schema":null,"payload":{"before":null,"after":)" + article + R"(,"source":{"table":"t"},"op":"c"}})",
      R"({"before":{"title":"Old","body":"Old text."},"after":)" + article +
          R"(,"source":{"db":"d","table":"t"},"op":"u"})",
      R"({"database":"d","table":"t","type":"insert","data":)" + article + "}",
      R"({"Type":"Notification","MessageId":"1","Message":")" + quoted + "\"}",
      R"({"detail-type":"x","detail":)" + article + "}",
      R"({"_index":"n","_id":"1","_source":)" + article + "}",
      R"({"took":3,"hits":{"total":1,"hits":[{"_index":"n","_source":)" + article + "}]}}",
      R"({"data":{"type":"articles","id":"1","attributes":)" + article + "}}",
      R"({"meta":{"page":1},"response":{"status":"ok","results":[)" + article + "]}}",
      "\"" + quoted + "\"",
      "{\"message\":\"" + quoted + "\"}",
  };
  for (const std::string& json : envelopes) {
    const Draft draft = One(json);
    EXPECT_EQ(draft.title, "A bridge") << json;
    EXPECT_EQ(draft.body, kText) << json;
  }
  EXPECT_THAT(One(envelopes[0]).warnings.at(0), HasSubstr("Kafka Connect"));
}

TEST(JsonArticle, ReadsWhatServicesAndSitesSend) {
  const Draft draft =
      One(R"({"title":"The \\\"Gull\\\" sails","author_name":"By: Ada Marsh","date":"2026-02-26T12:00:00",
      "date_gmt":"2026-02-26T09:00:00","content":"<p>)" +
          kText + R"(</p><aside class=rich-link><p><a href=/x>Related: Ten odd ships</a></p></aside>"})");
  EXPECT_EQ(draft.title, "The \"Gull\" sails");
  EXPECT_EQ(draft.authors, std::vector<std::string>{"Ada Marsh"});
  EXPECT_EQ(draft.published->unix_seconds, 1'772'096'400);  // 09:00 UTC
  EXPECT_EQ(draft.body, kText);
  EXPECT_EQ(One(R"({"title":"The \\\"Gull sails","body":"x"})").title, "The \\\"Gull sails");
}

TEST(JsonEnvelope, NamesWhatItCannotOpen) {
  const std::string article = R"({"title":"A bridge","body":")" + kText + "\"}";
  EXPECT_THAT(WhyNot(R"({"before":{},"after":null,"source":{},"op":"d"})"), HasSubstr("Debezium"));
  EXPECT_THAT(WhyNot(R"({"schema":{},"payload":null})"), HasSubstr("payload"));
  EXPECT_THAT(WhyNot(R"({"one":)" + article + R"(,"two":)" + article + "}"), HasSubstr("\"one\", \"two\""));
}

TEST(JsonEnvelope, NamesAllThatItMightMean) {
  const std::string article = R"({"title":"A bridge","body":")" + kText + "\"}";
  EXPECT_EQ(WhyNot(R"({"one":)" + article + R"(,"two":)" + article + R"(,"three":)" + article + "}"),
            "the object holds several things that look like articles (\"one\", \"two\", \"three\"), and nothing says "
            "which one is meant");
  EXPECT_EQ(Read(R"({"one":)" + article + R"(,"many":[)" + article + "," + article + "]}").drafts.size(), 2U);
}

TEST(JsonEnvelope, AnArticleWithAListOfArticlesIsNoFeed) {
  const std::string items = R"("items":[{"title":"Another pier","body":"It is longer."}])";
  EXPECT_EQ(One(R"({"title":"A bridge","content_text":")" + kText + "\"," + items + "}").body, kText);
  EXPECT_EQ(One(R"({"title":"Harbour",)" + items + "}").title, "Another pier");
}

TEST(JsonEnvelope, ReadsJsonFeed) {
  const Drafts drafts = Read(R"({"version":"https://jsonfeed.org/version/1.1","title":"Harbour","language":"en",
      "home_page_url":"https://h.example/","feed_url":"https://h.example/feed.json","items":[
      {"id":"1","title":"A","content_html":"<p>One.</p>","authors":[{"name":"Ada Marsh"}]},
      {"id":"https://h.example/2","url":"https://h.example/2","content_text":"Two."}]})");
  ASSERT_EQ(drafts.drafts.size(), 2U);
  EXPECT_EQ(drafts.drafts[0].uri, "https://h.example/feed.json#1");
  EXPECT_EQ(drafts.drafts[0].source_name, "Harbour");
  EXPECT_EQ(drafts.drafts[0].body, "One.");
  EXPECT_EQ(drafts.drafts[0].authors, std::vector<std::string>{"Ada Marsh"});
  EXPECT_EQ(drafts.drafts[1].language, "en");
  EXPECT_EQ(drafts.drafts[1].title, "");
}

TEST(JsonEnvelope, ReadsWhatTelegramExports) {
  const Drafts drafts = Read(R"({"name":"Harbour","type":"public_channel","id":77,"messages":[
      {"id":1,"type":"service","date":"2026-11-26T10:00:00","date_unixtime":"1795687200","action":"create_channel","text":""},
      {"id":2,"type":"message","date":"2026-11-27T08:15:00","date_unixtime":"1795767300","from":"Harbour",
       "edited":"2026-11-27T09:00:00","edited_unixtime":"1795770000",
       "text":["The ",{"type":"bold","text":"pier"}," opens.\n\n",{"type":"link","text":"https://h.example/2"}]},
      {"id":3,"type":"message","date":"2026-11-27T08:15:00","date_unixtime":"1795767301","photo":"p.jpg","text":""},
      {"id":4,"type":"message","date":"2026-11-27T08:15:00","date_unixtime":"1795767302","text":"It rains."}]})");
  ASSERT_EQ(drafts.drafts.size(), 2U);
  EXPECT_TRUE(drafts.refused.empty());
  const Draft& first = drafts.drafts[0];
  EXPECT_EQ(first.body, "The pier opens.\n\nhttps://h.example/2");
  EXPECT_EQ(first.uri, "urn:telegram:77#2");
  EXPECT_EQ(first.source_name, "Harbour");
  EXPECT_EQ(first.published->unix_seconds, 1795767300);
  EXPECT_EQ(first.updated->unix_seconds, 1795770000);
  EXPECT_EQ(drafts.drafts[1].body, "It rains.");
}

TEST(GenericArticle, TakesAnUnknownTextBeforeAMuchShorterTeaser) {
  const std::string more = kText + " " + kText + " " + kText;
  const Draft whole = One(R"({"title":"A bridge","summary":"The council met.","zbody":")" + more + "\"}");
  EXPECT_EQ(whole.body, more);
  EXPECT_THAT(whole.warnings.at(0), HasSubstr("\"zbody\""));
  const Draft nested = One(R"({"title":"A bridge","summary":"The council met.","zparts_v2":[{"k":1,"zt":")" + kText +
                           R"("},{"k":2,"zt":")" + kText + R"(","zc":"Jo"}]})");
  EXPECT_EQ(nested.body, kText + "\n\n" + kText);
  EXPECT_THAT(nested.warnings.at(0), HasSubstr("\"zparts_v2\""));
  const Draft teaser = One(R"({"title":"A bridge","summary":")" + more + R"(","znote":")" + kText + "\"}");
  EXPECT_EQ(teaser.body, more);
}

TEST(GenericArticle, ListsOfTextsAreParagraphs) {
  EXPECT_EQ(One(R"({"title":"A","body":["The pier opens on Friday.","It rains."]})").body,
            "The pier opens on Friday.\n\nIt rains.");
}

// Whatever the nesting and the language; {} is the text.
TEST(GenericArticle, NamesTheKeysOfTextsThatNobodyKnows) {
  const std::pair<std::string, std::string> cases[] = {
      {R"({"title":"A bridge","chunks":[{"zz":"{}"}]})", "chunks.zz"},
      {R"({"title":"A bridge","sections":[{"part":{"zz":"{}"}}]})", "sections.part.zz"},
      {R"({"headline":"A bridge","uri":"urn:x:1","absaetze":[{"zeile":"{}"}]})", "absaetze.zeile"},
      {R"([{"headline":"A bridge","byline":"B","urgency":3,"bloques":[[{"linea":"{}"}]]}])", "bloques.linea"},
      {R"({"articles":[{"title":"A bridge","url":"https://q.test/1","morceaux":[{"l":{"phrase":"{}"}}]}]})",
       "morceaux.l.phrase"},
      {"[{\"title\":\"A\",\"\u0641\u0642\u0631\u0627\u062A\":[{\"\u0633\u0637\u0631\":\"{}\"}]}]",
       "\u0641\u0642\u0631\u0627\u062A.\u0633\u0637\u0631"},
      {"{\"title\":\"A\",\"\u0447\u0430\u0441\u0442\u044C\":{\"\u0441\":[\"{}\"]}}",
       "\u0447\u0430\u0441\u0442\u044C.\u0441"}};
  for (const auto& [form, key] : cases) {
    std::string json = form;
    for (size_t at = json.find("{}"); at != json.npos; at = json.find("{}")) json.replace(at, 2, kText);
    const Draft draft = One(json);
    EXPECT_EQ(draft.body, "") << json;
    EXPECT_THAT(draft.warnings, testing::Contains(testing::AllOf(HasSubstr("looked for were"), HasSubstr(key))))
        << json;
    EXPECT_THAT(draft.ignored_fields, testing::Contains(HasSubstr(key))) << json;
  }
  EXPECT_THAT(WhyNot(R"({"ttl":[{"a":")" + kText + R"("}],"zz":{"b":")" + kText + "\"}}"), HasSubstr("zz.b"));
}

}  // namespace
}  // namespace marsad::decode
