// The shapes that one field has with those who send JSON: what it says counts, not how it is wrapped.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "stages/decode/json/article.h"
#include "stages/decode/testing/limits.h"

namespace marsad::decode {
namespace {

using testing::Contains;
using testing::HasSubstr;

const std::string kText = "The council met on Monday and voted for the new bridge after a long debate.";

// `more` are further fields: after a title and a text as others call them, and as ninjs does.
std::vector<Draft> EachWay(const std::string& more) {
  std::vector<Draft> drafts;
  const std::string begins[] = {R"({"headline":"A bridge","content":"<p>)" + kText + "</p>\",",
                                R"({"title":"A bridge","text":")" + kText + "\",",
                                R"({"headlines":[{"value":"A bridge"}],"bodies":[{"value":")" + kText + "\"}],"};
  for (const std::string& begin : begins) {
    JsonReader reader;
    OrRefusal<Drafts> read = reader.Read(begin + more + "}", kLimits);
    if (!read || read->drafts.size() != 1) {
      ADD_FAILURE() << (read ? "no article" : read.error().detail) << '\n' << begin << more;
      continue;
    }
    EXPECT_EQ(read->drafts[0].title, "A bridge") << begin << more;
    EXPECT_EQ(read->drafts[0].body, kText) << begin << more;
    drafts.push_back(std::move(read->drafts[0]));
  }
  return drafts;
}

TEST(JsonShapes, Sources) {
  for (const char* source : {
           R"("source":"Harbour")",
           R"("source":{"name":"Harbour"})",
           R"("source":{"id":null,"name":"Harbour","logo":{"url":"https://h.example/l.png"}})",
           R"("source":{"title":"Harbour","domain":"h.example"})",
           R"("source":{"name":{"en":"Harbour"},"country":{"code":"SY","name":"Syria"}})",
           R"("source":{"name":"Harbour","url":["https://h.example"],"rank":4})",
           R"("source":["Harbour"])",
           R"("source":[{"name":"Harbour"}])",
           R"("publisher":{"@type":"Organization","name":"Harbour"})",
           R"("publisher":[{"name":["Harbour"]}])",
       }) {
    for (const Draft& draft : EachWay(source)) EXPECT_EQ(draft.source_name, "Harbour") << source;
  }
  for (const char* source : {R"("source":{"domain":"h.example"})", R"("source":{"url":["h.example"]})"}) {
    for (const Draft& draft : EachWay(source)) EXPECT_EQ(draft.source_uri, "h.example") << source;
  }
}

TEST(JsonShapes, Authors) {
  for (const char* authors : {
           R"("author":"By Ada Marsh and Bo Lin")",
           R"("byline":{"original":"By Ada Marsh and Bo Lin","person":[]})",
           R"("authors":["Ada Marsh","Bo Lin"])",
           R"("authors":[["Ada Marsh"],["Bo Lin"]])",
           R"("authors":[{"name":"Ada Marsh"},{"name":"Bo Lin","uri":"b@h.example"}])",
           R"("author":[{"first_name":"Ada","last_name":"Marsh"},{"firstName":"Bo","lastName":"Lin"}])",
           R"("author":{"name":["Ada Marsh and Bo Lin"]})",
           R"("authors":{"data":[{"attributes":{"name":"Ada Marsh"}},{"attributes":{"name":"Bo Lin"}}]})",
           R"("authors":{"nodes":[{"name":"Ada Marsh"},{"name":"Bo Lin"}]})",
           R"("credits":{"by":[{"type":"author","name":"Ada Marsh"},{"name":"Bo Lin"}]})",
       }) {
    for (const Draft& draft : EachWay(authors)) {
      EXPECT_EQ(draft.authors, (std::vector<std::string>{"Ada Marsh", "Bo Lin"})) << authors;
    }
  }
}

TEST(JsonShapes, Dates) {
  for (const char* date : {
           R"("publishedAt":"2025-11-03T10:00:00Z")",
           R"("publishedAt":1762164000)",
           R"("publishedAt":"1762164000")",
           R"("published_at":1762164000000)",
           R"("published_at":1762164000000000)",
           R"("pubDate":1762164000.0)",
           R"("date":{"$date":"2025-11-03T10:00:00Z"})",
           R"("publishedAt":{"_seconds":1762164000,"_nanoseconds":0})",
           R"("publishedAt":{"iso":"2025-11-03T10:00:00Z"})",
           R"("publishedAt":{"date":"2025-11-03 13:00:00.000000","timezone_type":3,"timezone":"Asia/Amman"})",
           R"("publishedAt":["2025-11-03T10:00:00Z"])",
           R"("publishedAt":[2025,11,3,10,0])",
           R"("publishedAt":[2025,11,3,10,0,0,123000000])",
       }) {
    for (const Draft& draft : EachWay(date)) {
      ASSERT_TRUE(draft.published) << date;
      EXPECT_EQ(draft.published->unix_seconds, 1762164000) << date;
    }
  }
  for (const Draft& draft : EachWay(R"("publishedAt":[true],"date":{"day":3})")) EXPECT_FALSE(draft.published);
}

