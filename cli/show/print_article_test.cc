#include "cli/show/print_article.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/show/testing.h"

namespace marsad::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr Terminal kPlainTerminal{false};
constexpr Terminal kColorTerminal{true};

v1::EnrichedArticle Sample() {
  v1::EnrichedArticle article = MakeArticle("urn:a", "A title", "First Putin spoke.\nThen silence.");
  AddMention(AddEntity(&article, "Q7747", "Vladimir Putin"), article, "Putin");
  article.mutable_summary()->set_text("He spoke.");
  return article;
}

TEST(PrintArticleTest, BracketsAndNumbersWhereThereAreNoColors) {
  std::string shown = PrintArticle(Sample(), Detail::kFull, kPlainTerminal);
  EXPECT_THAT(shown, HasSubstr("First [Putin]\u00B9 spoke."));
  EXPECT_THAT(shown, HasSubstr("1  PER"));
  EXPECT_THAT(shown, HasSubstr("Q7747"));
  EXPECT_THAT(shown, HasSubstr("He spoke."));
  EXPECT_THAT(shown, Not(HasSubstr("\x1b")));
}

TEST(PrintArticleTest, PaintsMentions) {
  EXPECT_THAT(PrintArticle(Sample(), Detail::kFull, kColorTerminal), HasSubstr("First \x1b[1;36mPutin\x1b[0m spoke."));
}

TEST(PrintArticleTest, SaysWhyASentenceWasChosen) {
  v1::EnrichedArticle article = Sample();
  article.mutable_summary()->add_sentences()->set_end(12);
  v1::Summary::Reason* reason = article.mutable_summary()->add_reasons()->add_reasons();
  reason->set_kind(v1::Summary::Reason::ENTITY);
  for (const auto& [begin, end] : {std::pair(6, 11), std::pair(6, 1000)}) {
    reason->add_evidence()->set_begin(begin);
    reason->mutable_evidence()->rbegin()->set_end(end);
  }
  EXPECT_THAT(PrintArticle(article, Detail::kFull, kPlainTerminal),
              HasSubstr("chosen: new names: \u2068Putin\u2069\n"));
  EXPECT_THAT(PrintArticle(article, Detail::kCompact, kPlainTerminal), Not(HasSubstr("chosen:")));
}

TEST(PrintArticleTest, SaysFirstSentenceWhereNothingElseTellsThatTheNewsBeginsThere) {
  v1::EnrichedArticle article = Sample();
  for (const auto& [begin, end] : {std::pair(0, 18), std::pair(19, 32)}) {
    v1::Span* sentence = article.mutable_text()->add_sentences();
    sentence->set_begin(begin);
    sentence->set_end(end);
  }
  *article.mutable_summary()->add_sentences() = article.text().sentences(0);
  v1::Summary::Reasons* reasons = article.mutable_summary()->add_reasons();
  reasons->add_reasons()->set_kind(v1::Summary::Reason::LEAD);
  const auto shown = [&] { return PrintArticle(article, Detail::kFull, kPlainTerminal); };
  EXPECT_THAT(shown(), HasSubstr("chosen: first sentence\n"));
  article.mutable_summary()->mutable_sentences(0)->set_begin(6);  // without its opener
  EXPECT_THAT(shown(), HasSubstr("chosen: first sentence\n"));
  *article.mutable_summary()->mutable_sentences(0) = article.text().sentences(1);
  EXPECT_THAT(shown(), HasSubstr("chosen: the news begins here\n"));
  *article.mutable_summary()->mutable_sentences(0) = article.text().sentences(0);
  reasons->add_reasons()->set_kind(v1::Summary::Reason::ANNOUNCED);
  EXPECT_THAT(shown(), HasSubstr("chosen: the news begins here; the title announces it\n"));
}

