#include "stages/decode/json/news_json_ld.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace marsad::decode {
namespace {

using testing::ElementsAre;

std::vector<NewsItem> ReadAll(const std::string& json) {
  const JsonLdScript script{.text = json};
  return ReadNewsJsonLd({&script, 1});
}

// The most telling one.
std::optional<NewsItem> Read(const std::string& json) {
  const std::vector<NewsItem> items = ReadAll(json);
  const auto best = std::ranges::max_element(items, {}, &NewsItem::rank);
  return best == items.end() ? std::nullopt : std::optional(*best);
}

TEST(NewsJsonLd, FindsTheArticleWhereverItStands) {
  for (const char* json :
       {R"({"@type":"NewsArticle","headline":"A"})",
        R"([{"@type":"WebSite"},{"@type":["Thing","NewsArticle"],"headline":"A"}])",
        R"({"@graph":[{"@type":"Article","headline":"B"},{"@type":"ReportageNewsArticle","headline":"A"}]})",
        R"({"@type":"WebPage","mainEntity":{"@type":"http://schema.org/NewsArticle","headline":"A"}})",
        R"({"@type":"schema:Article","name":"A"})"}) {
    const auto news = Read(json);
    ASSERT_TRUE(news) << json;
    EXPECT_EQ(news->headline, "A") << json;
  }
  for (const char* json : {"", "{", "[]", "3", R"({"@type":"WebSite","name":"A"})", R"({"@type":7,"headline":"A"})"}) {
    EXPECT_FALSE(Read(json)) << json;
  }
  EXPECT_FALSE(Read(std::string(100'000, '[')));
}

TEST(NewsJsonLd, ReadsEveryShapeOfAName) {
  const auto news = Read(R"({"@graph":[
      {"@id":"#o","@type":"Organization","name":"The Daily","url":"https://daily.example/"},
      {"@id":"#w","@type":"Person","name":"C"},
      {"@type":"NewsArticle","author":["A",{"@type":"Person","name":"B"},{"@id":"#w"},{"@id":"#none"},7],
       "publisher":{"@id":"#o"},"keywords":"x, y","articleSection":["World","Asia"],"inLanguage":{"alternateName":"ar"},
       "mainEntityOfPage":{"@type":"WebPage","@id":"https://daily.example/1"},
       "correction":{"@type":"CorrectionComment","text":"The date was wrong."}}]})");
  ASSERT_TRUE(news);
  EXPECT_THAT(news->authors, ElementsAre("A", "B", "C"));
  EXPECT_THAT(news->subjects, ElementsAre("World", "Asia", "x", " y"));
  EXPECT_EQ(news->publisher_name, "The Daily");
  EXPECT_EQ(news->publisher_url, "https://daily.example/");
  EXPECT_THAT(news->addresses, ElementsAre("https://daily.example/1"));
  EXPECT_EQ(news->language, "ar");
  EXPECT_EQ(news->correction, "The date was wrong.");
}

TEST(NewsJsonLd, ListsMayStandInLists) {
  for (const char* authors : {R"([["A"],"B"])", R"([[{"name":"A"}],{"name":"B"}])", R"([[["A",["B"]]]])",
                              R"([{"@type":"Person","name":["A"]},[{"@type":"Person","name":[["B"]]}]])"}) {
    const auto news =
        Read(R"({"@type":"NewsArticle","headline":[["H"]],"keywords":[["x"],["y"]],"url":[["u"]],"author":)" +
             std::string(authors) + "}");
    ASSERT_TRUE(news) << authors;
    EXPECT_THAT(news->authors, ElementsAre("A", "B")) << authors;
    EXPECT_EQ(news->headline, "H");
    EXPECT_THAT(news->subjects, ElementsAre("x", "y"));
    EXPECT_THAT(news->addresses, ElementsAre("u"));
  }
}

TEST(NewsJsonLd, MendsRawLineBreaks) {
  const auto news = Read("{\"@type\":\"NewsArticle\",\n\"articleBody\":\"One\n\ttwo\"}");
  ASSERT_TRUE(news);
  EXPECT_EQ(news->body, "One\n two");
}

TEST(NewsJsonLd, EndsWhereReferencesGoRound) {
  const auto news =
      Read(R"([{"@id":"#a","author":{"@id":"#a"},"@type":"NewsArticle","headline":"A","publisher":{"@id":"#a"}}])");
  ASSERT_TRUE(news);
  EXPECT_EQ(news->headline, "A");
}

}  // namespace
}  // namespace marsad::decode
