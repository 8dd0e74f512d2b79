#include "cli/show/record_filter.h"

#include <gtest/gtest.h>

#include "cli/show/testing.h"

namespace marsad::cli {
namespace {

// "Egypt" in Arabic, as written and with the vowels that folding drops.
constexpr char kEgypt[] = "\u0645\u0635\u0631";
constexpr char kEgyptWithVowels[] = "\u0645\u0650\u0635\u0652\u0631";

class RecordFilterTest : public testing::Test {
 protected:
  RecordFilterTest() {
    v1::EnrichedArticle article = MakeArticle("urn:a", "A title", "Body.");
    article.mutable_text()->set_language("ar-EG");
    article.mutable_article()->mutable_source()->set_name("Al Marsad");
    article.mutable_article()->mutable_source()->set_uri("https://example.org");
    v1::Entity* entity = article.add_entities();
    entity->set_name("Egypt");
    entity->add_ids("wikidata:Q79");
    entity->add_labels()->set_text(kEgypt);
    value_ = article.SerializeAsString();
    record_.key = "urn:a";
    record_.value = value_;
    record_.headers = headers_;
  }

  std::string value_;
  const std::vector<record::HeaderView> headers_ = {
      {"content-type", "application/x-protobuf; messageType=marsad.v1.EnrichedArticle"}};
  kafka::ReadRecord record_;
};

TEST_F(RecordFilterTest, NothingWantedIsEverything) {
  EXPECT_TRUE(Passes(record_, {}));
  EXPECT_TRUE(Passes(kafka::ReadRecord{}, {}));
}

TEST_F(RecordFilterTest, AnyOfAKindAndAllKinds) {
  EXPECT_TRUE(Passes(record_, {.keys = {"urn:b", "urn:a"}}));
  EXPECT_FALSE(Passes(record_, {.keys = {"urn:b"}}));
  EXPECT_TRUE(Passes(record_, {.keys = {"urn:a"}, .languages = {"ar"}}));
  EXPECT_FALSE(Passes(record_, {.keys = {"urn:a"}, .languages = {"en"}}));
}

TEST_F(RecordFilterTest, EntitiesByIdNameAndLabel) {
  for (const char* wanted : {"Q79", "wikidata:Q79", "egypt", kEgypt, kEgyptWithVowels}) {
    EXPECT_TRUE(Passes(record_, {.entities = {wanted}})) << wanted;
  }
  for (const char* wanted : {"Q7", "79", "Egyp", "", "\xFF"}) {
    EXPECT_FALSE(Passes(record_, {.entities = {wanted}})) << wanted;
  }
}

TEST_F(RecordFilterTest, LanguagesWithAndWithoutTheirRegion) {
  EXPECT_TRUE(Passes(record_, {.languages = {"ar-EG"}}));
  EXPECT_FALSE(Passes(record_, {.languages = {"a"}}));
}

TEST_F(RecordFilterTest, SourcesByNameAndAddress) {
  EXPECT_TRUE(Passes(record_, {.sources = {"al marsad"}}));
  EXPECT_TRUE(Passes(record_, {.sources = {"https://example.org"}}));
  EXPECT_FALSE(Passes(record_, {.sources = {"Marsad"}}));
}

TEST_F(RecordFilterTest, WhatIsNoArticlePassesByItsKeyAlone) {
  record_.headers = {};
  EXPECT_TRUE(Passes(record_, {.keys = {"urn:a"}}));
  EXPECT_FALSE(Passes(record_, {.languages = {"ar"}}));
  record_.value.reset();
  EXPECT_TRUE(Passes(record_, {.keys = {"urn:a"}}));
  EXPECT_FALSE(Passes(record_, {.sources = {"Al Marsad"}}));
}

TEST_F(RecordFilterTest, StoriesAlsoByThoseThatEndedInThem) {
  EXPECT_FALSE(Passes(record_, {.stories = {"urn:story"}}));
  v1::EnrichedArticle article = MakeArticle("urn:a", "A title", "Body.");
  article.mutable_story()->set_id("urn:story");
  article.mutable_story()->add_merged("urn:ended");
  article.mutable_story()->add_related("urn:before");
  const std::string value = article.SerializeAsString();
  record_.value = value;
  for (const char* wanted : {"urn:story", "urn:ended", "urn:before"}) {
    EXPECT_TRUE(Passes(record_, {.stories = {wanted}})) << wanted;
  }
  EXPECT_FALSE(Passes(record_, {.stories = {"urn:a"}}));
}

TEST_F(RecordFilterTest, AStoryIsFollowedIntoTheOneThatItEndedIn) {
  v1::EnrichedArticle article = MakeArticle("urn:a", "A title", "Body.");
  article.mutable_story()->set_id("urn:older");
  const std::string other = article.SerializeAsString();
  article.mutable_story()->add_merged("urn:ended");
  const std::string merging = article.SerializeAsString();
  RecordFilter filter = {.stories = {"urn:ended"}};
  record_.value = other;
  FollowStories(record_, &filter);
  EXPECT_FALSE(Passes(record_, filter));
  record_.value = merging;
  FollowStories(record_, &filter);
  record_.value = other;
  EXPECT_TRUE(Passes(record_, filter));
}

TEST_F(RecordFilterTest, SaysWhyItCannotBeAsked) {
  const RecordFilter arabic{.languages = {"ar"}};
  EXPECT_EQ(WhyPassedOver(record_, arabic), std::nullopt);
  record_.value = "\xFF\xFF";
  EXPECT_EQ(WhyPassedOver(record_, arabic), "its bytes are no EnrichedArticle, as its header says");
  EXPECT_EQ(WhyPassedOver(record_, {}), std::nullopt);
  EXPECT_EQ(WhyPassedOver(record_, {.keys = {"urn:b"}, .languages = {"ar"}}), std::nullopt);
  record_.headers = {};
  EXPECT_EQ(WhyPassedOver(record_, arabic), "it has no header content-type");
  record_.value = std::nullopt;
  EXPECT_EQ(WhyPassedOver(record_, arabic), std::nullopt);
}

}  // namespace
}  // namespace marsad::cli
