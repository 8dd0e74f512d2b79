#include "cli/demo/exact_match.h"

#include <gtest/gtest.h>

#include "cli/show/testing.h"

namespace marsad::cli {
namespace {

TEST(CompareWithExactTest, CountsWhatAnExactSearchFinds) {
  v1::EnrichedArticle article = MakeArticle("a", "Title", "Vladimir Putin spoke. Putin left.");
  v1::Entity* putin = AddEntity(&article, "Q7747", "Vladimir Putin");
  AddMention(putin, article, "Vladimir Putin");
  AddMention(putin, article, "Putin")->mutable_span()->set_begin(22);
  putin->mutable_mentions(1)->mutable_span()->set_end(27);
  Comparison comparison = CompareWithExact({&article});
  EXPECT_EQ(comparison.by_language.at("en").marsad, 2u);
  EXPECT_EQ(comparison.by_language.at("en").exact, 1u);
  EXPECT_EQ(comparison.by_language.at("en").exact_only, 0u);
  ASSERT_EQ(comparison.misses.size(), 1u);
  EXPECT_EQ(comparison.misses[0].written, "Putin");
  EXPECT_EQ(comparison.misses[0].reason, MissReason::kOtherForm);
}

TEST(CompareWithExactTest, NamesFromOneArticleAreLookedForInAll) {
  v1::EnrichedArticle first = MakeArticle("a", "", "Cairo is large.");
  AddMention(AddEntity(&first, "Q85", "Cairo"), first, "Cairo");
  v1::EnrichedArticle second = MakeArticle("b", "Cairo", "In Cairo and in Cairostan.");
  Comparison comparison = CompareWithExact({&first, &second});
  EXPECT_EQ(comparison.by_language.at("en").marsad, 1u);
  EXPECT_EQ(comparison.by_language.at("en").exact_only, 2u);  // title and body; not the longer word
}

TEST(CompareWithExactTest, SaysWhy) {
  v1::EnrichedArticle article = MakeArticle("a", "", "PUTIN xEgypt");
  AddMention(AddEntity(&article, "Q7747", "Putin"), article, "PUTIN");
  AddMention(AddEntity(&article, "Q79", "Egypt"), article, "Egypt")->set_proclitic("x");
  Comparison comparison = CompareWithExact({&article});
  ASSERT_EQ(comparison.misses.size(), 2u);
  EXPECT_EQ(comparison.misses[0].reason, MissReason::kSpelling);
  EXPECT_EQ(comparison.misses[1].reason, MissReason::kProclitic);
  EXPECT_EQ(comparison.misses[1].written, "xEgypt");
}

TEST(CompareWithExactTest, AnApostropheEndsAWord) {
  v1::EnrichedArticle article = MakeArticle("a", "", "Egypt's coast, Egypt\u2019s tugs and d'Egypt");
  AddMention(AddEntity(&article, "Q79", "Egypt"), article, "Egypt");
  Score score = CompareWithExact({&article}).by_language.at("en");
  EXPECT_EQ(score.exact, 1u);
  EXPECT_EQ(score.exact_only, 2u);
}

TEST(CompareWithExactTest, SurvivesTokensThatLieAboutTheText) {
  v1::EnrichedArticle article = MakeArticle("a", "t", "body");
  article.mutable_text()->mutable_tokens()->set_title_count(4000000000u);
  article.mutable_text()->mutable_tokens()->add_gap(4000000000u);
  article.mutable_text()->mutable_tokens()->add_length(4000000000u);
  EXPECT_EQ(CompareWithExact({&article}).misses.size(), 0u);
}

}  // namespace
}  // namespace marsad::cli
