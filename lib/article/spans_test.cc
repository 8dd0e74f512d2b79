#include "lib/article/spans.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "marsad/v1/enriched.pb.h"

namespace marsad::article {
namespace {

using testing::ElementsAre;
using text::OriginalSpan;
using text::TextField;

v1::EnrichedArticle Record() {
  v1::EnrichedArticle record;
  record.mutable_article()->set_title("A\u0645");  // MEEM: two bytes
  record.mutable_article()->set_body("One. Two.");
  return record;
}

v1::Span Span(v1::Span::Field field, uint32_t begin, uint32_t end) {
  v1::Span span;
  span.set_field(field);
  span.set_begin(begin);
  span.set_end(end);
  return span;
}

TEST(SpansTest, ComeBackAsTheyWere) {
  v1::Span span;
  WriteSpan(TextField::kTitle, {1, 3}, &span);
  EXPECT_EQ(span.field(), v1::Span::TITLE);
  EXPECT_EQ(ReadSpan(span), (OriginalSpan{1, 3}));
  EXPECT_EQ(ReadSpan(span).Cut(TextOf(Record().article(), span.field())), "\u0645");
  WriteSpan(TextField::kBody, {0, 4}, &span);
  EXPECT_EQ(span.field(), v1::Span::BODY);
  EXPECT_EQ(TextOf(Record().article(), v1::Span::UNSPECIFIED), "");
}

TEST(SpansTest, LieInATextBetweenItsCharacters) {
  const v1::Article article = Record().article();
  EXPECT_TRUE(LiesIn(article, Span(v1::Span::TITLE, 1, 3)));
  EXPECT_TRUE(LiesIn(article, Span(v1::Span::BODY, 9, 9)));
  EXPECT_FALSE(LiesIn(article, Span(v1::Span::TITLE, 0, 2))) << "inside a character";
  EXPECT_FALSE(LiesIn(article, Span(v1::Span::TITLE, 0, 4))) << "beyond the end";
  EXPECT_FALSE(LiesIn(article, Span(v1::Span::BODY, 4, 3))) << "backwards";
  EXPECT_FALSE(LiesIn(article, Span(v1::Span::UNSPECIFIED, 0, 0)));
}

TEST(SpansTest, SentencesAreOfTheBodyAndInOrder) {
  std::vector<OriginalSpan> sentences;
  v1::EnrichedArticle record = Record();
  *record.mutable_text()->add_sentences() = Span(v1::Span::BODY, 0, 4);
  *record.mutable_text()->add_sentences() = Span(v1::Span::BODY, 5, 9);
  ASSERT_TRUE(ReadSentences(record, &sentences));
  EXPECT_THAT(sentences, ElementsAre(OriginalSpan{0, 4}, OriginalSpan{5, 9}));
  ASSERT_TRUE(ReadSentences(Record(), &sentences));
  EXPECT_TRUE(sentences.empty());

  *record.mutable_text()->add_sentences() = Span(v1::Span::BODY, 5, 9);
  EXPECT_EQ(ReadSentences(record, &sentences).error().message, "the sentences are not in order");
  for (const v1::Span& wrong : {Span(v1::Span::TITLE, 0, 1), Span(v1::Span::BODY, 9, 10)}) {
    *record.mutable_text()->mutable_sentences(2) = wrong;
    EXPECT_EQ(ReadSentences(record, &sentences).error().message, "a sentence does not lie in the body");
  }
}

TEST(SpansTest, BlocksComeByKind) {
  v1::Text text;
  uint32_t at = 0;
  for (const auto kind : {v1::Block::NOTE, v1::Block::PARAGRAPH, v1::Block::BOILERPLATE}) {
    v1::Block* block = text.add_blocks();
    block->set_kind(kind);
    WriteSpan(TextField::kBody, {at, at + 1}, block->mutable_span());
    ++at;
  }
  std::vector<OriginalSpan> spans = {{7, 8}};
  ReadBlocks(text, {v1::Block::NOTE, v1::Block::BOILERPLATE}, &spans);
  EXPECT_THAT(spans, ElementsAre(OriginalSpan{0, 1}, OriginalSpan{2, 3}));
}

}  // namespace
}  // namespace marsad::article
