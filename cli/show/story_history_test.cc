#include "cli/show/story_history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/show/testing.h"

namespace marsad::cli {
namespace {

using testing::HasSubstr;
using testing::Not;
using v1::Story;

v1::EnrichedArticle Member(const std::string& uri, int64_t second, const std::string& body) {
  v1::EnrichedArticle article = MakeArticle(uri, "Title of " + uri, body);
  article.mutable_article()->mutable_source()->set_name("House");
  article.mutable_article()->mutable_received()->set_seconds(1'793'700'000 + second);
  article.mutable_story()->set_id("urn:a");
  article.mutable_story()->set_articles(2);
  article.mutable_story()->set_sources(1);
  return article;
}

// An update that has the first sentence of the first, and says 21 where that said 12.
v1::EnrichedArticle Update() {
  v1::EnrichedArticle article = Member("urn:b", 60, "The ferry sank off Gozo. Now 21 are found.");
  Story::Link& link = *article.mutable_story()->add_links();
  link.set_uri("urn:a");
  link.set_kind(Story::REVISED);
  link.set_of_this(560);
  v1::Span* shared = link.add_shared()->mutable_here();
  shared->set_field(v1::Span::BODY);
  shared->set_begin(0);
  shared->set_end(24);
  Story::Effect& effect = *article.mutable_story()->add_effects();
  effect.set_uri("urn:a");
  effect.set_action(Story::Effect::CORRECT);
  return article;
}

std::string Printed(const std::vector<v1::EnrichedArticle>& records, HistoryDetail detail = HistoryDetail::kAdded) {
  return PrintHistory(records, detail, Terminal());
}

TEST(StoryHistoryTest, MembersAreNumberedInTheOrderInWhichTheyCame) {
  const std::string printed = Printed({Update(), Member("urn:a", 0, "The ferry sank off Gozo. There are 12 found.")});
  EXPECT_TRUE(printed.starts_with("\u2068Title of urn:a\u2069\n")) << printed;
  EXPECT_LT(printed.find("#1"), printed.rfind("Title of urn:a"));
  EXPECT_LT(printed.rfind("Title of urn:a"), printed.find("#2"));
  EXPECT_LT(printed.find("#2"), printed.find("Title of urn:b"));
  EXPECT_THAT(printed, HasSubstr("a revision of #1, 56 % shared\n"));
  EXPECT_THAT(printed, HasSubstr("to do: correct #1\n"));
}

TEST(StoryHistoryTest, OfAnUpdateWhatItAddedIsShown) {
  const std::vector<v1::EnrichedArticle> records = {Member("urn:a", 0, "The ferry sank off Gozo."), Update()};
  EXPECT_THAT(Printed(records), HasSubstr("[\u2026] Now 21 are found.\n"));
  EXPECT_THAT(Printed(records, HistoryDetail::kFull),
              HasSubstr("\u27E6The ferry sank off Gozo.\u27E7 Now 21 are found.\n"));
}

TEST(StoryHistoryTest, OfACopyTheTextIsShownOnlyInFull) {
  v1::EnrichedArticle copy = Member("urn:c", 5, "The ferry sank.");
  copy.mutable_story()->set_duplicate_kind(Story::EXACT);
  EXPECT_THAT(Printed({copy}), Not(HasSubstr("The ferry sank.")));
  EXPECT_THAT(Printed({copy}, HistoryDetail::kFull), HasSubstr("The ferry sank."));
}

TEST(StoryHistoryTest, WhatIsSentAgainIsACopyToo) {
  v1::EnrichedArticle again = Member("urn:c", 5, "The ferry sank.");
  again.mutable_story()->set_change(Story::Change::REPEATED);
  EXPECT_THAT(Printed({again}), Not(HasSubstr("The ferry sank.")));
  again.mutable_story()->set_change(Story::Change::UPDATED);
  EXPECT_THAT(Printed({again}), HasSubstr("The ferry sank."));
}

TEST(StoryHistoryTest, TheHeadSaysWhatEndedInItAndWhatItGoesOnFrom) {
  v1::EnrichedArticle first = Member("urn:a", 0, "The ferry sank.");
  v1::EnrichedArticle second = Member("urn:b", 60, "The ferry was raised.");
  first.mutable_story()->add_merged("urn:m");
  second.mutable_story()->add_related("urn:r");
  second.mutable_story()->set_title("The ferry");
  const std::string printed = Printed({first, second});
  EXPECT_TRUE(printed.starts_with("\u2068The ferry\u2069\n")) << printed;
  EXPECT_THAT(printed, HasSubstr("with what was told as story \u2068urn:m\u2069\n"));
  EXPECT_THAT(printed, HasSubstr("goes on from story \u2068urn:r\u2069\n"));
}

TEST(StoryHistoryTest, NothingIsEmpty) { EXPECT_EQ(Printed({}), ""); }

v1::EnrichedArticle Told(const std::string& uri, const std::string& story, const std::string& merged = "") {
  v1::EnrichedArticle article = MakeArticle(uri, "", "");
  article.mutable_story()->set_id(story);
  if (!merged.empty()) article.mutable_story()->add_merged(merged);
  return article;
}

TEST(StoryDirectoryTest, FindsByArticleAndByStoryAlsoWhatEndedInAnother) {
  StoryDirectory directory;
  directory.Add(Told("urn:1", "urn:1"));
  directory.Add(Told("urn:2", "urn:2"));
  directory.Add(Told("urn:3", "urn:2"));
  directory.Add(Told("urn:4", "urn:1", "urn:2"));
  directory.Add(Told("urn:0", "urn:0", "urn:1"));
  directory.Add(Told("urn:9", "urn:9"));
  for (const char* name : {"urn:0", "urn:1", "urn:2", "urn:3", "urn:4"})
    EXPECT_EQ(directory.Find(name), "urn:0") << name;
  EXPECT_EQ(directory.Find("urn:9"), "urn:9");
  EXPECT_EQ(directory.Find("urn:5"), std::nullopt);
  EXPECT_TRUE(directory.IsIn(Told("urn:3", "urn:2"), "urn:0"));
  EXPECT_FALSE(directory.IsIn(Told("urn:9", "urn:9"), "urn:0"));
  EXPECT_FALSE(directory.IsIn(MakeArticle("urn:8", "", ""), ""));
}

TEST(StoryDirectoryTest, ACircleEnds) {
  StoryDirectory directory;
  directory.Add(Told("urn:1", "urn:1", "urn:2"));
  directory.Add(Told("urn:2", "urn:2", "urn:1"));
  EXPECT_TRUE(directory.Find("urn:1"));
}

}  // namespace
}  // namespace marsad::cli
