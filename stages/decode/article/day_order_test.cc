#include "stages/decode/article/day_order.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace marsad::decode {
namespace {

constexpr int64_t kReceived = 1'790'000'000'000;  // in September 2026

Draft DraftOf(std::string_view published) {
  Draft draft;
  draft.title = "The quay opens";
  draft.published = ParseOpenMoment(published);
  return draft;
}

std::optional<Moment> Settled(Draft draft) {
  SettleDayOrder(kReceived, &draft);
  return draft.published;
}

const std::optional<Moment> kMarch = ParseMoment("2026-03-04");
const std::optional<Moment> kApril = ParseMoment("2026-04-03");

TEST(DayOrderTest, InDoubtOnlyWhereBothMayBeTheMonth) {
  EXPECT_TRUE(ParseOpenMoment("03/04/2026")->month_first.has_value());
  for (const std::string_view text :
       {"13/04/2026", "04/13/2026", "04/04/2026", "03.04.2026", "2026/03/04", "3 April 2026"}) {
    EXPECT_FALSE(ParseOpenMoment(text)->month_first.has_value()) << text;
  }
  EXPECT_FALSE(ParseMoment("03/04/2026").has_value());
}

TEST(DayOrderTest, TheSourceSays) {
  Draft draft = DraftOf("03/04/2026");
  draft.source_country = "US";
  EXPECT_EQ(Settled(draft), kMarch);
  draft.source_country = "gb";
  EXPECT_EQ(Settled(draft), kApril);
  draft.source_country = "CA";
  EXPECT_EQ(Settled(draft), std::nullopt);
  draft.source_uri = "https://www.coast.example.eg/news";
  EXPECT_EQ(Settled(draft), kApril);
}

TEST(DayOrderTest, TheAddressSays) {
  for (const auto& [address, expected] :
       {std::pair("https://news.example.co.uk/a?b=c.us", kApril), std::pair("https://county.example.gov/1", kMarch),
        std::pair("https://example.com.ph/1", kMarch), std::pair("https://example.tv/1", std::optional<Moment>()),
        std::pair("https://example.com/1", std::optional<Moment>())}) {
    Draft draft = DraftOf("03/04/2026");
    draft.url = address;
    EXPECT_EQ(Settled(draft), expected) << address;
  }
}

TEST(DayOrderTest, TheLanguageSays) {
  for (const auto& [language, expected] :
       {std::pair("en-US", kMarch), std::pair("en-GB", kApril), std::pair("ar", kApril), std::pair("fr-CA", kApril),
        std::pair("en", std::optional<Moment>())}) {
    Draft draft = DraftOf("03/04/2026");
    draft.language = language;
    EXPECT_EQ(Settled(draft), expected) << language;
  }
  Draft arabic = DraftOf("03/04/2026");
  arabic.title = "1. \u0645\u064A\u0646\u0627\u0621";  // "harbour"
  EXPECT_EQ(Settled(arabic), kApril);
}

TEST(DayOrderTest, TheArticlesOtherDateSaysFirst) {
  Draft draft = DraftOf("03/04/2026");
  draft.source_country = "GB";
  draft.updated = ParseMoment("2026-03-05T10:00:00Z");
  EXPECT_EQ(Settled(draft), kMarch);
  draft.updated = ParseOpenMoment("03/13/2026");
  EXPECT_EQ(Settled(draft), kMarch);
}

TEST(DayOrderTest, NoArticleIsFromTheFuture) {
  Draft draft = DraftOf("03/12/2026");  // in December it has not come yet
  draft.source_country = "GB";
  EXPECT_EQ(Settled(draft), ParseMoment("2026-03-12"));
  SettleDayOrder(std::nullopt, &draft);
  EXPECT_EQ(draft.published, ParseMoment("2026-12-03"));
}

TEST(DayOrderTest, TimeAndZoneStay) {
  Draft draft = DraftOf("03/04/2026 14:15 +0200");
  draft.source_country = "US";
  EXPECT_EQ(Settled(draft), ParseMoment("2026-03-04T14:15+02:00"));
}

TEST(DayOrderTest, WhereNothingSaysTheDateIsLeftOutAndNamed) {
  Draft draft = DraftOf("03/04/2026");
  SettleDayOrder(kReceived, &draft);
  EXPECT_FALSE(draft.published.has_value());
  ASSERT_EQ(draft.ignored_fields.size(), 1u);
  EXPECT_TRUE(draft.ignored_fields[0].starts_with("published: "));
}

}  // namespace
}  // namespace marsad::decode
