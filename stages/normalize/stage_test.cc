#include "stages/normalize/stage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "lib/article/words.h"
#include "lib/pipeline/testing/stage_contract.h"
#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/normalize/normalize.h"

namespace marsad::normalize {
namespace {

using pipeline::Enriched;
using pipeline::RecordDelta;
using pipeline::Reject;
using pipeline::RejectCode;

const std::string kFatha = "\u064E";

v1::EnrichedArticle Record(std::string title, std::string body) {
  v1::EnrichedArticle record;
  record.mutable_article()->set_uri("urn:example:1");
  record.mutable_article()->set_title(std::move(title));
  record.mutable_article()->set_body(std::move(body));
  return record;
}

Enriched Enrich(const v1::EnrichedArticle& record) {
  const auto factory = LoadNormalize(config::v1::Config());
  EXPECT_TRUE(factory.has_value());
  return (*factory)()->Enrich(record);
}

v1::Text TextOf(const v1::EnrichedArticle& record) {
  const Enriched enriched = Enrich(record);
  v1::EnrichedArticle delta;
  if (const auto* answer = std::get_if<RecordDelta>(&enriched)) {
    EXPECT_TRUE(delta.ParseFromString(answer->bytes));
  } else {
    ADD_FAILURE() << std::get<Reject>(enriched).detail;
  }
  return delta.text();
}

void AddMarkup(v1::Markup::Kind kind, uint32_t begin, uint32_t end, v1::EnrichedArticle* record) {
  v1::Markup* mark = record->mutable_article()->add_markup();
  mark->set_kind(kind);
  mark->mutable_span()->set_field(v1::Span::BODY);
  mark->mutable_span()->set_begin(begin);
  mark->mutable_span()->set_end(end);
}

TEST(NormalizeStageTest, KeepsTheContractOfStages) {
  const auto factory = LoadNormalize(config::v1::Config());
  ASSERT_TRUE(factory.has_value());
  std::vector<v1::EnrichedArticle> records = {
      Record("", ""),
      Record("Only a title", ""),
      Record("", "Only a body."),
      Record("\u0648\u0628\u0648\u062A\u064A\u0646", "\u0645" + kFatha + "\u062F. \u0663\u066B\u0665\r\n\r\nX"),
      Record("broken \xFF", "x"),
      Record("x", "broken \xD9"),
      Record("\u200F \u200F", "\u0301\u0301 ... !!! \U0001F600"),
  };
  records.emplace_back();
  AddMarkup(v1::Markup::HEADING, 1, 4000000000U, &records[2]);
  AddMarkup(v1::Markup::CAPTION, 3, 1, &records[2]);
  AddMarkup(v1::Markup::QUOTE, 1, 3, &records[3]);  // not on character boundaries
  std::vector<std::string> corpus;
  corpus.reserve(records.size());
  for (const v1::EnrichedArticle& record : records) corpus.push_back(record.SerializeAsString());
  pipeline::testing::ExpectEnricherContract(*factory, corpus);
}

TEST(NormalizeStageTest, TextIsWhatTheCoreFound) {
  const v1::EnrichedArticle record =
      Record("Caf\u00E9 opens", "OSLO (AP) - A caf\u00E9 opened. It is red.\nMore soon\nIt closes at 5.");
  const v1::Text text = TextOf(record);
  EXPECT_EQ(text.search_title(), "cafe opens");
  EXPECT_EQ(text.fold_version(), text::kFoldVersion);
  std::vector<v1::Block::Kind> kinds;
  for (const v1::Block& block : text.blocks()) kinds.push_back(block.kind());
  EXPECT_THAT(kinds, testing::ElementsAre(v1::Block::TITLE, v1::Block::DATELINE, v1::Block::PARAGRAPH,
                                          v1::Block::HEADING, v1::Block::PARAGRAPH));
  ASSERT_EQ(text.sentences_size(), 3);
  const v1::Span& first = text.sentences(0);
  EXPECT_EQ(first.field(), v1::Span::BODY);
  EXPECT_EQ(record.article().body().substr(first.begin(), first.end() - first.begin()), "A caf\u00E9 opened.");
}

TEST(NormalizeStageTest, BrokenUtf8IsRefused) {
  const Enriched enriched = Enrich(Record("x", "\xD8"));
  const auto* reject = std::get_if<Reject>(&enriched);
  ASSERT_NE(reject, nullptr);
  EXPECT_EQ(reject->code, RejectCode::kMalformed);
}

TEST(NormalizeStageTest, MarkupWinsOverGuesses) {
  v1::EnrichedArticle record = Record("T", "A red boat\nBy the sea. It is calm.\nThe end of it all. Really.");
  AddMarkup(v1::Markup::CAPTION, 0, 10, &record);
  AddMarkup(v1::Markup::QUOTE, 11, 61, &record);
  AddMarkup(v1::Markup::PARAGRAPH, 11, 34, &record);
  AddMarkup(v1::Markup::LINK, 14, 17, &record);
  const v1::Text text = TextOf(record);
  ASSERT_EQ(text.blocks_size(), 4);
  EXPECT_EQ(text.blocks(1).kind(), v1::Block::CAPTION);
  EXPECT_EQ(text.blocks(2).kind(), v1::Block::QUOTE);
  EXPECT_EQ(text.blocks(3).kind(), v1::Block::QUOTE);
  EXPECT_EQ(text.sentences_size(), 4);
}

TEST(NormalizeStageTest, CellsOfATableAreNoSentences) {
  v1::EnrichedArticle record = Record("T", "Rain fell for a week.\nBergen 120 mm. Oslo 40 mm.\nIt is over.");
  AddMarkup(v1::Markup::TABLE, 22, 48, &record);
  const v1::Text text = TextOf(record);
  ASSERT_EQ(text.blocks_size(), 4);
  EXPECT_EQ(text.blocks(2).kind(), v1::Block::TABLE);
  EXPECT_EQ(text.sentences_size(), 2);
}

// What a reader does with the record: every token and every offset leads back to the original.
RC_GTEST_PROP(NormalizeStageProperty, TokensAndMapsSurviveTheRecord, ()) {
  static const std::vector<std::string> kPieces = {"\u0648\u0628\u0648\u062A\u064A\u0646",
                                                   kFatha,
                                                   "\u0640",
                                                   " ",
                                                   "\n",
                                                   "Caf\u00E9",
                                                   "e\u0301",
                                                   "\u00DF",
                                                   "3.5",
                                                   "\u0663",
                                                   ". ",
                                                   "\u200F",
                                                   "\u6771\u4EAC",
                                                   "\uFB01",
                                                   "x"};
  const auto text_of = [](const std::vector<size_t>& picks) {
    std::string text;
    for (const size_t pick : picks) text += kPieces[pick];
    return text;
  };
  const auto picks = rc::gen::container<std::vector<size_t>>(rc::gen::inRange<size_t>(0, kPieces.size()));
  const std::string title = text_of(*picks);
  const std::string body = text_of(*picks);
  v1::EnrichedArticle record = Record(title, body);
  *record.mutable_text() = TextOf(record);
  const v1::Text& text = record.text();
  const Normalized expected =
      Normalize({.title = title, .body = body, .claimed_language = {}, .authors = {}, .markup = {}});
  const auto tokens = article::ReadTokens(record);
  RC_ASSERT(tokens.has_value());
  RC_ASSERT(tokens->title.size() == expected.title.tokens.size());
  RC_ASSERT(tokens->body.size() == expected.body.tokens.size());
  for (size_t i = 0; i < tokens->body.size(); ++i) {
    RC_ASSERT(tokens->body[i].original == expected.body.tokens[i].original);
    RC_ASSERT(tokens->body[i].search == expected.body.tokens[i].search);
  }
  RC_ASSERT(article::ReadMap(text.title_map(), title.size(), text.search_title().size()).has_value());
  const auto body_map = article::ReadMap(text.body_map(), body.size(), text.search_body().size());
  RC_ASSERT(body_map.has_value());
  RC_ASSERT(*body_map == expected.body.folded.map);
}

}  // namespace
}  // namespace marsad::normalize