TEST(JsonShapes, LanguagesAndAddresses) {
  for (const char* language : {R"("language":"en")", R"("language":["en"])", R"("lang":{"code":"en","name":"English"})",
                               R"("language":{"id":"en"})", R"("language":[{"iso":"en"}])"}) {
    for (const Draft& draft : EachWay(language)) EXPECT_EQ(draft.language, "en") << language;
  }
  for (const char* url : {R"("url":"https://h.example/1")", R"("url":["https://h.example/1"])",
                          R"("url":{"canonical":"https://h.example/1"})", R"("link":{"href":"https://h.example/1"})",
                          R"("links":7,"link":[{"self":{"href":"https://h.example/1"}}])"}) {
    for (const Draft& draft : EachWay(url)) EXPECT_EQ(draft.url, "https://h.example/1") << url;
  }
}

TEST(JsonShapes, SubjectsAndPictures) {
  for (const char* subjects : {R"("category":"City")", R"("categories":[{"id":3,"name":"City"}])",
                               R"("category":{"name":"City","slug":"city"})", R"("tags":{"nodes":[{"name":"City"}]})",
                               R"("section":[["City"]])"}) {
    for (const Draft& draft : EachWay(subjects)) {
      ASSERT_EQ(draft.subjects.size(), 1U) << subjects;
      EXPECT_EQ(draft.subjects[0].name, "City") << subjects;
    }
  }
  for (const char* image : {R"("image":"https://h.example/1.jpg")", R"("image":{"url":"https://h.example/1.jpg"})",
                            R"("image":[{"src":"https://h.example/1.jpg"}])",
                            R"("image":{"default":1,"link":{"href":"https://h.example/1.jpg"}})"}) {
    for (const Draft& draft : EachWay(image)) {
      ASSERT_EQ(draft.related.size(), 1U) << image;
      EXPECT_EQ(draft.related[0].uri, "https://h.example/1.jpg") << image;
    }
  }
}

// The article is worth more than the field.
TEST(JsonShapes, WhatNobodyCanReadIsNamedAndLeftOut) {
  for (const char* key : {"source",       "authors",         "url",   "language",     "urgency",
                          "version",      "subjects",        "by",    "firstcreated", "versioncreated",
                          "infosources",  "people",          "place", "ednote",       "altids",
                          "associations", "copyrightholder", "uri",   "correction",   "event"}) {
    for (const Draft& draft : EachWay("\"" + std::string(key) + "\":true")) {
      EXPECT_THAT(draft.ignored_fields, Contains(HasSubstr(key)));
    }
  }
  JsonReader reader;
  const OrRefusal<Drafts> read = reader.Read(
      R"({"title":"A bridge","published":true,"urgency":"high","subjects":"City","id":1,"body":")" + kText + "\"}",
      kLimits);
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(read->drafts.at(0).subjects.at(0).name, "City");
  EXPECT_THAT(read->drafts.at(0).ignored_fields, Contains("published"));
  EXPECT_THAT(read->drafts.at(0).ignored_fields, Contains("urgency"));
}

// But an embargo is never broken by mistake, nor an item shown whose status is no word.
TEST(JsonShapes, AnEmbargoMustBeReadable) {
  JsonReader reader;
  for (const char* field :
       {R"("embargoed":true)", R"("embargoed":["noon"])", R"("embargoedUntil":"noon")", R"("pubstatus":7)"}) {
    EXPECT_FALSE(reader.Read(R"({"headline":"A","content":"B c.",)" + std::string(field) + "}", kLimits)) << field;
  }
  for (const char* field : {R"("embargoed_until":"noon")", R"("pub_status":7)"}) {
    EXPECT_FALSE(reader.Read(R"({"title":"A","content":"B c.",)" + std::string(field) + "}", kLimits)) << field;
  }
  for (const Draft& draft : EachWay(R"("embargoed":false)")) EXPECT_FALSE(draft.embargoed_until);
}

TEST(JsonShapes, AStatusIsOneOfManyWords) {
  const std::pair<const char*, std::optional<PubStatus>> cases[] = {
      {"usable", PubStatus::kUsable},
      {"Published", PubStatus::kUsable},
      {"stat:live", PubStatus::kUsable},
      {"http://example.org/withheld", PubStatus::kWithheld},
      {" draft ", PubStatus::kWithheld},
      {"KILLED", PubStatus::kCanceled},
      {"cancelled", PubStatus::kCanceled},
      {"perhaps", std::nullopt},
      {"", std::nullopt}};
  for (const auto& [word, status] : cases) {
    for (const std::string& draft_json :
         {R"({"headline":"A","content":"B c.","pubstatus":")" + std::string(word) + "\"}",
          R"({"title":"A","body":"B c.","pub_status":")" + std::string(word) + "\"}"}) {
      JsonReader reader;
      const OrRefusal<Drafts> read = reader.Read(draft_json, kLimits);
      ASSERT_TRUE(read) << draft_json;
      EXPECT_EQ(read->drafts.at(0).pub_status, status) << draft_json;
      EXPECT_EQ(read->drafts.at(0).ignored_fields.size(), status ? 0 : 1) << draft_json;
    }
  }
}

TEST(JsonShapes, TextsInWrappers) {
  for (const char* json : {
           R"({"headline":{"main":"A bridge","kicker":"City"},"abstract":"{}"})",
           R"({"headlines":{"basic":"A bridge"},"content_elements":[{"type":"text","content":"<p>{}</p>"}]})",
           R"({"headlines":"A bridge","bodies":"<p>{}</p>"})",
           R"({"headlines":["A bridge"],"bodies":{"value":"{}","contentType":"text/plain"}})",
           R"({"headline":"A bridge","description_text":"Short.","content":{"rendered":"<p>{}</p>"}})",
           R"({"headline":"A bridge","description_text":"{}","image":1})",
           R"({"headline":"A bridge","fields":{"bodyText":"{}"},"source":{}})",
       }) {
    std::string whole = json;
    whole.replace(whole.find("{}"), 2, kText);
    JsonReader reader;
    const OrRefusal<Drafts> read = reader.Read(whole, kLimits);
    ASSERT_TRUE(read) << read.error().detail << '\n' << whole;
    EXPECT_EQ(read->drafts.at(0).title, "A bridge") << whole;
    EXPECT_EQ(read->drafts.at(0).body, kText) << whole;
  }
}

}  // namespace
}  // namespace marsad::decode
