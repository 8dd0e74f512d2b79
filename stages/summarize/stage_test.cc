#include "stages/summarize/stage.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::summarize {
namespace {

using pipeline::RejectCode;

const std::string kTitle = "Accord signed";
const std::string kBody = "Cairo\n\nMinisters signed an accord\non water today. Work on it begins next spring.";

void AddTokens(const std::string& text, v1::Tokens* tokens) {
  size_t last = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = text.find_first_not_of(" .\n", at);
    if (begin == std::string::npos) break;
    at = std::min(text.find_first_of(" .\n", begin), text.size());
    for (auto* column : {tokens->mutable_gap(), tokens->mutable_search_gap()}) column->Add(begin - last);
    for (auto* column : {tokens->mutable_length(), tokens->mutable_search_length()}) column->Add(at - begin);
    tokens->add_script(1);
    tokens->add_proclitic(0);
    last = at;
  }
}

v1::EnrichedArticle Sample() {
  v1::EnrichedArticle record;
  record.mutable_article()->set_title(kTitle);
  record.mutable_article()->set_body(kBody);
  v1::Text* text = record.mutable_text();
  text->set_search_title(kTitle);
  text->set_search_body(kBody);
  AddTokens(kTitle, text->mutable_tokens());
  text->mutable_tokens()->set_title_count(2);
  AddTokens(kBody, text->mutable_tokens());
  for (const auto& [begin, end] : {std::pair(7, 49), std::pair(50, 80)}) {
    v1::Span* span = text->add_sentences();
    span->set_field(v1::Span::BODY);
    span->set_begin(begin);
    span->set_end(end);
  }
  return record;
}

class SummarizeTest : public testing::Test {
 protected:
  static std::unique_ptr<pipeline::Enricher> Load(int sentences) {
    config::v1::Config config;
    config.mutable_summarize()->set_sentences(sentences);
    return (*LoadSummarize(config))();
  }

  static v1::EnrichedArticle Delta(const v1::EnrichedArticle& record, int sentences = 3) {
    const pipeline::Enriched enriched = Load(sentences)->Enrich(record);
    v1::EnrichedArticle delta;
    EXPECT_TRUE(delta.ParseFromString(std::get<pipeline::RecordDelta>(enriched).bytes));
    return delta;
  }

  static RejectCode Refusal(const v1::EnrichedArticle& record) {
    return std::get<pipeline::Reject>(Load(3)->Enrich(record)).code;
  }
};

TEST_F(SummarizeTest, WritesTextAndSpans) {
  const v1::EnrichedArticle delta = Delta(Sample());
  EXPECT_EQ(delta.summary().text(), "Ministers signed an accord on water today. Work on it begins next spring.");
  ASSERT_EQ(delta.summary().sentences_size(), 2);
  EXPECT_EQ(delta.summary().sentences(0).begin(), 7U);
  EXPECT_EQ(delta.summary().sentences(0).end(), 49U);
  EXPECT_EQ(delta.summary().sentences(1).field(), v1::Span::BODY);
  EXPECT_EQ(delta.summary().method(), v1::Summary::RANKED);
  EXPECT_FALSE(delta.has_article() || delta.has_text());
  EXPECT_EQ(Delta(Sample(), 1).summary().sentences_size(), 1);
}

TEST_F(SummarizeTest, SaysWhyAndHowLong) {
  v1::EnrichedArticle record = Sample();
  v1::Entity* entity = record.add_entities();
  entity->set_type(v1::Entity::ORG);
  for (const bool unsure : {false, true}) {
    v1::Mention* mention = entity->add_mentions();
    mention->set_unsure(unsure);
    mention->mutable_span()->set_field(v1::Span::BODY);
    mention->mutable_span()->set_begin(unsure ? 50 : 7);
    mention->mutable_span()->set_end(unsure ? 54 : 16);
  }
  const v1::Summary summary = Delta(record).summary();
  EXPECT_EQ(summary.headline(), "Ministers signed an accord on water today.");
  EXPECT_EQ(summary.headline_sentence().begin(), 7U);
  EXPECT_EQ(summary.words(), 13U);
  EXPECT_FALSE(summary.has_over_budget());
  ASSERT_EQ(summary.reasons_size(), 2);
  const auto& reasons = summary.reasons(0).reasons();
  ASSERT_EQ(reasons.size(), 3);
  EXPECT_EQ(reasons[0].kind(), v1::Summary::Reason::LEAD);
  EXPECT_EQ(reasons[1].kind(), v1::Summary::Reason::ANNOUNCED);
  EXPECT_EQ(reasons[2].kind(), v1::Summary::Reason::ENTITY);
  EXPECT_EQ(reasons[2].evidence(0).end(), 16U);
}

TEST_F(SummarizeTest, ASentenceOverBudgetStaysWhole) {
  config::v1::Config config;
  config.mutable_summarize()->set_words(3);
  const pipeline::Enriched enriched = (*LoadSummarize(config))()->Enrich(Sample());
  v1::EnrichedArticle delta;
  ASSERT_TRUE(delta.ParseFromString(std::get<pipeline::RecordDelta>(enriched).bytes));
  EXPECT_EQ(delta.summary().text(), "Ministers signed an accord on water today.");
  EXPECT_TRUE(delta.summary().over_budget());
}

TEST_F(SummarizeTest, AddsNothingWhereThereIsNothingToSay) {
  v1::EnrichedArticle record = Sample();
  record.mutable_text()->clear_sentences();
  EXPECT_EQ(Delta(record).ByteSizeLong(), 0U);
}

TEST_F(SummarizeTest, NeedsWhatNormalizeMakes) {
  const auto stage = Load(3);
  const auto needs = stage->needs();
  ASSERT_EQ(needs.size(), 1U);
  EXPECT_EQ(needs[0].field, record::Field::kText);
  EXPECT_EQ(needs[0].owner, "normalize");
}

TEST_F(SummarizeTest, RefusesSpansAndTokensThatDoNotFit) {
  v1::EnrichedArticle beyond = Sample();
  beyond.mutable_text()->mutable_sentences(1)->set_end(1000);
  EXPECT_EQ(Refusal(beyond), RejectCode::kBadField);
  v1::EnrichedArticle disordered = Sample();
  disordered.mutable_text()->mutable_sentences()->SwapElements(0, 1);
  EXPECT_EQ(Refusal(disordered), RejectCode::kBadField);
  v1::EnrichedArticle inside = Sample();
  inside.mutable_article()->mutable_body()->replace(7, 2, "\xD9\x85");  // MEEM
  inside.mutable_text()->mutable_sentences(0)->set_begin(8);
  EXPECT_EQ(Refusal(inside), RejectCode::kBadField);
  v1::EnrichedArticle columns = Sample();
  columns.mutable_text()->mutable_tokens()->mutable_length()->RemoveLast();
  EXPECT_EQ(Refusal(columns), RejectCode::kBadField);
  v1::EnrichedArticle tokens = Sample();
  tokens.mutable_text()->mutable_tokens()->set_gap(3, 4'000'000'000);
  EXPECT_EQ(Refusal(tokens), RejectCode::kBadField);
  v1::EnrichedArticle search = Sample();
  search.mutable_text()->set_search_body("short");
  EXPECT_EQ(Refusal(search), RejectCode::kBadField);
}

}  // namespace
}  // namespace marsad::summarize
