#include "lib/pipeline/chain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <memory>

#include "lib/pipeline/testing/chain_fixture.h"
#include "lib/pipeline/testing/memory_log.h"
#include "marsad/v1/dead_letter.pb.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::pipeline {
namespace {

using testing::ChainTest;
using ::testing::ElementsAre;
using testing::FakeClock;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST_F(ChainTest, AppliesEveryStageInOrder) {
  EXPECT_THAT(Of("article u 1"),
              ElementsAre("u: article 1; tag article 1; summary article 1; decode OK, tag OK, summarize OK"));
  EXPECT_THAT(recorder_.stages, ElementsAre("tag OK 2/5", "summarize OK 2/5", "decode OK 2/5"));
  EXPECT_THAT(journal_.notes,
              ElementsAre("2/5 in 31", "2/5 in 0", "2/5 in 31", "2/5 in 1", "2/5 in 31", "2/5 in 2", "2/5 in 31"));
  EXPECT_FALSE(journal_.entered);
  EXPECT_THAT(recorder_.inputs, ElementsAre(11u));
  Chain chain(testing::ToyStages(), options_, clock_, journal_, recorder_);
  EXPECT_THAT(chain.stage_names(), ElementsAre("decode", "tag", "summarize"));
}

TEST_F(ChainTest, StagesAreReplacedBetweenRecords) {
  Chain chain(Only(testing::ToyEnricher("tag")), options_, clock_, journal_, recorder_);
  std::vector<Output> outputs;
  const auto article = Apply(Only(testing::ToyDecoder()), Raw("article u 1"));
  chain.Apply(Raw(*article.at(0).value), &outputs);
  chain.Replace(Only(testing::ToyEnricher("summarize")));
  EXPECT_THAT(chain.stage_names(), ElementsAre("summarize"));
  chain.Apply(Raw(*article.at(0).value), &outputs);
  chain.Replace(testing::ToyStages());
  chain.Apply(Raw("article u 2"), &outputs);
  EXPECT_THAT(DescribeAll(outputs),
              ElementsAre(HasSubstr(": article 1; tag article 1; decode OK, tag OK"),
                          HasSubstr(": article 1; summary article 1; decode OK, summarize OK"),
                          "u: article 2; tag article 2; summary article 2; decode OK, tag OK, summarize OK"));
}

TEST_F(ChainTest, ARelayPassesBytesOn) {
  Stages stages;
  stages.push_back(std::make_unique<Relay>("order"));
  Chain chain(std::move(stages), options_, clock_, journal_, recorder_);
  const auto article = Apply(Only(testing::ToyDecoder()), Raw("article u 1"));
  const std::string value = *article.at(0).value + std::string("\xa2\x06\x01x");  // an unknown field
  const std::vector<record::HeaderView> headers = {{"x", "y"}, {"content-type", "any"}};
  std::vector<Output> outputs;
  recorder_.stages.clear();
  chain.Apply({.partition = Partition(2),
               .offset = Offset(5),
               .timestamp = Timestamp::FromMillis(77),
               .key = "k",
               .value = value,
               .headers = headers},
              &outputs);
  Input kill = Raw("");
  kill.value.reset();
  chain.Apply(kill, &outputs);
  ASSERT_EQ(outputs.size(), 2u);
  EXPECT_EQ(outputs[0].value, value);
  EXPECT_EQ(outputs[0].key, "k");
  EXPECT_EQ(outputs[0].timestamp, Timestamp::FromMillis(77));
  ASSERT_EQ(outputs[0].headers.size(), 2u);
  EXPECT_EQ(outputs[0].headers[0].key, "x");
  EXPECT_EQ(outputs[0].headers[1].value, "any");
  EXPECT_EQ(outputs[0].partition, std::nullopt);
  EXPECT_EQ(outputs[1].value, std::nullopt);
  EXPECT_THAT(outputs[1].headers, ::testing::IsEmpty());
  EXPECT_THAT(recorder_.stages, ElementsAre("order OK 2/5", "order KILLED 2/5"));
}

TEST_F(ChainTest, ADecoderComesFirstOrNotAtAll) {
  Stages stages = testing::ToyStages(false);
  stages.push_back(testing::ToyDecoder());
  EXPECT_DEATH(Chain(std::move(stages), options_, clock_, journal_, recorder_), "");
  EXPECT_DEATH(Chain(Stages(), options_, clock_, journal_, recorder_), "");
}

TEST_F(ChainTest, ADecoderMayMakeSeveralOrNone) {
  EXPECT_THAT(Of("two u 1"),
              ElementsAre("u: two 1; tag two 1; summary two 1; decode OK, tag OK, summarize OK",
                          "u: two 1 again; tag two 1 again; summary two 1 again; decode OK, tag OK, summarize OK"));
  EXPECT_THAT(recorder_.stages,
              ElementsAre("tag OK 2/5", "summarize OK 2/5", "tag OK 2/5", "summarize OK 2/5", "decode OK 2/5"));
  EXPECT_THAT(Of("none u 1"), IsEmpty());
}

TEST_F(ChainTest, SkipsAndRejectsOfTheDecoder) {
  EXPECT_THAT(Of("skip u 1"), IsEmpty());
  EXPECT_THAT(Of("reject u 1"), ElementsAre("BAD_FIELD by decode: 2/5 reject u 1"));
  EXPECT_THAT(Of("throw u 1"), ElementsAre("STAGE_FAILED by decode: 2/5 throw u 1"));
  EXPECT_THAT(recorder_.stages, ElementsAre("decode SKIPPED toy_skip 2/5", "decode REJECTED BAD_FIELD 2/5",
                                            "decode REJECTED STAGE_FAILED 2/5"));
  EXPECT_FALSE(journal_.entered) << "an exception is no death";
}

TEST_F(ChainTest, ADecoderThatBreaksItsContractHasFailed) {
  EXPECT_THAT(Of("keyless u 1"), ElementsAre("STAGE_FAILED by decode: 2/5 keyless u 1"));
  EXPECT_THAT(Of("foreign u 1"), ElementsAre("STAGE_FAILED by decode: 2/5 foreign u 1"));
  EXPECT_THAT(Of("broken u 1"), ElementsAre("STAGE_FAILED by decode: 2/5 broken u 1"));
}

TEST_F(ChainTest, KillsPassWithKeyAndHeaders) {
  const std::vector<record::HeaderView> headers = {{"content-type", "text/plain"}, {"x", std::nullopt}};
  const Input kill = {.partition = Partition(2),
                      .offset = Offset(5),
                      .timestamp = Timestamp::FromMillis(77),
                      .key = "u",
                      .value = std::nullopt,
                      .headers = headers};
  const auto outputs = Apply(testing::ToyStages(), kill);
  EXPECT_THAT(DescribeAll(outputs), ElementsAre("u: kill"));
  EXPECT_EQ(outputs[0].timestamp, Timestamp::FromMillis(77));
  ASSERT_EQ(outputs[0].headers.size(), 3u);
  EXPECT_EQ(outputs[0].headers[0].value, "text/plain");
  EXPECT_EQ(outputs[0].headers[1].value, std::nullopt);
  EXPECT_EQ(outputs[0].headers[2].key, record::kOriginalHeader);
  EXPECT_EQ(outputs[0].headers[2].value, "news.raw:2:5") << "what an article has in Article.input";
  EXPECT_THAT(recorder_.stages, ElementsAre("decode KILLED 2/5", "tag KILLED 2/5", "summarize KILLED 2/5"));
  EXPECT_THAT(journal_.notes, ElementsAre("2/5 in 31"));
}

TEST_F(ChainTest, AKillWithoutAKeyIsADeadLetter) {
  Input kill = Raw("");
  kill.value.reset();
  kill.key.reset();
  EXPECT_THAT(DescribeAll(Apply(testing::ToyStages(), kill)), ElementsAre("KEYLESS_KILL by decode: 2/5 (null)"));
  kill.key = "";
  EXPECT_THAT(DescribeAll(Apply(testing::ToyStages(), kill)), ElementsAre("KEYLESS_KILL by decode: 2/5 (null)"));
}

TEST_F(ChainTest, AKillThatIsTooLargeToPassIsADeadLetter) {
  options_.max_enriched_bytes = 10'000;
  options_.max_dead_bytes = 8'192;
  const std::string header(9'900, 'h');
  const std::vector<record::HeaderView> headers = {{"large", header}};
  Input kill = {.partition = Partition(2), .offset = Offset(5), .key = "u", .value = std::nullopt, .headers = headers};
  EXPECT_THAT(DescribeAll(Apply(testing::ToyStages(), kill)), ElementsAre("TOO_LARGE by decode: 2/5 (null)"));
  kill.headers = {};
  EXPECT_THAT(DescribeAll(Apply(testing::ToyStages(), kill)), ElementsAre("u: kill"));
}

TEST_F(ChainTest, RefusesBeforeAnyStage) {
  options_.max_raw_bytes = 20;
  EXPECT_THAT(Of(""), ElementsAre("EMPTY by decode: 2/5 "));
  EXPECT_THAT(Of("article u 123456789_"), ElementsAre(HasSubstr("u: article")));
  recorder_.stages.clear();
  EXPECT_THAT(Of("article u 123456789_1"), ElementsAre("TOO_LARGE by decode: 2/5 article u 123456789_1"));
  EXPECT_THAT(DescribeAll(Apply(testing::ToyStages(false), Raw("\xff\xff"))),
              ElementsAre("MALFORMED by tag: 2/5 \xff\xff"));
  EXPECT_THAT(recorder_.stages, ElementsAre("decode REJECTED TOO_LARGE 2/5", "tag REJECTED MALFORMED 2/5"));
}

TEST_F(ChainTest, ATooLargeFieldIsLeftOut) {
  options_.max_enriched_bytes = 20'000;
  EXPECT_THAT(Of("big-tag u 15000"), ElementsAre(HasSubstr("decode OK, tag OK, summarize OK")));
  EXPECT_THAT(Of("big-tag u 16000"),
              ElementsAre("u: big-tag 16000; summary big-tag 16000; decode OK, tag FAILED TOO_LARGE, summarize OK",
                          "TOO_LARGE by tag: 2/5 big-tag u 16000 (copy)"));
}

TEST_F(ChainTest, EveryOutputStaysWithinItsLimit) {
  options_.max_enriched_bytes = 2'000;
  options_.max_dead_bytes = 8'192;
  const std::string header(9'000, 'h');
  const std::vector<record::HeaderView> headers = {{"large", header}};
  Input input = Raw("article u 1");
  input.headers = headers;
  const auto outputs = Apply(testing::ToyStages(), input);
  ASSERT_EQ(outputs.size(), 1u) << "an article that fits with nothing but its headers cannot pass";
  EXPECT_EQ(outputs[0].lane, Lane::kDead);
  v1::DeadLetter letter;
  ASSERT_TRUE(letter.ParseFromString(*outputs[0].value));
  EXPECT_EQ(letter.code(), v1::DeadLetter::TOO_LARGE);
  EXPECT_TRUE(letter.headers_omitted());
}

TEST_F(ChainTest, EmptyHeadersCountToo) {
  options_.max_enriched_bytes = 20'000;
  const std::vector<record::HeaderView> headers(3'000, {"", ""});  // two to ten bytes each on the wire
  Input input = Raw("article u 1");
  input.headers = headers;
  const auto outputs = Apply(testing::ToyStages(), input);
  ASSERT_EQ(outputs.size(), 1u);
  EXPECT_EQ(outputs[0].lane, Lane::kDead);
}

RC_GTEST_FIXTURE_PROP(ChainTest, ArticlesNeverOutgrowTheirLimit, ()) {
  options_.max_enriched_bytes = *rc::gen::inRange<size_t>(4'096, 40'000);
  const std::string what = *rc::gen::element<std::string>("big-tag", "big-summarize", "article");
  const std::string size = std::to_string(*rc::gen::inRange<size_t>(0, 40'000));
  for (const Output& output : Apply(testing::ToyStages(), Raw(what + " u " + size))) {
    if (output.lane == Lane::kOut)
      RC_ASSERT(output.value->size() + output.key->size() + 170 <= options_.max_enriched_bytes);
  }
}

TEST_F(ChainTest, DecodersSayWhatTheirOutputIs) {
  const std::vector<record::HeaderView> headers = {{"Content-Type", "application/json"},
                                                   {"traceparent", "00-aa-bb-01"},
                                                   {"__value_schema_id", "x"},
                                                   {"CE_DataContentType", "text/html"},
                                                   {"ce_id", "17"},
                                                   {"ce_dataschema", "y"},
                                                   {"null", std::nullopt}};
  Input input = Raw("article u 1");
  input.headers = headers;
  const auto outputs = Apply(testing::ToyStages(), input);
  ASSERT_EQ(outputs.size(), 1u);
  EXPECT_EQ(outputs[0].timestamp, Timestamp::FromMillis(9'000));
  EXPECT_EQ(outputs[0].key, "u");
  std::vector<std::string> seen;
  for (const auto& header : outputs[0].headers) seen.push_back(header.key + "=" + header.value.value_or("(null)"));
  EXPECT_THAT(seen, ElementsAre("traceparent=00-aa-bb-01", "ce_id=17", "null=(null)",
                                "content-type=application/x-protobuf; messageType=marsad.v1.EnrichedArticle"));
}

TEST_F(ChainTest, ARecordThatWasSentAgainKeepsThePlaceOfItsOriginal) {
  const auto input_of = [&](record::HeadersView headers) {
    Input input = Raw("article u 1");
    input.headers = headers;
    v1::EnrichedArticle record;
    EXPECT_TRUE(record.ParseFromString(*Apply(testing::ToyStages(), input).at(0).value));
    return record.article().input().ShortDebugString();
  };
  const std::vector<record::HeaderView> again = {{"marsad-original", "news.raw:0:3"}, {"marsad-redrives", "1"}};
  EXPECT_EQ(input_of(again), "topic: \"news.raw\" partition: 0 offset: 3");
  const std::vector<record::HeaderView> forged = {{"marsad-original", "news.raw:zero:3"}};
  EXPECT_EQ(input_of(forged), "topic: \"news.raw\" partition: 2 offset: 5");
}

TEST_F(ChainTest, EnrichersCarryKeyHeadersAndTimestamp) {
  const auto article = Apply(Only(testing::ToyDecoder()), Raw("article u 1"));
  const std::vector<record::HeaderView> headers = {{"content-type", "a"}, {"content-type", std::nullopt}};
  const auto outputs =
      Apply(testing::ToyStages(false),
            {.timestamp = Timestamp(), .key = std::nullopt, .value = *article[0].value, .headers = headers});
  ASSERT_EQ(outputs.size(), 1u);
  EXPECT_EQ(outputs[0].timestamp, Timestamp());
  EXPECT_EQ(outputs[0].key, std::nullopt) << "only a decoder sets a key";
  ASSERT_EQ(outputs[0].headers.size(), 2u);
  EXPECT_EQ(outputs[0].headers[0].value, "a");
  EXPECT_EQ(outputs[0].headers[1].value, std::nullopt);
}

TEST_F(ChainTest, StampsRunsByTheClock) {
  clock_ = FakeClock(std::chrono::microseconds(1));
  const auto outputs = Apply(Only(testing::ToyEnricher("tag")), Raw("\x0A\x03\x0A\x01u"));
  v1::EnrichedArticle article;
  ASSERT_TRUE(article.ParseFromString(*outputs.at(0).value));
  ASSERT_EQ(article.runs_size(), 1);
  const v1::StageRun& run = article.runs(0);
  EXPECT_EQ(run.build(), "7");
  EXPECT_EQ(run.bundle(), "toy-bundle");
  EXPECT_EQ(run.started().seconds(), FakeClock::kEpochMicros / 1'000'000 + 3'600);
  EXPECT_GT(run.finished().nanos(), run.started().nanos());
  EXPECT_GT(recorder_.took.at(0).count(), 0);
}

TEST_F(ChainTest, TellsAgesAndSizes) {
  v1::EnrichedArticle article;
  article.mutable_article()->set_uri("u");
  const int64_t now = clock_.UnixMicros() / 1'000'000;
  article.mutable_article()->mutable_received()->set_seconds(now - 2);
  article.mutable_article()->mutable_published()->mutable_utc()->set_seconds(now - 60);
  article.mutable_article()->mutable_published()->set_offset_minutes(180);
  const auto outputs = Apply(testing::ToyStages(false), Raw(article.SerializeAsString()));
  ASSERT_EQ(recorder_.outputs.size(), 1u);
  EXPECT_DOUBLE_EQ(recorder_.outputs[0].since_received_seconds, 2);
  EXPECT_DOUBLE_EQ(recorder_.outputs[0].since_published_seconds, 60);
  EXPECT_EQ(recorder_.outputs[0].bytes, outputs[0].value->size());
  Of("reject u 1");
  EXPECT_TRUE(recorder_.outputs.at(1).dead);
  EXPECT_LT(recorder_.outputs.at(1).since_received_seconds, 0);
}

// The clock stands still, so StageRun times are equal and the bytes must be.
std::vector<Output> OneByOne(const ChainOptions& options, const Input& input) {
  FakeClock clock;
  Observer nobody;
  const auto journal = NullJournal();
  std::vector<Stages> processes(3);
  processes[0].push_back(testing::ToyDecoder());
  processes[1].push_back(testing::ToyEnricher("tag"));
  processes[2].push_back(testing::ToyEnricher("summarize"));
  std::vector<Output> records;
  Chain first(std::move(processes[0]), options, clock, *journal, nobody);
  first.Apply(input, &records);
  for (size_t next : {1u, 2u}) {
    Chain chain(std::move(processes[next]), options, clock, *journal, nobody);
    std::vector<Output> outputs;
    for (const Output& output : records) {
      if (output.lane != Lane::kOut) continue;
      std::vector<record::HeaderView> headers;
      for (const auto& header : output.headers) headers.push_back({header.key, header.value});
      Input between{.timestamp = output.timestamp, .key = *output.key, .value = std::nullopt, .headers = headers};
      if (output.value) between.value = *output.value;
      chain.Apply(between, &outputs);
    }
    records = std::move(outputs);
  }
  return records;
}

RC_GTEST_FIXTURE_PROP(ChainTest, ChainedAndSeparateGiveTheSameRecords, ()) {
  options_.max_enriched_bytes = *rc::gen::element<size_t>(4'096, 20'000, 12u << 20);
  const std::string what = *rc::gen::element<std::string>("article", "two", "none", "skip", "reject", "reject-tag",
                                                          "reject-summarize", "throw-tag", "foreign-summarize",
                                                          "broken-tag", "broken-summarize", "big-tag", "big-summarize");
  const std::string value = what + " u " + std::to_string(*rc::gen::inRange(0, 30'000));
  const std::vector<record::HeaderView> headers = {{"content-type", "text/plain"}, {"ce_id", "1"}};
  Input input = Raw(value);
  input.headers = headers;
  std::vector<Output> chained = Apply(testing::ToyStages(), input);
  std::erase_if(chained, [](const Output& output) { return output.lane == Lane::kDead; });
  std::vector<Output> separate = OneByOne(options_, input);
  std::erase_if(separate, [](const Output& output) { return output.lane == Lane::kDead; });
  RC_ASSERT(chained.size() == separate.size());
  for (size_t i = 0; i < chained.size(); ++i) {
    RC_ASSERT(chained[i].value == separate[i].value);
    RC_ASSERT(chained[i].key == separate[i].key);
    RC_ASSERT(chained[i].timestamp == separate[i].timestamp);
    RC_ASSERT(chained[i].headers.size() == separate[i].headers.size());
    for (size_t h = 0; h < chained[i].headers.size(); ++h) {
      RC_ASSERT(chained[i].headers[h].key == separate[i].headers[h].key);
      RC_ASSERT(chained[i].headers[h].value == separate[i].headers[h].value);
    }
  }
}

TEST_F(ChainTest, AReprocessedRecordNeverDoubles) {
  const auto once = Apply(testing::ToyStages(), Raw("article u 1"));
  Input again = Raw(*once.at(0).value);
  const auto twice = Apply(testing::ToyStages(false), again);
  EXPECT_EQ(twice.at(0).value, once.at(0).value);
}

}  // namespace
}  // namespace marsad::pipeline
