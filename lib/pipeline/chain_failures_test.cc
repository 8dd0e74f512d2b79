// What a chain makes of failures: which go on, and what the dead letter says. How many it may be: bounds_test.cc.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/pipeline/testing/chain_fixture.h"
#include "lib/pipeline/testing/memory_log.h"
#include "marsad/v1/dead_letter.pb.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::pipeline {
namespace {

using testing::ChainTest;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::ToyEnricher;

// Of the last output.
v1::DeadLetter LetterOf(const std::vector<Output>& outputs) {
  v1::DeadLetter letter;
  if (outputs.empty() || outputs.back().lane != Lane::kDead || !letter.ParseFromString(*outputs.back().value)) {
    ADD_FAILURE() << "the last output is no dead letter";
  }
  return letter;
}

TEST_F(ChainTest, ABadArticleOfARecordDoesNotLoseTheOthers) {
  EXPECT_THAT(Of("part u 1"), ElementsAre("u: part 1; tag part 1; summary part 1; decode OK, tag OK, summarize OK",
                                          "BAD_FIELD by decode: 2/5 part u 1 (copy)"));
  EXPECT_THAT(recorder_.stages, ElementsAre("tag OK 2/5", "summarize OK 2/5", "decode FAILED BAD_FIELD 2/5"));
  // Of a record of which nothing is passed on, the letter is no copy.
  options_.max_enriched_bytes = 60;
  EXPECT_THAT(Of("part u 1"), ElementsAre("BAD_FIELD by decode: 2/5 part u 1"));
}

TEST_F(ChainTest, OneDeadLetterHoweverManyArticlesOfARecordAreTooLarge) {
  options_.max_enriched_bytes = 60;
  EXPECT_THAT(Of("two u 1"), ElementsAre("TOO_LARGE by decode: 2/5 two u 1"));
  EXPECT_THAT(recorder_.stages, ElementsAre("decode REJECTED TOO_LARGE 2/5"));
}

TEST_F(ChainTest, AnEnricherThatFailsLetsTheArticlePass) {
  struct Case {
    const char* what;
    const char* code;
  };
  for (const Case& each : {Case{"reject-tag", "LIMIT_EXCEEDED"}, Case{"throw-tag", "STAGE_FAILED"},
                           Case{"foreign-tag", "STAGE_FAILED"}, Case{"broken-tag", "STAGE_FAILED"}}) {
    const std::string what = each.what;
    recorder_.stages.clear();
    EXPECT_THAT(Of(what + " u 1"), ElementsAre("u: " + what + " 1; summary " + what + " 1; decode OK, tag FAILED " +
                                                   each.code + ", summarize OK",
                                               std::string(each.code) + " by tag: 2/5 " + what + " u 1 (copy)"));
    EXPECT_THAT(recorder_.stages,
                ElementsAre("tag FAILED " + std::string(each.code) + " 2/5", "summarize OK 2/5", "decode OK 2/5"));
  }
}

TEST_F(ChainTest, DeadLettersHoldWhatCameIntoTheChain) {
  const std::vector<record::HeaderView> headers = {{"content-type", "text/plain"}};
  Input input = Raw("reject-summarize u 1");
  input.headers = headers;
  const auto outputs = Apply(testing::ToyStages(), input);
  ASSERT_EQ(outputs.size(), 2u);
  const Output& dead = outputs[1];
  v1::DeadLetter letter;
  ASSERT_TRUE(letter.ParseFromString(*dead.value));
  EXPECT_EQ(letter.stage(), "summarize");
  EXPECT_EQ(letter.topic(), "news.raw");
  EXPECT_EQ(letter.value(), "reject-summarize u 1");
  EXPECT_EQ(letter.headers(0).value(), "text/plain");
  EXPECT_EQ(letter.build(), "7");
  EXPECT_EQ(letter.bundle(), "toy-bundle");
  EXPECT_TRUE(letter.passed_on());
  EXPECT_EQ(dead.key, "k");
  EXPECT_FALSE(dead.timestamp.known()) << "that of its writing";
}

TEST_F(ChainTest, WithoutTheStagesInWhichItDied) {
  const Input input = Raw("die-all u 1");
  const Culprit both = {.partition = Partition(2), .offset = Offset(5), .stages = 0b110, .deaths = 4};
  const auto outputs = Apply(testing::ToyStages(), input, &both);
  EXPECT_THAT(DescribeAll(outputs), ElementsAre("u: die-all 1; decode OK, tag FAILED CRASH, summarize FAILED CRASH",
                                                "CRASH by tag: 2/5 die-all u 1 (copy)"));
  EXPECT_THAT(journal_.notes, ElementsAre("2/5 in 31", "2/5 in 0", "2/5 in 31"));
  const v1::DeadLetter letter = LetterOf(outputs);
  EXPECT_EQ(letter.detail(), "the process died 4 times on this record");
  ASSERT_EQ(letter.failures_size(), 2) << "one letter names both";
  EXPECT_EQ(letter.failures(1).uri(), "u");
  EXPECT_EQ(letter.failures(1).stage(), "summarize");
  EXPECT_EQ(letter.failures(1).code(), v1::DeadLetter::CRASH);
  const Culprit decoder = {.partition = Partition(2), .offset = Offset(5), .stages = 1, .deaths = 3};
  EXPECT_THAT(DescribeAll(Apply(testing::ToyStages(), Raw("die u 1"), &decoder)),
              ElementsAre("CRASH by decode: 2/5 die u 1"));
}

TEST_F(ChainTest, ADeathLeavesTheJournalInTheStage) {
  EXPECT_THROW(Of("die-summarize u 1"), testing::Death);
  EXPECT_TRUE(journal_.entered);
  EXPECT_EQ(journal_.notes.back(), "2/5 in 2");
}

// Out of memory is no reason to blame the article at once: it counts as a death in the stage.
TEST_F(ChainTest, TheEndOfMemoryIsADeathInTheStage) {
  EXPECT_THROW(Of("oom u 1"), std::bad_alloc);
  EXPECT_TRUE(journal_.entered);
  EXPECT_EQ(journal_.notes.back(), "2/5 in 0");
  EXPECT_THROW(Of("oom-summarize u 1"), std::bad_alloc);
  EXPECT_TRUE(journal_.entered);
  EXPECT_EQ(journal_.notes.back(), "2/5 in 2");
}

// Dies when it is told of outputs, which is in no stage.
class DyingObserver final : public Observer {
  void OnOutput(const OutputEvent&) override { throw testing::Death(); }
};

TEST_F(ChainTest, ADeathOutsideTheStagesIsCounted) {
  DyingObserver observer;
  for (const char* value : {"article u 1", "reject u 1", "reject-tag u 1", "feed/article u 3"}) {
    Chain chain(testing::ToyStages(), options_, clock_, journal_, observer);
    std::vector<Output> outputs;
    journal_ = {};
    EXPECT_THROW(chain.Apply(Raw(value), &outputs), testing::Death);
    EXPECT_TRUE(journal_.entered) << value;
    EXPECT_EQ(journal_.notes.back(), "2/5 in 31") << value;
  }
}

TEST_F(ChainTest, WhatKillsOutsideTheStagesIsKnownByItsCoordinatesAlone) {
  const std::vector<record::HeaderView> headers = {{"content-type", "text/plain"}};
  Input input = Raw("article u 1");
  input.headers = headers;
  const Culprit culprit = {
      .partition = Partition(2), .offset = Offset(5), .stages = 1u << kOutsideStages | 0b10, .deaths = 3};
  const auto outputs = Apply(testing::ToyStages(), input, &culprit);
  ASSERT_EQ(outputs.size(), 1u);
  EXPECT_EQ(outputs[0].key, std::nullopt);
  const v1::DeadLetter letter = LetterOf(outputs);
  EXPECT_EQ(letter.code(), v1::DeadLetter::CRASH);
  EXPECT_EQ(letter.detail(), "the process died 3 times on this record, outside its stages");
  EXPECT_EQ(letter.offset(), 5);
  EXPECT_EQ(letter.value_bytes(), 11u);
  EXPECT_EQ(letter.value_sha256().size(), 64u);
  EXPECT_TRUE(letter.value_omitted());
  EXPECT_FALSE(letter.has_value());
  EXPECT_EQ(letter.headers_size(), 0);
  EXPECT_FALSE(letter.passed_on());
  EXPECT_THAT(journal_.notes, ElementsAre("2/5 in 31")) << "no stage saw it";
}

// What normalize makes is all that tag and summarize work on.
Stages Needy() {
  const std::vector<Need> text = {{record::Field::kText, "normalize"}};
  Stages stages;
  stages.push_back(testing::ToyDecoder());
  stages.push_back(ToyEnricher("normalize"));
  stages.push_back(ToyEnricher("tag", text));
  stages.push_back(ToyEnricher("summarize", text));
  return stages;
}

TEST_F(ChainTest, OneCauseGivesOneLetter) {
  const auto outputs = Apply(Needy(), Raw("reject-normalize u 1"));
  EXPECT_THAT(
      DescribeAll(outputs),
      ElementsAre("u: reject-normalize 1; decode OK, normalize FAILED LIMIT_EXCEEDED, tag FAILED UPSTREAM_FAILED, "
                  "summarize FAILED UPSTREAM_FAILED",
                  "LIMIT_EXCEEDED by normalize: 2/5 reject-normalize u 1 (copy)"));
  EXPECT_EQ(LetterOf(outputs).failure_count(), 1u);
  EXPECT_THAT(recorder_.stages, ElementsAre("normalize FAILED LIMIT_EXCEEDED 2/5", "tag FAILED UPSTREAM_FAILED 2/5",
                                            "summarize FAILED UPSTREAM_FAILED 2/5", "decode OK 2/5"));
}

// Its StageRun takes it over every limit; it is one record all the same, and it was let in.
TEST_F(ChainTest, ASingleArticleAlwaysGoesOn) {
  v1::EnrichedArticle record;
  record.mutable_article()->set_uri("u");
  record.mutable_article()->set_title("reject-tag 1");
  record.mutable_summary()->set_text(std::string(1'000, 'x'));
  const std::string value = record.SerializeAsString();
  options_.max_enriched_bytes = value.size() + 101;  // with its key and frame
  options_.max_output_bytes = 1;
  const auto outputs = Apply(Only(ToyEnricher("tag")), Raw(value));
  ASSERT_EQ(outputs.size(), 2u);
  EXPECT_THAT(testing::Describe(outputs[0]), HasSubstr("tag FAILED LIMIT_EXCEEDED"));
  EXPECT_TRUE(LetterOf(outputs).passed_on());
}

TEST_F(ChainTest, TheFirstArticleGoesOnWhateverTheBudget) {
  options_.max_output_bytes = 1;
  const auto outputs = Apply(Only(testing::ToyDecoder()), Raw("feed/article u 3"));
  ASSERT_EQ(outputs.size(), 2u);
  EXPECT_EQ(outputs[0].lane, Lane::kOut);
  EXPECT_EQ(LetterOf(outputs).refused_articles(), 2u);
}

TEST_F(ChainTest, AStageOfItsOwnProcessSaysUpstreamFailedWithoutALetter) {
  Stages before = Needy();
  before.resize(2);
  const auto failed = Apply(std::move(before), Raw("reject-normalize u 1"));
  const auto outputs = Apply(Only(ToyEnricher("tag", {{record::Field::kText, "normalize"}})), Raw(*failed.at(0).value));
  ASSERT_EQ(outputs.size(), 1u);
  EXPECT_THAT(testing::Describe(outputs[0]), HasSubstr("tag FAILED UPSTREAM_FAILED"));
}

// Nobody failed on it: the topics are wrong, and a person has to hear of it.
TEST_F(ChainTest, AFieldThatNobodyMadeIsMissing) {
  const auto article = Apply(Only(testing::ToyDecoder()), Raw("article u 1"));
  const auto outputs =
      Apply(Only(ToyEnricher("tag", {{record::Field::kText, "normalize"}})), Raw(*article.at(0).value));
  ASSERT_EQ(outputs.size(), 2u);
  EXPECT_THAT(testing::Describe(outputs[0]), HasSubstr("tag FAILED MISSING_FIELD"));
  const v1::DeadLetter letter = LetterOf(outputs);
  EXPECT_EQ(letter.code(), v1::DeadLetter::MISSING_FIELD);
  EXPECT_EQ(letter.detail(), "the record has no \"text\": normalize, which makes it, has to run before");
  EXPECT_EQ(letter.failures(0).uri(), "u");
}

TEST_F(ChainTest, EachFieldThatAStageNeedsMustBeThere) {
  const auto article = Apply(Only(testing::ToyDecoder()), Raw("article u 1"));
  const auto outputs =
      Apply(Only(ToyEnricher("tag", {{record::Field::kArticle, "decode"}, {record::Field::kText, "normalize"}})),
            Raw(*article.at(0).value));
  EXPECT_EQ(LetterOf(outputs).code(), v1::DeadLetter::MISSING_FIELD);
}

// The last run counts: a record that was sent again and mended carries no trace of the failure.
TEST_F(ChainTest, AMendedArticleIsWhole) {
  Stages before = Needy();
  before.resize(2);
  const auto failed = Apply(std::move(before), Raw("reject-normalize u 1"));
  Stages again = Needy();
  again.erase(again.begin());
  v1::EnrichedArticle record;
  ASSERT_TRUE(record.ParseFromString(*failed.at(0).value));
  record.mutable_article()->set_title("article 1");
  const auto outputs = Apply(std::move(again), Raw(record.SerializeAsString()));
  ASSERT_EQ(outputs.size(), 1u);
  EXPECT_THAT(testing::Describe(outputs[0]), HasSubstr("normalize OK, tag OK, summarize OK"));
}

}  // namespace
}  // namespace marsad::pipeline
