#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <string>

#include "lib/app/config.h"
#include "marsad/config/v1/config.pb.h"

namespace marsad::app {
namespace {

using config::v1::Config;

Config Runnable() {
  Config config;
  (*config.mutable_kafka())["bootstrap.servers"] = "localhost:9092";
  return config;
}

// Four stages in a row; none of them is ever loaded.
StageTable ToyTable() {
  constexpr auto kDecoder = [](const Config&) -> Result<pipeline::DecoderFactory> { return Fail("not here"); };
  constexpr auto kEnricher = [](const Config&) -> Result<pipeline::EnricherFactory> { return Fail("not here"); };
  static constexpr std::array kTable = {
      StageEntry{.name = "read", .input = "raw", .output = {.key = "articles"}, .load_decoder = kDecoder},
      StageEntry{.name = "weigh", .input = "articles", .output = {.key = "normalized"}, .load_enricher = kEnricher},
      StageEntry{.name = "sort", .input = "normalized", .output = {.key = "tagged"}, .load_enricher = kEnricher},
      StageEntry{.name = "pack", .input = "tagged", .output = {.key = "enriched"}, .load_enricher = kEnricher},
  };
  return kTable;
}

std::string CheckError(const Config& config) {
  const auto ok = CheckConfig(config, ToyTable());
  return ok ? "no error" : ok.error().message;
}

TEST(CheckConfigTest, TheDefaultsWithABrokerAreFine) { EXPECT_EQ(CheckError(Runnable()), "no error"); }

TEST(CheckConfigTest, NeedsABroker) {
  EXPECT_EQ(CheckError(Config()),
            "kafka: bootstrap.servers is missing; give the brokers as HOST:PORT, comma-separated");
}

TEST(CheckConfigTest, SizesAreALadder) {
  Config config = Runnable();
  config.mutable_limits()->set_raw_bytes(12582912);
  EXPECT_EQ(CheckError(config), "limits.raw_bytes: 12582912; allowed: less than limits.enriched_bytes, 12582912");
  config = Runnable();
  config.mutable_limits()->set_dead_bytes(9000000);
  EXPECT_EQ(CheckError(config), "limits.enriched_bytes: 12582912; allowed: less than limits.dead_bytes, 9000000");
  config.mutable_limits()->clear_dead_bytes();
  config.mutable_limits()->set_output_bytes(9000000);
  EXPECT_EQ(CheckError(config), "limits.output_bytes: 9000000; allowed: not less than limits.enriched_bytes, 12582912");
}

TEST(CheckConfigTest, StagesAreNeighboursInOrder) {
  const auto error = [](std::initializer_list<const char*> stages) {
    Config config = Runnable();
    for (const char* stage : stages) config.add_stages(stage);
    return CheckError(config);
  };
  constexpr std::string_view kBad =
      "stages: not neighbours in order; allowed: any that follow each other in read, weigh, sort, pack";
  EXPECT_EQ(error({"read", "weigh", "sort", "pack"}), "no error");
  EXPECT_EQ(error({"weigh", "sort"}), "no error");
  EXPECT_EQ(error({"pack"}), "no error");
  EXPECT_EQ(error({"sort", "weigh"}), kBad);
  EXPECT_EQ(error({"read", "sort"}), kBad);
  EXPECT_EQ(error({"sort", "sort"}), kBad);
  EXPECT_EQ(error({"pack", "pack"}), kBad);
  EXPECT_EQ(error({"tag"}), "stages: \"tag\" is no stage; allowed: read, weigh, sort, pack");
}

TEST(CheckConfigTest, TheTableOfStagesIsCheckedToo) {
  const std::vector<StageEntry> twice = {ToyTable()[0], ToyTable()[0]};
  const auto checked = CheckConfig(Runnable(), twice);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().message, "stage table: read: is there twice");
}

// A record that comes twice would be counted twice in what the stage remembers.
TEST(CheckConfigTest, AStageWithStateWantsExactlyOnce) {
  static constexpr StageEntry kTable[] = {
      {.name = "weigh",
       .input = "articles",
       .output = {.key = "normalized"},
       .load_enricher = [](const Config&) -> Result<pipeline::EnricherFactory> { return Fail("not here"); }},
      {.name = "count",
       .input = "normalized",
       .output = {.key = "tagged"},
       .state = {.key = "enriched", .is_compacted = true},
       .load_stateful = [](const Config&) -> Result<pipeline::StatefulFactory> { return Fail("not here"); }},
  };
  const auto error = [&](const std::vector<std::string>& stages, const std::string& delivery) {
    Config config = Runnable();
    config.set_delivery(delivery);
    config.clear_stages();
    for (const std::string& stage : stages) config.add_stages(stage);
    const auto checked = CheckConfig(config, kTable);
    return checked ? "no error" : checked.error().message;
  };
  const std::string refusal =
      "delivery: \"at_least_once\"; allowed with stage count, which would count repeated records twice in its state: "
      "exactly_once";
  EXPECT_EQ(error({"count"}, "at_least_once"), refusal);
  EXPECT_EQ(error({"weigh", "count"}, "at_least_once"), refusal);
  EXPECT_EQ(error({}, "at_least_once"), refusal);
  EXPECT_EQ(error({"weigh"}, "at_least_once"), "no error");
  EXPECT_EQ(error({"count"}, "exactly_once"), "no error");
}

TEST(CheckConfigTest, TopicsAreNamedAndApart) {
  Config config = Runnable();
  config.mutable_topics()->set_tagged("news raw");
  EXPECT_EQ(CheckError(config), "topics.tagged: \"news raw\"; allowed: 1 to 200 of a-z A-Z 0-9 . _ -");
  config.mutable_topics()->set_tagged("news.raw");
  EXPECT_EQ(CheckError(config), "topics.tagged: \"news.raw\" is topics.raw already; allowed: a topic of its own");
}

TEST(CheckConfigTest, RefusesWhatExactlyOnceRestsOn) {
  for (const char* key : {"group.id", "transactional.id", "isolation.level", "enable.auto.commit", "partitioner"}) {
    Config config = Runnable();
    (*config.mutable_kafka())[key] = "x";
    EXPECT_THAT(CheckError(config), testing::StartsWith("kafka: " + std::string(key) + ": is set by Marsad itself"));
  }
}

TEST(CheckConfigTest, KafkaPropertiesMustBeKnownAndSecretsStayHidden) {
  Config config = Runnable();
  (*config.mutable_kafka())["linger.msec"] = "5";
  EXPECT_THAT(CheckError(config), testing::StartsWith("kafka: linger.msec: "));
  config = Runnable();
  (*config.mutable_kafka())["linger.ms"] = "soon";
  EXPECT_THAT(CheckError(config), testing::StartsWith("kafka: linger.ms: "));
  config = Runnable();
  (*config.mutable_kafka())["ssl.key.pem"] = "hunter2";
  EXPECT_THAT(CheckError(config), testing::Not(testing::HasSubstr("hunter2")));
}

TEST(CheckConfigTest, OrdinalAndAddress) {
  for (const char* good : {"auto", "0", "17"}) {
    Config config = Runnable();
    config.set_ordinal(good);
    EXPECT_EQ(CheckError(config), "no error");
  }
  for (const char* bad : {"", "-1", "a1", "123456"}) {
    Config config = Runnable();
    config.set_ordinal(bad);
    EXPECT_EQ(CheckError(config),
              "ordinal: \"" + std::string(bad) + "\"; allowed: auto, or a whole number from 0 to 99999");
  }
  for (const char* bad : {"9464", ":9464", "localhost", "localhost:", "localhost:99999", "localhost:9x"}) {
    Config config = Runnable();
    config.mutable_http()->set_listen(bad);
    EXPECT_THAT(CheckError(config),
                testing::StartsWith("http.listen: \"" + std::string(bad) + "\"; allowed: HOST:PORT"));
  }
}

}  // namespace
}  // namespace marsad::app
