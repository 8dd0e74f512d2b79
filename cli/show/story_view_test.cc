#include "cli/show/story_view.h"

#include <gtest/gtest.h>

#include "cli/show/print_article.h"
#include "cli/show/terminal.h"
#include "cli/show/testing.h"

namespace marsad::cli {
namespace {

using v1::Story;

constexpr const char* kBody = "Ferry sank off Gozo. Rescuers found 21 people.";

void SetSpan(std::string_view body, std::string_view words, v1::Span* span) {
  span->set_field(v1::Span::BODY);
  span->set_begin(static_cast<uint32_t>(body.find(words)));
  span->set_end(span->begin() + static_cast<uint32_t>(words.size()));
}

v1::EnrichedArticle Corrected() {
  v1::EnrichedArticle article = MakeArticle("urn:b", "CORRECTED-Ferry sinks", kBody);
  Story& story = *article.mutable_story();
  story.set_id("urn:a");
  story.set_change(Story::Change::NEW);
  story.set_duplicate_kind(Story::CORRECTS);
  story.set_articles(3);
  story.set_sources(2);
  story.set_original_sources(1);
  story.set_title("Ferry sinks");
  story.set_title_uri("urn:a");
  Story::Link& link = *story.add_links();
  link.set_uri("urn:a");
  link.set_kind(Story::CORRECTS);
  link.set_of_this(966);
  SetSpan(kBody, "Ferry sank off Gozo. Rescuers found", link.add_shared()->mutable_here());
  Story::Difference& difference = *link.add_changed();
  difference.set_kind(Story::Difference::NUMBER);
  difference.set_was("12");
  SetSpan(kBody, "21", difference.mutable_here());
  Story::Effect& correct = *story.add_effects();
  correct.set_uri("urn:a");
  correct.set_version(2);
  correct.set_action(Story::Effect::CORRECT);
  Story::Effect& review = *story.add_effects();
  review.set_uri("urn:copy");
  review.set_action(Story::Effect::REVIEW);
  return article;
}

std::string Printed(const v1::EnrichedArticle& article) { return PrintArticle(article, Detail::kCompact, Terminal()); }

TEST(StoryViewTest, ACorrectionSaysOfWhatAndWhatChanged) {
  const v1::EnrichedArticle article = Corrected();
  const StoryView view = ViewStory(article);
  ASSERT_EQ(view.relations.size(), 1U);
  EXPECT_EQ(view.relations[0].is, "corrects");
  EXPECT_EQ(view.relations[0].uri, "urn:a");
  EXPECT_EQ(view.relations[0].percent, 97U);
  ASSERT_EQ(view.relations[0].changes.size(), 1U);
  EXPECT_EQ(view.relations[0].changes[0].was, "12");
  EXPECT_EQ(view.relations[0].changes[0].now, "21");
  ASSERT_EQ(view.effects.size(), 2U);
  EXPECT_EQ(view.effects[0].action, "correct");
  EXPECT_EQ(view.effects[0].version, 2U);
  EXPECT_EQ(view.effects[1].action, "review");
  EXPECT_EQ(view.counts, "3 articles of 2 sources, 1 with a text of its own");
}

TEST(StoryViewTest, WhereOnlyCopiesAreLeftTheirCountIsAll) {
  v1::EnrichedArticle article = Corrected();
  article.mutable_story()->set_original_sources(0);
  article.mutable_story()->set_withdrawn(1);
  EXPECT_EQ(ViewStory(article).counts, "3 articles of 2 sources, 1 withdrawn");
}

TEST(StoryViewTest, APassagePutInIsNoChangeOfAWord) {
  const std::string passage(200, 'x');
  v1::EnrichedArticle article = Corrected();
  article.mutable_article()->set_body(std::string(kBody) + " " + passage);
  SetSpan(article.article().body(), passage, article.mutable_story()->mutable_links(0)->add_changed()->mutable_here());
  EXPECT_EQ(ViewStory(article).relations[0].changes.size(), 1U);
}

TEST(StoryViewTest, IsPrintedForPeople) {
  const std::string printed = Printed(Corrected());
  for (const char* line : {"corrects \u2068urn:a\u2069, 97 % shared: \u206812\u2069 \u2192 \u206821\u2069\n",
                           "to do: correct \u2068urn:a\u2069, version 2\n", "to do: review \u2068urn:copy\u2069\n",
                           "in \u2068urn:a\u2069: \u2068Ferry sinks\u2069\n"}) {
    EXPECT_NE(printed.find(line), std::string::npos) << line << "\nin\n" << printed;
  }
}

TEST(StoryViewTest, AnArticleThatNothingIsKnownOfIsTheFirst) {
  v1::EnrichedArticle article = MakeArticle("urn:a", "Ferry sinks", kBody);
  EXPECT_TRUE(ViewStory(article).relations.empty());
  EXPECT_EQ(Printed(article).find("Story"), std::string::npos);
  article.mutable_story()->set_id("urn:a");
  article.mutable_story()->set_articles(1);
  article.mutable_story()->set_sources(1);
  EXPECT_EQ(ViewStory(article).relations.at(0).is, "the first of its story");
  EXPECT_EQ(ViewStory(article).counts, "1 article of 1 source");
  article.mutable_story()->set_articles(4);
  EXPECT_EQ(ViewStory(article).relations.at(0).is, "a report of its own");
}

TEST(StoryViewTest, ANewVersionSaysWhatChangedOfTheLast) {
  v1::EnrichedArticle article = Corrected();
  article.mutable_story()->set_change(Story::Change::UPDATED);
  article.mutable_story()->mutable_links(0)->set_uri("urn:b");
  const StoryView view = ViewStory(article);
  ASSERT_EQ(view.relations.size(), 1U);
  EXPECT_EQ(view.relations[0].is, "a new version");
  EXPECT_EQ(view.relations[0].uri, "");
  EXPECT_EQ(view.relations[0].changes.size(), 1U);
}

TEST(StoryViewTest, WhatIsSharedIsJoined) {
  v1::EnrichedArticle article = Corrected();
  Story::Link& other = *article.mutable_story()->add_links();
  SetSpan(kBody, "Rescuers found 21", other.add_shared()->mutable_here());
  other.add_shared()->mutable_here()->set_field(v1::Span::TITLE);
  v1::Span* outside = other.add_shared()->mutable_here();
  outside->set_field(v1::Span::BODY);
  outside->set_begin(3);
  outside->set_end(5000);
  const std::vector<SharedRange> ranges = SharedRanges(article);
  ASSERT_EQ(ranges.size(), 1U);
  EXPECT_EQ(std::string_view(kBody).substr(ranges[0].begin, ranges[0].end - ranges[0].begin),
            "Ferry sank off Gozo. Rescuers found 21");
}

TEST(StoryViewTest, SpansThatDoNotLieInTheArticleAreLeftOut) {
  v1::EnrichedArticle article = Corrected();
  article.mutable_story()->mutable_links(0)->mutable_changed(0)->mutable_here()->set_end(9999);
  const StoryView view = ViewStory(article);
  EXPECT_EQ(view.relations[0].changes.at(0).now, "");
  EXPECT_NE(Printed(article).find("gone: \u206812\u2069"), std::string::npos);
}

}  // namespace
}  // namespace marsad::cli
