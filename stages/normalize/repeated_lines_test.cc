#include "stages/normalize/repeated_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "lib/text/fold.h"
#include "marsad/v1/article.pb.h"
#include "stages/normalize/contract/boilerplate_table.h"
#include "stages/normalize/normalize.h"

namespace marsad::normalize {
namespace {

const std::string kPlea = "Support our newsroom with a small monthly gift";

std::string Body(int number) {
  return "The council met for hour " + std::to_string(number) + " and voted.\n" + kPlea + "\nNext steps\nWork goes on.";
}

void Add(LineLearner* learner, const std::string& source, int number, const std::string& body) {
  learner->Add(source, "urn:" + std::to_string(number),
               {.title = "T", .body = body, .claimed_language = {}, .authors = {}, .markup = {}});
}

RepeatedLines LearnFrom(int articles, int versions_of_each = 1) {
  LineLearner learner;
  for (int i = 0; i < articles; ++i) {
    for (int version = 0; version < versions_of_each; ++version) Add(&learner, "example.org", i, Body(i));
  }
  return learner.Learn({.articles = 5, .percent = 50});
}

TEST(RepeatedLinesTest, ALineOfEnoughArticlesIsLearned) {
  const RepeatedLines lines = LearnFrom(5);
  const RepeatedLines::Source* source = lines.Find("example.org");
  ASSERT_NE(source, nullptr);
  EXPECT_EQ(source->articles, 5u);
  ASSERT_EQ(source->lines.size(), 2u);  // the plea and "Work goes on."; a heading of two words is too short
  for (const auto& [key, articles] : source->lines) EXPECT_EQ(articles, 5u);
}

TEST(RepeatedLinesTest, ATitleThatTheTextRepeatsIsNoLineOfTheSource) {
  const auto sources_of = [](const std::string& title) {
    LineLearner learner;
    for (int i = 0; i < 5; ++i) {
      learner.Add(
          "s", "urn:" + std::to_string(i),
          {.title = title, .body = "Prices of bread fall again", .claimed_language = {}, .authors = {}, .markup = {}});
    }
    return learner.Learn({.articles = 5, .percent = 50}).sources.size();
  };
  EXPECT_EQ(sources_of("Weather"), 1u);
  EXPECT_EQ(sources_of("Prices of bread fall again"), 0u);
}

TEST(RepeatedLinesTest, VersionsOfAnArticleCountOnce) { EXPECT_TRUE(LearnFrom(4, 9).sources.empty()); }

TEST(RepeatedLinesTest, ALineOfFewOfTheArticlesIsNot) {
  LineLearner learner;
  for (int i = 0; i < 100; ++i) Add(&learner, "s", i, i < 6 ? kPlea : "Article number " + std::to_string(i));
  EXPECT_TRUE(learner.Learn({.articles = 5, .percent = 7}).sources.empty());
  EXPECT_EQ(learner.Learn({.articles = 5, .percent = 6}).sources.size(), 1u);
}

TEST(RepeatedLinesTest, ALineIsMarkedWhereItsSourceRepeatsIt) {
  const RepeatedLines lines = LearnFrom(6);
  const std::string body =
      "The mayor resigned on Monday.\nSUPPORT our newsroom, with a small monthly gift!\nShe is 60.";
  Article article{.title = "T", .body = body, .claimed_language = {}, .authors = {}, .markup = {}};
  const Normalized before = Normalize(article);
  article.repeated_lines = &lines.Find("example.org")->lines;
  const Normalized after = Normalize(article);
  ASSERT_EQ(after.blocks.size(), 4u);
  EXPECT_EQ(before.blocks[2].kind, BlockKind::kParagraph);
  EXPECT_EQ(after.blocks[2].kind, BlockKind::kBoilerplate);
  EXPECT_EQ(before.sentences.size(), 3u);
  EXPECT_EQ(after.sentences.size(), 2u);
}

TEST(RepeatedLinesTest, TheTableIsReadAsItWasWritten) {
  const RepeatedLines lines = LearnFrom(6);
  const std::string bytes = WriteTable(lines);
  const Result<RepeatedLines> read = ParseTable(bytes);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(WriteTable(*read), bytes);
  EXPECT_EQ(read->Find("example.org")->lines, lines.Find("example.org")->lines);
  EXPECT_EQ(read->Find("example.net"), nullptr);
}

TEST(RepeatedLinesTest, AChangedTableIsRefused) {
  const std::string bytes = WriteTable(LearnFrom(6));
  const auto refusal = [](const std::string& table) {
    const auto read = ParseTable(table);
    return read ? "no error" : read.error().message;
  };
  EXPECT_THAT(refusal("words\n"), testing::StartsWith("line 1:"));
  std::string other_fold = bytes;
  other_fold.replace(other_fold.find("fold\t") + 5, 1, "9");
  EXPECT_THAT(refusal(other_fold), testing::StartsWith("line 2:"));
  EXPECT_THAT(refusal(bytes.substr(0, bytes.size() - 3)), testing::StartsWith("line 3:"));
}

TEST(RepeatedLinesTest, ASourceIsItsUriElseItsNameElseTheHost) {
  v1::Article article;
  EXPECT_EQ(SourceKey(article), "");
  article.set_url("https://news.example.org/a?b");
  EXPECT_EQ(SourceKey(article), "news.example.org");
  article.mutable_source()->set_name("Example\tNews");
  EXPECT_EQ(SourceKey(article), "Example News");
  article.mutable_source()->set_uri("https://example.org");
  EXPECT_EQ(SourceKey(article), "https://example.org");
}

}  // namespace
}  // namespace marsad::normalize
