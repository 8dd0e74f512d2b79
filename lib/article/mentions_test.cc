#include "lib/article/mentions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "lib/article/spans.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::article {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using text::OriginalSpan;
using text::TextField;

v1::EnrichedArticle Record() {
  v1::EnrichedArticle record;
  record.mutable_article()->set_title("Cairo");
  record.mutable_article()->set_body("\u0645\u0635\u0631 and Cairo and Egypt");  // begins with "Egypt" in Arabic
  return record;
}

v1::Mention* Add(v1::Entity* entity, TextField field, OriginalSpan span) {
  v1::Mention* mention = entity->add_mentions();
  WriteSpan(field, span, mention->mutable_span());
  return mention;
}

// "SURFACE ENTITY" of each.
std::vector<std::string> Seen(const v1::EnrichedArticle& record, TextField field) {
  std::vector<std::string> seen;
  for (const SureMention& mention : ReadSureMentions(record, field)) {
    seen.push_back(std::string(mention.span.Cut(TextOf(record.article(), ToContract(field)))) + " " +
                   std::to_string(mention.entity));
  }
  return seen;
}

TEST(Mentions, ComeInTheOrderOfTheText) {
  v1::EnrichedArticle record = Record();
  v1::Entity* cairo = record.add_entities();
  Add(cairo, TextField::kTitle, {0, 5});
  const v1::Mention* in_body = Add(cairo, TextField::kBody, {11, 16});
  v1::Entity* egypt = record.add_entities();
  Add(egypt, TextField::kBody, {21, 26});
  Add(egypt, TextField::kBody, {0, 6});
  EXPECT_THAT(Seen(record, TextField::kTitle), ElementsAre("Cairo 0"));
  EXPECT_THAT(Seen(record, TextField::kBody), ElementsAre("\u0645\u0635\u0631 1", "Cairo 0", "Egypt 1"));
  EXPECT_EQ(ReadSureMentions(record, TextField::kBody)[1].mention, in_body);
}

TEST(Mentions, ThatBeginTogetherStayInTheOrderOfTheRecord) {
  v1::EnrichedArticle record = Record();
  for (const uint32_t end : {16U, 26U, 12U}) Add(record.add_entities(), TextField::kBody, {11, end});
  EXPECT_THAT(Seen(record, TextField::kBody), ElementsAre("Cairo 0", "Cairo and Egypt 1", "C 2"));
}

TEST(Mentions, UnsureOnesAreLeftOut) {
  v1::EnrichedArticle record = Record();
  Add(record.add_entities(), TextField::kBody, {11, 16})->set_unsure(true);
  EXPECT_THAT(Seen(record, TextField::kBody), IsEmpty());
}

TEST(Mentions, WhatDoesNotLieInTheTextIsLeftOut) {
  v1::EnrichedArticle record = Record();
  v1::Entity* entity = record.add_entities();
  for (const OriginalSpan span : {OriginalSpan{1, 6}, {0, 3}, {21, 27}, {16, 11}, {3, 3}, {100, 200}}) {
    Add(entity, TextField::kBody, span);
  }
  entity->add_mentions();  // without a span
  EXPECT_THAT(Seen(record, TextField::kBody), IsEmpty());
}

}  // namespace
}  // namespace marsad::article