TEST(PrintArticleTest, BlankLinesPartWhatATimeOrAHeadingBegins) {
  v1::EnrichedArticle article = MakeArticle("urn:a", "A title", "09:10\nOne.\n09:00\nHead\nTwo.\nHead\nThree.");
  const auto add = [&](v1::Block::Kind kind, const std::string& text, size_t from) {
    const size_t begin = article.article().body().find(text, from);
    v1::Block* block = article.mutable_text()->add_blocks();
    block->set_kind(kind);
    v1::Span* span = block->mutable_span();
    span->set_field(v1::Span::BODY);
    span->set_begin(static_cast<uint32_t>(begin));
    span->set_end(static_cast<uint32_t>(begin + text.size()));
  };
  add(v1::Block::BOILERPLATE, "09:10", 0);
  add(v1::Block::PARAGRAPH, "One.", 0);
  add(v1::Block::BOILERPLATE, "09:00", 0);
  add(v1::Block::HEADING, "Head", 0);
  add(v1::Block::PARAGRAPH, "Two.", 0);
  add(v1::Block::HEADING, "Head", 24);
  add(v1::Block::PARAGRAPH, "Three.", 0);
  EXPECT_THAT(PrintArticle(article, Detail::kFull, kPlainTerminal),
              HasSubstr("Text\n  09:10\n  One.\n\n  09:00\n  Head\n  Two.\n\n  Head\n  Three.\n"));
}

TEST(PrintArticleTest, CellsOfATableArePartedByBars) {
  EXPECT_THAT(PrintArticle(MakeArticle("urn:a", "T", "Oran\t120"), Detail::kFull, kPlainTerminal),
              HasSubstr("  Oran | 120\n"));
}

TEST(PrintArticleTest, CompactLeavesTheTextOut) {
  std::string shown = PrintArticle(Sample(), Detail::kCompact, kPlainTerminal);
  EXPECT_THAT(shown, HasSubstr("A title"));
  EXPECT_THAT(shown, HasSubstr("He spoke."));
  EXPECT_THAT(shown, Not(HasSubstr("Then silence.")));
}

TEST(PrintArticleTest, NamesAreIsolatedAndControlsEscaped) {
  v1::EnrichedArticle article = Sample();
  article.mutable_article()->set_title("bell\a and \x1b[31mred");
  article.mutable_article()->mutable_source()->set_name(
      "evil\xE2\x80\xAE"
      "source");  // RLO
  std::string shown = PrintArticle(article, Detail::kFull, kPlainTerminal);
  EXPECT_THAT(shown, Not(HasSubstr("\x1b")));
  EXPECT_THAT(shown, Not(HasSubstr("\a")));
  EXPECT_THAT(shown, Not(HasSubstr("\xE2\x80\xAE")));
  EXPECT_THAT(shown, HasSubstr("\u2068Vladimir Putin\u2069"));
}

TEST(PrintArticleTest, SaysWhatAStageDidNotDo) {
  v1::EnrichedArticle article = Sample();
  v1::StageRun* run = article.add_runs();
  run->set_stage("tag");
  run->set_status(v1::StageRun::FAILED);
  run->set_code("STAGE_FAILED");
  EXPECT_THAT(PrintArticle(article, Detail::kCompact, kPlainTerminal),
              HasSubstr("tag failed on this article (STAGE_FAILED)"));
}

TEST(PrintArticleTest, CompactNamesTheEightMostSalientEntities) {
  v1::EnrichedArticle article = MakeArticle("urn:a", "A title", "Body.");
  for (char name = 'A'; name < 'I'; ++name) AddEntity(&article, "", std::string(1, name))->set_salience('Z' - name);
  std::string shown = PrintArticle(article, Detail::kCompact, kPlainTerminal);
  EXPECT_THAT(shown, HasSubstr("\u2068H\u2069 not linked\n"));
  EXPECT_THAT(shown, Not(HasSubstr("more")));
  AddEntity(&article, "Q1", "First")->set_salience(900);
  shown = PrintArticle(article, Detail::kCompact, kPlainTerminal);
  EXPECT_THAT(shown, HasSubstr("  \u2068First\u2069 Q1 \u00B7 \u2068A\u2069"));
  EXPECT_THAT(shown, Not(HasSubstr("\u2068H\u2069")));
  EXPECT_THAT(shown, HasSubstr(" \u00B7 and 1 more\n"));
}

