// The chain around a step that remembers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "lib/pipeline/chain.h"
#include "lib/pipeline/testing/chain_fixture.h"
#include "lib/pipeline/testing/toy_stateful.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::pipeline {
namespace {

using testing::ChainTest;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A decoder and a step that remembers.
Stages Counting() {
  Stages stages;
  stages.push_back(testing::ToyDecoder());
  stages.push_back(std::make_unique<testing::ToyStateful>(9));
  return stages;
}

TEST_F(ChainTest, AStatefulStageStaysWithWhatItRemembers) {
  Chain chain(Counting(), options_, clock_, journal_, recorder_);
  Stateful* const stateful = chain.stateful();
  std::vector<Output> outputs;
  chain.Apply(Raw("article u 1"), &outputs);
  chain.Replace(Counting());
  EXPECT_EQ(chain.stateful(), stateful);
  chain.Apply(Raw("article u 2"), &outputs);
  ASSERT_EQ(outputs.size(), 4u) << "each article, and what changed";
  EXPECT_THAT(testing::Describe(outputs[2]), HasSubstr("story u/2 of 2"));
  EXPECT_EQ(outputs[3].lane, Lane::kState);
  EXPECT_EQ(outputs[3].partition, Partition(2)) << "that of the input";
  EXPECT_EQ(outputs[3].key, "key/u");
  EXPECT_EQ(outputs[3].value, "2 2");
}

// It comes to the step, and goes on, as an article.
TEST_F(ChainTest, AStatefulStageMakesARecordOfAKill) {
  Chain chain(Counting(), options_, clock_, journal_, recorder_);
  const std::vector<record::HeaderView> headers = {{"content-type", "text/plain"}};
  const Input kill = {.partition = Partition(2),
                      .offset = Offset(6),
                      .timestamp = Timestamp::FromMillis(77'001),
                      .key = "u",
                      .value = std::nullopt,
                      .headers = headers};
  std::vector<Output> outputs;
  chain.Apply(Raw("article u 1"), &outputs);
  outputs.clear();
  recorder_.stages.clear();
  chain.Apply(kill, &outputs);
  ASSERT_EQ(outputs.size(), 3u) << "the record, and what changed";
  EXPECT_EQ(testing::Describe(outputs[0]), "u: canceled; count OK");
  EXPECT_EQ(outputs[0].timestamp, Timestamp::FromMillis(77'001));
  v1::EnrichedArticle record;
  ASSERT_TRUE(record.ParseFromString(*outputs[0].value));
  EXPECT_EQ(record.article().received().seconds(), 77);
  EXPECT_EQ(record.article().received().nanos(), 1'000'000);
  ASSERT_EQ(outputs[0].headers.size(), 1u);
  EXPECT_THAT(*outputs[0].headers[0].value, HasSubstr("EnrichedArticle")) << "what it is now";
  EXPECT_EQ(outputs[1].lane, Lane::kState);
  EXPECT_EQ(outputs[1].value, std::nullopt);
  EXPECT_THAT(recorder_.stages, ElementsAre("decode KILLED 2/6", "count KILLED 2/6"));
}

TEST_F(ChainTest, AKillOnWhichTheProcessDiedGoesOnMarkedFailed) {
  Chain chain(Counting(), options_, clock_, journal_, recorder_);
  std::vector<Output> outputs;
  Input kill = Raw("");
  kill.key = "u";
  kill.value.reset();
  chain.ApplyWithout(kill, {.partition = Partition(2), .offset = Offset(5), .stages = 1u << 1, .deaths = 3}, &outputs);
  ASSERT_EQ(outputs.size(), 2u);
  EXPECT_EQ(testing::Describe(outputs[0]), "u: canceled; count FAILED CRASH");
  EXPECT_EQ(outputs[1].lane, Lane::kDead);
}

TEST_F(ChainTest, WhatFailsBehindAStatefulStageUndoesTheRecord) {
  for (const char* what : {"throw-count", "foreign-count", "reject-count"}) {
    Chain chain(Counting(), options_, clock_, journal_, recorder_);
    std::vector<Output> outputs;
    chain.Apply(Raw(std::string(what) + " u 1"), &outputs);
    ASSERT_EQ(outputs.size(), 2u) << what << ": the article and a letter";
    EXPECT_EQ(outputs[1].lane, Lane::kDead);
    chain.Apply(Raw("article u 2"), &outputs);
    EXPECT_THAT(testing::Describe(outputs[2]), HasSubstr("story u/1 of 1")) << what;
  }
}

// The step has counted, but with its field the article would be larger than a record may be.
TEST_F(ChainTest, AFieldThatMakesTheArticleTooLargeIsForgotten) {
  options_.max_enriched_bytes = 12'000;
  Chain chain(Counting(), options_, clock_, journal_, recorder_);
  const auto* const memory = static_cast<testing::ToyStateful*>(chain.stateful());
  std::vector<Output> outputs;
  chain.Apply(Raw("article " + std::string(3'000, 'u') + " 1"), &outputs);
  ASSERT_EQ(outputs.size(), 2u) << "the article and a letter, and nothing of the state";
  EXPECT_THAT(testing::Describe(outputs[0]), HasSubstr("count FAILED TOO_LARGE"));
  EXPECT_EQ(outputs[1].lane, Lane::kDead);
  EXPECT_TRUE(memory->Memory(Partition(2)).empty());
  chain.Apply(Raw("article u 2"), &outputs);
  EXPECT_THAT(testing::Describe(outputs[2]), HasSubstr("story u/1 of 1")) << "the first that counts";
}

// The article is fine, but the budget of the record's articles is used up when it has passed every stage.
TEST_F(ChainTest, AnArticleWithoutRoomIsForgotten) {
  options_.max_enriched_bytes = 20'000;
  options_.max_output_bytes = 40'000;
  Chain chain(Counting(), options_, clock_, journal_, recorder_);
  const auto* const memory = static_cast<testing::ToyStateful*>(chain.stateful());
  std::vector<Output> outputs;
  chain.Apply(Raw("feed/article u 3000"), &outputs);
  uint64_t passed = 0;
  for (const Output& output : outputs) passed += output.lane == Lane::kOut;
  EXPECT_LT(passed, 3000u);
  EXPECT_GT(passed, 0u);
  uint64_t counted = 0;
  for (const auto& [key, value] : memory->Memory(Partition(2)))
    counted = std::max<uint64_t>(counted, std::stoull(value.substr(value.find(' '))));
  EXPECT_EQ(counted, passed);
}

}  // namespace
}  // namespace marsad::pipeline
