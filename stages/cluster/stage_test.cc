#include "stages/cluster/stage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <string>
#include <variant>

#include "lib/article/spans.h"
#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/cluster/testing/article.h"
#include "stages/cluster/testing/records.h"

namespace marsad::cluster {
namespace {

using pipeline::Folded;
using pipeline::Reject;
using ::testing::HasSubstr;
using testing::MakeArticle;
using testing::TestRecord;

constexpr char kFerry[] =
    "The night ferry to Skarholm turned back after an hour because its bow door did not close, the line said on "
    "Friday. All "
    "312 passengers were brought to hotels. Two engineers came by helicopter, and the ship is to sail again on Sunday.";

TestRecord Ferry(std::string uri, std::string source) {
  return {.uri = std::move(uri), .source = std::move(source), .title = "Ferry turns back", .body = kFerry};
}

class ClusterStageTest : public ::testing::Test {
 protected:
  // What the stage says of an article; the changes go to state_.
  v1::Story Fold(const v1::EnrichedArticle& article) {
    auto made = stage_->Fold({.offset = Offset(next_++)}, article.article().uri(), article);
    EXPECT_TRUE(std::holds_alternative<Folded>(made));
    if (!std::holds_alternative<Folded>(made)) return {};
    v1::EnrichedArticle delta;
    EXPECT_TRUE(delta.ParseFromString(std::get<Folded>(made).delta.bytes));
    for (pipeline::StateRecord& record : std::get<Folded>(made).state) state_[record.key] = record.value.value_or("");
    return delta.story();
  }
  v1::Story Fold(const TestRecord& record) { return Fold(MakeArticle(record)); }