TEST(PrintArticleTest, TheHeadSaysWhatAReaderMustKnow) {
  v1::EnrichedArticle article = Sample();
  EXPECT_THAT(PrintArticle(article, Detail::kCompact, kPlainTerminal), Not(HasSubstr("version")));
  article.mutable_article()->set_version(2);
  article.mutable_article()->set_pub_status(v1::Article::CANCELED);
  article.mutable_article()->set_correction("the name");
  article.mutable_article()->mutable_input()->set_repairs(3);
  article.mutable_text()->set_language_confidence(987);
  const std::string shown = PrintArticle(article, Detail::kCompact, kPlainTerminal);
  EXPECT_THAT(shown, HasSubstr("en (98 %) \u00B7 version 2 \u00B7 canceled \u00B7 \u2068urn:a\u2069\n"));
  EXPECT_THAT(shown, HasSubstr("Correction: \u2068the name\u2069\n"));
  EXPECT_THAT(shown, HasSubstr("3 broken characters were replaced\n"));
  article.mutable_article()->set_pub_status(v1::Article::WITHHELD);
  EXPECT_THAT(PrintArticle(article, Detail::kCompact, kPlainTerminal), HasSubstr(" \u00B7 withheld \u00B7 "));
}

TEST(PrintKillTest, NamesWhomItConcerns) {
  EXPECT_THAT(PrintKill("urn:a", kPlainTerminal, nullptr), Not(HasSubstr("to do")));
  v1::EnrichedArticle kill = MakeArticle("urn:a", "", "");
  v1::Story::Effect* effect = kill.mutable_story()->add_effects();
  effect->set_action(v1::Story::Effect::WITHDRAW);
  effect->set_uri("urn:b");
  EXPECT_THAT(PrintKill("urn:a", kPlainTerminal, &kill), HasSubstr("to do: withdraw \u2068urn:b\u2069\n"));
  effect->set_version(4);
  kill.mutable_story()->set_effects_cut(true);
  const std::string shown = PrintKill("urn:a", kPlainTerminal, &kill);
  EXPECT_THAT(shown, HasSubstr("to do: withdraw \u2068urn:b\u2069, version 4\n"));
  EXPECT_THAT(shown, HasSubstr("to do: more than are named here\n"));
}

TEST(PrintArticleTest, AnEmptyRecordIsNoTrouble) {
  EXPECT_THAT(PrintArticle({}, Detail::kFull, kPlainTerminal), HasSubstr("(no title)"));
}

TEST(PrintDeadLetterTest, SaysWhatWhereAndWhy) {
  v1::DeadLetter letter;
  letter.set_code(v1::DeadLetter::MALFORMED);
  letter.set_detail("the text ends within a string");
  letter.set_stage("decode");
  letter.set_topic("news.raw");
  letter.set_partition(3);
  letter.set_offset(42);
  std::string shown = PrintDeadLetter(letter, kPlainTerminal);
  EXPECT_THAT(shown, HasSubstr("MALFORMED  the text ends within a string"));
  EXPECT_THAT(shown, HasSubstr("from news.raw partition 3 offset 42"));
}

TEST(PrintRawTest, IsBoundedAndHarmless) {
  EXPECT_EQ(PrintRaw("ab\x1b"
                     "c",
                     100),
            "ab\\u{1B}c\n");
  EXPECT_EQ(PrintRaw("abcdef", 3), "abc... (3 bytes more)\n");
}

TEST(PrintArticle, KeepsLineBreaksAndSaysWhatIsPartial) {
  v1::EnrichedArticle article;
  article.mutable_article()->set_title("A");
  article.mutable_article()->set_body("One\ntwo.");
  article.mutable_article()->set_partial(true);
  v1::Block* block = article.mutable_text()->add_blocks();
  block->set_kind(v1::Block::PARAGRAPH);
  block->mutable_span()->set_field(v1::Span::BODY);
  block->mutable_span()->set_end(8);
  const std::string shown = PrintArticle(article, Detail::kFull, Terminal());
  EXPECT_NE(shown.find("  One\n  two.\n"), std::string::npos) << shown;
  EXPECT_NE(shown.find("only the opening"), std::string::npos);
}

}  // namespace
}  // namespace marsad::cli
