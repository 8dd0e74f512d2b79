#include "lib/app/stage_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "marsad/config/v1/config.pb.h"

namespace marsad::app {
namespace {

using ::testing::ElementsAre;
using Config = config::v1::Config;
using Names = std::vector<std::string>;

Result<pipeline::DecoderFactory> LoadToyDecoder(const Config&) { return Fail("not here"); }
Result<pipeline::EnricherFactory> LoadToyEnricher(const Config&) { return Fail("not here"); }
Result<pipeline::StatefulFactory> LoadToyStateful(const Config&) { return Fail("not here"); }

// read, then weigh; sort goes on from there, and count reads the same beside it.
std::vector<StageEntry> Toys() {
  return {
      {.name = "read", .input = "raw", .output = {.key = "articles"}, .load_decoder = LoadToyDecoder},
      {.name = "weigh", .input = "articles", .output = {.key = "normalized"}, .load_enricher = LoadToyEnricher},
      {.name = "sort",
       .input = "normalized",
       .output = {.key = "tagged", .partitions = 1},
       .load_enricher = LoadToyEnricher},
      {.name = "count",
       .input = "normalized",
       .output = {.key = "enriched", .is_compacted = true},
       .load_enricher = LoadToyEnricher},
  };
}

std::string TableError(const std::vector<StageEntry>& table) {
  const auto fit = CheckTable(table);
  return fit ? "no error" : fit.error().message;
}

TEST(CheckTableTest, EachMistakeOfANewRowIsNamed) {
  EXPECT_EQ(TableError(Toys()), "no error");
  const auto error = [](auto change) {
    std::vector<StageEntry> table = Toys();
    change(&table);
    return TableError(table);
  };
  EXPECT_EQ(error([](auto* table) { table->back().name = ""; }), "stage table: a stage without a name");
  EXPECT_EQ(error([](auto* table) { table->back().name = "read"; }), "stage table: read: is there twice");
  EXPECT_EQ(error([](auto* table) { table->back().load_enricher = nullptr; }),
            "stage table: count: needs exactly one loader");
  EXPECT_EQ(error([](auto* table) { table->back().load_decoder = LoadToyDecoder; }),
            "stage table: count: needs exactly one loader");
  EXPECT_EQ(error([](auto* table) { table->back().input = "weighed"; }),
            "stage table: count: topic \"weighed\" is not in `topics` of the configuration");
  EXPECT_EQ(error([](auto* table) { table->back().output = {}; }),
            "stage table: count: topic \"\" is not in `topics` of the configuration");
}

// The toys with a count that remembers: what it wrote before is its state's topic now.
std::vector<StageEntry> StatefulToys() {
  std::vector<StageEntry> table = Toys();
  table.erase(table.begin() + 2);
  table.back().load_enricher = nullptr;
  table.back().load_stateful = LoadToyStateful;
  table.back().output = {.key = "tagged"};
  table.back().state = {.key = "enriched", .is_compacted = true};
  return table;
}

TEST(CheckTableTest, AStageWithStateNeedsATopicThatKeepsIt) {
  EXPECT_EQ(TableError(StatefulToys()), "no error");
  const auto error = [](auto change) {
    std::vector<StageEntry> table = StatefulToys();
    change(&table);
    return TableError(table);
  };
  EXPECT_EQ(error([](auto* table) { table->back().state = {}; }),
            "stage table: count: keeps state, but has no topic for it");
  EXPECT_EQ(error([](auto* table) { table->back().state.is_compacted = false; }),
            "stage table: count: its state would be lost to retention: the topic must be compacted");
  EXPECT_EQ(error([](auto* table) { table->back().state.partitions = 1; }),
            "stage table: count: its state needs the partitions of its input: say 0");
  EXPECT_EQ(error([](auto* table) { table->back().state.key = "kept"; }),
            "stage table: count: topic \"kept\" is not in `topics` of the configuration");
  EXPECT_EQ(error([](auto* table) { table->back().load_enricher = LoadToyEnricher; }),
            "stage table: count: needs exactly one loader");
  EXPECT_EQ(error([](auto* table) {
              table->back().load_stateful = nullptr;
              table->back().load_enricher = LoadToyEnricher;
            }),
            "stage table: count: has a topic for state, but a loader that keeps none");
}

TEST(CheckTableTest, WhoLooksAtAllRecordsReadsATopicThatHoldsThem) {
  std::vector<StageEntry> table = Toys();
  table.back().input = "tagged";
  table.back().input_partitions = 1;
  EXPECT_EQ(TableError(table), "no error");
  table[2].output.partitions = 0;
  EXPECT_EQ(TableError(table), "stage table: count: needs 1 partitions, but sort writes another number");
}

TEST(CheckTableTest, ARelayHasNoLoader) {
  std::vector<StageEntry> table = Toys();
  table[2].load_enricher = nullptr;
  table[2].is_relay = true;
  EXPECT_EQ(TableError(table), "no error");
  table[2].load_enricher = LoadToyEnricher;
  EXPECT_EQ(TableError(table), "stage table: sort: needs exactly one loader");
  table[2].load_enricher = nullptr;
  table[2].state_hours = [](const Config&) -> int64_t { return 3; };
  EXPECT_EQ(TableError(table), "stage table: sort: says how long its state is of use, but has none");
}

// What every article would come out of twice, or never end.
TEST(CheckTableTest, ATopicHasOneWriterAndIsNotReadBeforeIt) {
  std::vector<StageEntry> table = Toys();
  table.back().output.key = "tagged";
  EXPECT_EQ(TableError(table), "stage table: count: writes topic \"tagged\", which another one writes");
  table.back().output.key = "dead";
  EXPECT_EQ(TableError(table), "stage table: count: writes topic \"dead\", which another one writes");
  table.back().output.key = "normalized";
  EXPECT_EQ(TableError(table), "stage table: count: writes topic \"normalized\", which is read before it");
  table = StatefulToys();
  table.back().state.key = "tagged";
  EXPECT_EQ(TableError(table), "stage table: count: writes topic \"tagged\", which another one writes");
}

TEST(SelectStagesTest, OnlyWhatFollowsEachOtherIsChained) {
  const std::vector<StageEntry> table = Toys();
  const auto select = [&](const Names& names) {
    const auto rows = SelectStages(table, names);
    if (!rows) return rows.error().message;
    return StageNames(*rows);
  };
  EXPECT_EQ(select({"read", "weigh", "sort"}), "read, weigh, sort");
  EXPECT_EQ(select({"weigh", "count"}), "weigh, count");
  EXPECT_EQ(select({"count"}), "count");
  EXPECT_EQ(select({"sort", "count"}),
            "stages: not neighbours in order; allowed: any that follow each other in read, weigh, sort, count");
  EXPECT_EQ(select({}), "stages: none; allowed: read, weigh, sort, count");
  EXPECT_EQ(select({"read", "tag"}), "stages: \"tag\" is no stage; allowed: read, weigh, sort, count");
}

TEST(SelectStagesTest, WhatHasPartitionsOfItsOwnIsReadFromItsTopic) {
  std::vector<StageEntry> table = Toys();
  table.back().input = "tagged";
  const Names names = {"sort", "count"};
  const auto rows = SelectStages(table, names);
  ASSERT_FALSE(rows);
  EXPECT_EQ(
      rows.error().message,
      "stages: sort writes a topic with partitions of its own, which count must read from there; allowed: count in "
      "another process");
  EXPECT_TRUE(SelectStages(table, std::vector<std::string>{"weigh", "sort"}));
}

// The chain has room for what one of them remembers.
TEST(SelectStagesTest, OneStageWithStateInAProcess) {
  std::vector<StageEntry> table = StatefulToys();
  const Names names = {"weigh", "count"};
  EXPECT_TRUE(SelectStages(table, names));
  table[1].load_enricher = nullptr;
  table[1].load_stateful = LoadToyStateful;
  table[1].state = {.key = "raw", .is_compacted = true};
  const auto rows = SelectStages(table, names);
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().message, "stages: two that keep state; allowed: one in a process");
}

TEST(MainChainTest, IsWhatAnArticlePassesFromTheFirstOn) {
  EXPECT_EQ(StageNames(MainChain(Toys())), "read, weigh, sort");
  EXPECT_TRUE(MainChain({}).empty());
}

TEST(PipelineTopicsTest, AreThoseOfTheTableEachOnce) {
  Config config;
  config.mutable_topics()->set_tagged("sorted");
  std::vector<StageEntry> table = Toys();
  table.back().output.partitions = 3;
  Names shown;
  for (const kafka::TopicNeed& need : PipelineTopics(config, table)) {
    shown.push_back(need.name + " " + std::to_string(need.max_record_bytes) + (need.same_partitions ? " alike" : "") +
                    " " + std::to_string(need.partitions) + (need.is_compacted ? " compacted" : ""));
  }
  EXPECT_THAT(shown, ElementsAre("news.raw 2097152 alike 0", "news.articles 12582912 alike 0",
                                 "news.normalized 12582912 alike 0", "sorted 12582912 1",
                                 "news.enriched 12582912 3 compacted", "news.dead 16777216 0"));
}

// So `marsad topics`, the check and the start know it: with the partitions of the input, one for each thread at least.
TEST(PipelineTopicsTest, TheStateOfAStageIsOneOfThem) {
  Config config;
  config.set_threads(3);
  const std::vector<kafka::TopicNeed> needs = PipelineTopics(config, StatefulToys());
  ASSERT_EQ(needs.size(), 6u);
  EXPECT_EQ(needs[2].name, "news.normalized");
  EXPECT_EQ(needs[2].min_partitions, 3);
  EXPECT_EQ(needs[4].name, "news.enriched");
  EXPECT_TRUE(needs[4].is_compacted);
  EXPECT_TRUE(needs[4].same_partitions);
  EXPECT_EQ(needs[4].min_partitions, 0);
  EXPECT_EQ(needs[4].retention, std::chrono::hours(0));
}

TEST(PipelineTopicsTest, OnePartitionForAllThatAStageLooksAtTogether) {
  std::vector<StageEntry> table = StatefulToys();
  table.back().input_partitions = 1;
  table.back().state_hours = [](const Config& config) -> int64_t { return config.threads() + 5; };
  const std::vector<kafka::TopicNeed> needs = PipelineTopics(Config(), {&table.back(), 1});
  ASSERT_EQ(needs.size(), 4u);
  for (size_t i = 0; i < 3; ++i) {  // input, output, state
    EXPECT_EQ(needs[i].partitions, 1) << needs[i].name;
    EXPECT_FALSE(needs[i].same_partitions) << needs[i].name;
  }
  EXPECT_EQ(needs[1].retention, std::chrono::hours(0));
  EXPECT_EQ(needs[2].retention, std::chrono::hours(6));
}

}  // namespace
}  // namespace marsad::app
