#include "lib/record/contents.h"

#include <gtest/gtest.h>

#include "marsad/v1/enriched.pb.h"

namespace marsad::record {
namespace {

TEST(ContentsTest, CountsWhatAnArticleHolds) {
  v1::EnrichedArticle article;
  article.mutable_text()->set_language("ar");
  for (const char* name : {"first", "second"}) article.add_entities()->set_name(name);
  for (int i = 0; i < 3; ++i) article.mutable_summary()->add_sentences()->set_begin(i);
  const std::string bytes = article.SerializeAsString();
  const Contents contents = Count(bytes);
  EXPECT_EQ(contents.language, "ar");
  EXPECT_EQ(contents.entities, 2u);
  EXPECT_EQ(contents.summary_sentences, 3u);
}

TEST(ContentsTest, AnEmptySummaryIsNotAMissingOne) {
  v1::EnrichedArticle article;
  EXPECT_EQ(Count(article.SerializeAsString()).summary_sentences, std::nullopt);
  article.mutable_summary()->set_method(v1::Summary::RANKED);
  article.mutable_text();
  const std::string bytes = article.SerializeAsString();
  EXPECT_EQ(Count(bytes).summary_sentences, 0u);
  EXPECT_EQ(Count(bytes).language, "");
}

TEST(ContentsTest, PartsOfOneFieldMerge) {
  v1::EnrichedArticle first;
  first.mutable_text()->set_language("en");
  first.mutable_summary()->add_sentences()->set_begin(1);
  v1::EnrichedArticle second;
  second.mutable_text()->set_fold_version(1);
  second.mutable_summary()->add_sentences()->set_begin(9);
  const std::string bytes = first.SerializeAsString() + second.SerializeAsString();
  EXPECT_EQ(Count(bytes).language, "en");
  EXPECT_EQ(Count(bytes).summary_sentences, 2u);
}

TEST(ContentsTest, BrokenBytesHoldNothing) {
  EXPECT_EQ(Count("\xFF\xFF\xFF").entities, 0u);
  EXPECT_EQ(Count("").language, std::nullopt);
}

}  // namespace
}  // namespace marsad::record
