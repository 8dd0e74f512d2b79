#include "cli/show/article_view.h"

#include <gtest/gtest.h>

#include "cli/show/testing.h"

namespace marsad::cli {
namespace {

std::string TextOf(const BlockView& block) {
  std::string text;
  for (const Segment& segment : block.segments) text += segment.text;
  return text;
}

void AddBlock(v1::EnrichedArticle* article, v1::Block::Kind kind, uint32_t begin, uint32_t end) {
  v1::Block* block = article->mutable_text()->add_blocks();
  block->set_kind(kind);
  block->mutable_span()->set_field(v1::Span::BODY);
  block->mutable_span()->set_begin(begin);
  block->mutable_span()->set_end(end);
}

TEST(ViewTest, LinesWhereNormalizeDidNotRun) {
  v1::EnrichedArticle article = MakeArticle("a", "T", "one\n\ntwo");
  article.clear_text();
  ArticleView view = View(article);
  ASSERT_EQ(view.body.size(), 2u);
  EXPECT_EQ(TextOf(view.body[0]), "one");
  EXPECT_EQ(TextOf(view.body[1]), "two");
}

TEST(ViewTest, DatelineJoinsItsParagraphAndTheRepeatedTitleGoes) {
  v1::EnrichedArticle article = MakeArticle("a", "T", "T\nCAIRO - Text.\nHead");
  AddBlock(&article, v1::Block::REPEATED_TITLE, 0, 1);
  AddBlock(&article, v1::Block::DATELINE, 2, 9);
  AddBlock(&article, v1::Block::PARAGRAPH, 10, 15);
  AddBlock(&article, v1::Block::HEADING, 16, 20);
  ArticleView view = View(article);
  ASSERT_EQ(view.body.size(), 2u);
  EXPECT_EQ(TextOf(view.body[0]), "CAIRO - Text.");
  EXPECT_EQ(view.body[1].kind, BlockKind::kHeading);
}

TEST(ViewTest, ListItemsKeepTheirAuthorsMarks) {
  const std::string body = "\u2013 Yes.\n  \u2022  No.\n* Or.\nPlain.\n3. Three.\n- Dash.";
  v1::EnrichedArticle article = MakeArticle("a", "T", body);
  for (const char* item : {"Yes.", "No.", "Or.", "Plain.", "3. Three.", "Dash."}) {
    const auto begin = static_cast<uint32_t>(body.find(item));
    AddBlock(&article, v1::Block::LIST_ITEM, begin, begin + static_cast<uint32_t>(std::string_view(item).size()));
  }
  std::vector<std::string_view> marks;
  const ArticleView view = View(article);
  for (const BlockView& block : view.body) marks.push_back(block.mark);
  EXPECT_EQ(marks, (std::vector<std::string_view>{"\u2013", "\u2022", "*", "-", "", "-"}));
}

TEST(ViewTest, ListItemsOfAStrangersRecord) {
  v1::EnrichedArticle article = MakeArticle("a", "T", "\xE2\x80 \xF0 b\n\xE2");
  AddBlock(&article, v1::Block::LIST_ITEM, 3, 99);
  AddBlock(&article, v1::Block::LIST_ITEM, 99, 3);
  AddBlock(&article, v1::Block::BOILERPLATE, 0, 9);
  AddBlock(&article, v1::Block::LIST_ITEM, 7, 8);
  const ArticleView view = View(article);
  ASSERT_EQ(view.body.size(), 3U);
  EXPECT_EQ(view.body[0].mark, "-");
}

TEST(ViewTest, TimesOfPosts) {
  v1::EnrichedArticle article = MakeArticle("a", "T", "14:05 GMT\nRead more");
  AddBlock(&article, v1::Block::BOILERPLATE, 0, 9);
  AddBlock(&article, v1::Block::BOILERPLATE, 10, 19);
  const ArticleView view = View(article);
  ASSERT_EQ(view.body.size(), 2U);
  EXPECT_EQ(view.body[0].kind, BlockKind::kPostTime);
  EXPECT_EQ(view.body[1].kind, BlockKind::kSmall);
}

TEST(SurfacesTest, CountsMostFrequentFirst) {
  v1::Entity entity;
  for (const char* surface : {"a", "b", "b", "c"}) entity.add_mentions()->set_surface(surface);
  std::vector<SurfaceCount> surfaces = Surfaces(entity);
  ASSERT_EQ(surfaces.size(), 3u);
  EXPECT_EQ(surfaces[0].surface, "b");
  EXPECT_EQ(surfaces[0].count, 2u);
  EXPECT_EQ(surfaces[1].surface, "a");
}

TEST(ShowTimeTest, AsPreciseAsTheSource) {
  v1::Time time;
  EXPECT_EQ(ShowTime(time), "");
  time.mutable_utc()->set_seconds(1762146900);  // 2025-11-03T05:15:00Z
  time.set_precision(v1::Time::SECOND);
  EXPECT_EQ(ShowTime(time), "2025-11-03 05:15");
  time.set_offset_minutes(240);
  EXPECT_EQ(ShowTime(time), "2025-11-03 09:15 +04:00");
  time.set_offset_minutes(-330);
  EXPECT_EQ(ShowTime(time), "2025-11-02 23:45 -05:30");
  time.set_precision(v1::Time::DAY);
  EXPECT_EQ(ShowTime(time), "2025-11-02");
  time.mutable_utc()->set_seconds(INT64_MAX);
  EXPECT_EQ(ShowTime(time), "?");
  time.mutable_utc()->set_seconds(INT64_MIN);
  EXPECT_EQ(ShowTime(time), "?");
}

TEST(ArticleViewTest, ConfidenceIsThatOfTheMostSureMention) {
  v1::Entity entity;
  EXPECT_EQ(ShowConfidence(entity), "");
  for (const uint32_t confidence : {312u, 287u}) {
    v1::Mention* mention = entity.add_mentions();
    mention->set_confidence(confidence);
    mention->set_unsure(true);
  }
  EXPECT_EQ(ShowConfidence(entity), "31 %, unsure");
  entity.add_mentions()->set_confidence(968);
  EXPECT_EQ(ShowConfidence(entity), "97 %");
}

TEST(ArticleViewTest, UnsureMentionsAreNotMarked) {
  v1::EnrichedArticle article = MakeArticle("urn:a", "", "Then Ana spoke.");
  v1::Mention* mention = AddMention(AddEntity(&article, "", "Ana"), article, "Ana");
  EXPECT_EQ(View(article).body[0].segments.size(), 3u);
  mention->set_unsure(true);
  EXPECT_EQ(View(article).body[0].segments.size(), 1u);
}

}  // namespace
}  // namespace marsad::cli