  std::unique_ptr<pipeline::Stateful> stage_ = MakeCluster(testing::Model(), "toy-bundle");
  int64_t next_ = 0;
  std::map<std::string, std::string> state_;
};

void AddBlock(v1::Block::Kind kind, size_t begin, size_t end, v1::EnrichedArticle* article) {
  v1::Block& block = *article->mutable_text()->add_blocks();
  block.set_kind(kind);
  block.mutable_span()->set_field(v1::Span::BODY);
  block.mutable_span()->set_begin(static_cast<uint32_t>(begin));
  block.mutable_span()->set_end(static_cast<uint32_t>(end));
}

// What stands around a text differs between houses.
TEST_F(ClusterStageTest, CreditsAndBoilerplateMakeNoOtherText) {
  Fold(Ferry("urn:a", "https://a.example"));
  TestRecord other = Ferry("urn:b", "https://b.example");
  const std::string byline = "By Ruben Aldaine\n";
  const std::string promotion = "\nRead all about our new harbour app and its 17 maps";
  other.body = byline + kFerry + promotion;
  v1::EnrichedArticle article = MakeArticle(other);
  AddBlock(v1::Block::BYLINE, 0, byline.size() - 1, &article);
  AddBlock(v1::Block::BOILERPLATE, other.body.size() - promotion.size() + 1, other.body.size(), &article);
  const v1::Story story = Fold(article);
  EXPECT_EQ(story.duplicate_kind(), v1::Story::EXACT);
  EXPECT_EQ(story.duplicate_of(), "urn:a");
  ASSERT_EQ(story.links_size(), 1);
  ASSERT_GE(story.links(0).shared_size(), 1);
  for (const v1::Story::Passage& passage : story.links(0).shared()) {
    ASSERT_TRUE(article::LiesIn(article.article(), passage.here()));
  }
  const v1::Span& first = story.links(0).shared(0).here();
  EXPECT_EQ(other.body.substr(first.begin(), 15), "The night ferry");
}

// Spans count bytes of the original, in which a letter has several.
TEST_F(ClusterStageTest, DifferencesAreShownInTheOriginal) {
  TestRecord first = Ferry("urn:a", "https://a.example");
  first.body = "\u00bb" + std::string(kFerry) + "\u00ab";
  Fold(first);
  TestRecord second = first;
  second.uri = "urn:b";
  second.source = "https://b.example";
  second.body.replace(second.body.find("312"), 3, "409");
  const v1::Story story = Fold(second);
  EXPECT_EQ(story.duplicate_kind(), v1::Story::REVISED);
  ASSERT_EQ(story.links_size(), 1);
  ASSERT_EQ(story.links(0).changed_size(), 1);
  const v1::Story::Difference& changed = story.links(0).changed(0);
  EXPECT_EQ(changed.kind(), v1::Story::Difference::NUMBER);
  EXPECT_EQ(changed.was(), "312");
  EXPECT_EQ(second.body.substr(changed.here().begin(), changed.here().end() - changed.here().begin()), "409");
}

TEST_F(ClusterStageTest, WhatIsRestoredIsKnown) {
  Fold(Ferry("urn:a", "https://a.example"));
  Fold(Ferry("urn:b", "https://b.example"));
  const auto restored = MakeCluster(testing::Model(), "toy-bundle");
  EXPECT_EQ(restored->Restored(Partition(0)), std::nullopt);
  for (const auto& [uri, value] : state_) ASSERT_TRUE(restored->Restore(Partition(0), uri, value));
  EXPECT_EQ(restored->Restored(Partition(0)), Offset(2));
  EXPECT_EQ(restored->Sizes()->entries, 2u);
  stage_ = MakeCluster(testing::Model(), "toy-bundle");
  for (const auto& [uri, value] : state_) ASSERT_TRUE(stage_->Restore(Partition(0), uri, value));
  EXPECT_EQ(Fold(Ferry("urn:c", "https://c.example")).articles(), 3u);
  stage_->Forget(Partition(0));
  EXPECT_EQ(stage_->Restored(Partition(0)), std::nullopt);
  EXPECT_EQ(Fold(Ferry("urn:d", "https://d.example")).articles(), 1u);
}

TEST_F(ClusterStageTest, ForeignStateIsRefusedByItsKey) {
  Fold(Ferry("urn:a", "https://a.example"));
  const auto other = MakeCluster(testing::Model(), "another-bundle");
  const auto refused = other->Restore(Partition(0), "urn:a", state_["urn:a"]);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message,
              HasSubstr("key \"urn:a\": written with bundle toy-bundle, not with another-bundle"));
  EXPECT_FALSE(other->Restore(Partition(1), "urn:a", std::nullopt));
}

TEST_F(ClusterStageTest, WhatItCannotTakeChangesNothing) {
  v1::EnrichedArticle article = MakeArticle(Ferry("urn:a", "https://a.example"));
  article.mutable_text()->mutable_tokens()->set_title_count(4000);
  EXPECT_TRUE(std::holds_alternative<Reject>(stage_->Fold({}, "urn:a", article)));
  EXPECT_TRUE(std::holds_alternative<Reject>(stage_->Fold({}, "urn:b", MakeArticle(Ferry("urn:a", "")))));
  EXPECT_EQ(stage_->Sizes()->entries, 0u);
}

// But what is withdrawn or held needs no text.
TEST_F(ClusterStageTest, NeedsTheTextOfWhatIsUsable) {
  v1::EnrichedArticle article;
  ASSERT_EQ(stage_->needs(article).size(), 1u);
  EXPECT_EQ(stage_->needs(article)[0].owner, "normalize");
  article.mutable_article()->set_pub_status(v1::Article::CANCELED);
  EXPECT_TRUE(stage_->needs(article).empty());
}

TEST_F(ClusterStageTest, ARecordOfTheStateIsSmall) {
  Fold(Ferry("urn:a", "https://a.example"));
  RecordProperty("state_bytes", static_cast<int>(state_["urn:a"].size()));
  EXPECT_LT(state_["urn:a"].size(), 900u);
}

TEST(StateHoursTest, ALateKillFindsItsCopiesForThirtyDays) {
  config::v1::Config config;
  EXPECT_EQ(StateHours(config), 30 * 24 + 6);
  config.mutable_cluster()->set_window_hours(1000);
  EXPECT_EQ(StateHours(config), 1006);
}

}  // namespace
}  // namespace marsad::cluster
