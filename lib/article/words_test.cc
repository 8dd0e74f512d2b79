#include "lib/article/words.h"

#include <gtest/gtest.h>

#include <string>

#include "marsad/v1/enriched.pb.h"

namespace marsad::article {
namespace {

const std::string kTitle = "Caf\u00E9 in \u0648\u0628\u064F\u0648\u062A\u064A\u0646";  // WAW BEH DAMMA WAW TEH YEH NOON
const std::string kBody = "12 \u0623\u0644\u0641 and more.";                           // ALEF WITH HAMZA ABOVE ...

v1::EnrichedArticle Write() {
  v1::EnrichedArticle record;
  record.mutable_article()->set_title(kTitle);
  record.mutable_article()->set_body(kBody);
  const text::Folded title = text::Fold(kTitle), body = text::Fold(kBody);
  const auto title_tokens = text::Tokenize(kTitle, title), body_tokens = text::Tokenize(kBody, body);
  WriteWords({title, title_tokens}, {body, body_tokens}, record.mutable_text());
  return record;
}

TEST(WordsTest, TokensComeBackAsTheyWere) {
  const v1::EnrichedArticle record = Write();
  const auto tokens = ReadTokens(record);
  ASSERT_TRUE(tokens) << tokens.error().message;
  const auto expected = text::Tokenize(kTitle, text::Fold(kTitle));
  ASSERT_EQ(tokens->title.size(), 3u);
  ASSERT_EQ(tokens->body.size(), 4u);
  for (size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(tokens->title[i].original, expected[i].original);
    EXPECT_EQ(tokens->title[i].search, expected[i].search);
    EXPECT_EQ(tokens->title[i].script, expected[i].script);
    EXPECT_EQ(tokens->title[i].proclitic, expected[i].proclitic);
  }
  EXPECT_EQ(tokens->body[2].original.Cut(kBody), "and");
  EXPECT_EQ(tokens->body[2].search.Cut(record.text().search_body()), "and");
}

TEST(WordsTest, TheMapLeadsBack) {
  const v1::EnrichedArticle record = Write();
  const std::string& search = record.text().search_title();
  const auto map = ReadMap(record.text().title_map(), kTitle.size(), search.size());
  ASSERT_TRUE(map) << map.error().message;
  const auto at = static_cast<uint32_t>(search.find("cafe"));
  EXPECT_EQ(map->ToOriginal({at, at + 4}).Cut(kTitle), "Caf\u00E9");
  EXPECT_EQ(record.text().fold_version(), text::kFoldVersion);
}

TEST(WordsTest, WhatDoesNotFitItsTextsIsRefused) {
  v1::EnrichedArticle shorter = Write();
  shorter.mutable_article()->set_body("12");
  EXPECT_FALSE(ReadTokens(shorter));
  v1::EnrichedArticle ragged = Write();
  ragged.mutable_text()->mutable_tokens()->mutable_script()->RemoveLast();
  EXPECT_FALSE(ReadTokens(ragged));
  v1::OffsetMap map = Write().text().title_map();
  const size_t search_bytes = Write().text().search_title().size();
  EXPECT_FALSE(ReadMap(map, kTitle.size() + 1, search_bytes));
  EXPECT_FALSE(ReadMap(map, kTitle.size(), search_bytes - 1));
  map.add_same(1);
  EXPECT_FALSE(ReadMap(map, kTitle.size(), search_bytes));
}

}  // namespace
}  // namespace marsad::article
