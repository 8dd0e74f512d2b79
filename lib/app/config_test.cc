#include "lib/app/config.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <regex>
#include <set>
#include <vector>

#include "marsad/config/v1/config.pb.h"

namespace marsad::app {
namespace {

using config::v1::Config;

std::string ErrorOf(std::string_view yaml) {
  const auto config = ParseConfig(yaml, "m.yaml");
  return config ? "no error" : config.error().message;
}

// Options that are not set, or set to another value than their default.
std::vector<std::string> DifferencesFromDefaults(const google::protobuf::Message& message, const std::string& prefix) {
  using google::protobuf::FieldDescriptor;
  // What a container needs other than a program that is tried on a desk.
  const std::set<std::string> elsewhere = {"state_dir", "http.listen"};
  std::vector<std::string> found;
  const auto& reflection = *message.GetReflection();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message.GetDescriptor()->field(i);
    const std::string key = prefix + field->name();
    if (field->is_repeated()) {
      if (reflection.FieldSize(message, field) == 0) found.push_back(key + " is not named");
    } else if (!reflection.HasField(message, field)) {
      found.push_back(key + " is not named");
    } else if (field->message_type() != nullptr) {
      const auto below = DifferencesFromDefaults(reflection.GetMessage(message, field), key + ".");
      found.insert(found.end(), below.begin(), below.end());
    } else if (!elsewhere.contains(key)) {
      std::unique_ptr<google::protobuf::Message> cleared(message.New());
      cleared->CopyFrom(message);
      reflection.ClearField(cleared.get(), field);
      const auto text = [&](const google::protobuf::Message& m) {
        std::string value;
        google::protobuf::TextFormat::PrintFieldValueToString(m, field, -1, &value);
        return value;
      };
      if (text(message) != text(*cleared)) found.push_back(key + " = " + text(message) + ", default " + text(*cleared));
    }
  }
  return found;
}

TEST(ParseConfigTest, NothingMeansTheDefaultsOfTheSchema) {
  for (const char* yaml : {"", "# only a comment\n", "---\n", "http:\n  # listen: off\nkafka:\nstages:\n"}) {
    const auto config = ParseConfig(yaml, "m.yaml");
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(config->pipeline(), "news");
    EXPECT_EQ(config->http().listen(), "127.0.0.1:9464");
    EXPECT_EQ(config->batch().window_ms(), 50);
    EXPECT_TRUE(config->static_membership());
    EXPECT_EQ(config->kafka_size(), 0);
  }
}

TEST(ParseConfigTest, ReadsEveryKindOfValue) {
  const auto config = ParseConfig(
      "pipeline: desk\n"
      "threads: 4\n"
      "static_membership: false\n"
      "stages: [normalize, tag]\n"
      "limits: {raw_bytes: 104857600}\n"
      "log:\n  level: \"warn\"\n"
      "http:\n  listen: ''\n"
      "kafka:\n  bootstrap.servers: a:1,b:2\n  linger.ms: 5\n  socket.keepalive.enable: true\n",
      "m.yaml");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->pipeline(), "desk");
  EXPECT_EQ(config->threads(), 4);
  EXPECT_FALSE(config->static_membership());
  EXPECT_THAT(config->stages(), testing::ElementsAre("normalize", "tag"));
  EXPECT_EQ(config->limits().raw_bytes(), 104857600);
  EXPECT_EQ(config->log().level(), "warn");
  EXPECT_TRUE(config->http().has_listen());
  EXPECT_EQ(config->http().listen(), "");
  EXPECT_EQ(config->kafka().at("bootstrap.servers"), "a:1,b:2");
  EXPECT_EQ(config->kafka().at("linger.ms"), "5");
  EXPECT_EQ(config->kafka().at("socket.keepalive.enable"), "true");
}

// Uncommented, every line of the sample that is an option must be one, with its default as its value.
TEST(ParseConfigTest, TheSampleNamesEveryOptionWithItsDefault) {
  std::ifstream file("deploy/marsad.sample.yaml");
  std::string sample;
  for (std::string line; std::getline(file, line);) {
    std::smatch option;
    const bool commented = std::regex_match(line, option, std::regex("#((  )?[a-z_.]+:( [^ ].*)?)"));
    sample += (commented ? option[1].str() : line) + "\n";
  }
  ::setenv("KAFKA_PASSWORD", "x", 1);
  const auto config = ParseConfig(sample, "sample");
  ASSERT_TRUE(config) << config.error().message << "\n" << sample;
  for (const std::string& difference : DifferencesFromDefaults(*config, "")) ADD_FAILURE() << difference;
}

struct BadCase {
  const char* yaml;
  const char* message;
};

class BadConfigTest : public testing::TestWithParam<BadCase> {};

TEST_P(BadConfigTest, SaysFileLineKeyAndWhatIsAllowed) { EXPECT_EQ(ErrorOf(GetParam().yaml), GetParam().message); }

INSTANTIATE_TEST_SUITE_P(
    Cases, BadConfigTest,
    testing::Values(
        BadCase{"treads: 2\n", "m.yaml:1: treads: unknown key; did you mean threads?"},
        BadCase{"\n\nhttp:\n  lisen: x\n", "m.yaml:4: http.lisen: unknown key; did you mean listen?"},
        BadCase{"window_ms: 5\n", "m.yaml:1: window_ms: unknown key here; did you mean batch.window_ms?"},
        BadCase{"batch:\n  window: 5\n", "m.yaml:2: batch.window: unknown key; did you mean window_ms?"},
        BadCase{"http:\n  colour: red\n", "m.yaml:2: http.colour: unknown key; allowed: listen"},
        BadCase{"threads: many\n",
                "m.yaml:1: threads: \"many\" is not a whole number; allowed: a whole number from 1 to 64"},
        BadCase{"threads: 2.5\n",
                "m.yaml:1: threads: \"2.5\" is not a whole number; allowed: a whole number from 1 to 64"},
        BadCase{"threads: ''\n", "m.yaml:1: threads: \"\" is not a whole number; allowed: a whole number from 1 to 64"},
        BadCase{"threads: 0\n", "m.yaml:1: threads: 0 is out of range; allowed: a whole number from 1 to 64"},
        BadCase{"threads: 65\n", "m.yaml:1: threads: 65 is out of range; allowed: a whole number from 1 to 64"},
        BadCase{"threads: 99999999999999999999\n",
                "m.yaml:1: threads: 99999999999999999999 is out of range; allowed: a whole number from 1 to 64"},
        BadCase{"kafka:\n\tlinger.ms: 5\n", "m.yaml:2: a tab where the line is indented; allowed: blanks"},
        BadCase{"kafka:\n  linger.ms: 5\n \tacks: 1\n", "m.yaml:3: a tab where the line is indented; allowed: blanks"},
        BadCase{"threads:\n", "m.yaml:1: threads: has no value; allowed: a whole number from 1 to 64"},
        BadCase{"threads: [1]\n", "m.yaml:1: threads: is not a single value; allowed: a whole number from 1 to 64"},
        BadCase{"static_membership: yes\n",
                "m.yaml:1: static_membership: \"yes\" is neither true nor false; allowed: true, false"},
        BadCase{"delivery: once\n", "m.yaml:1: delivery: \"once\" is not known; allowed: exactly_once, at_least_once"},
        BadCase{"log: loud\n", "m.yaml:1: log: is not a section; allowed: KEY: VALUE lines"},
        BadCase{"stages: tag\n", "m.yaml:1: stages: is not a list; allowed: [a, b] of a text"},
        BadCase{"stages:\n  - tag\n  - [tag]\n", "m.yaml:3: stages: is not a single value; allowed: a text"},
        BadCase{"threads: 1\npipeline: x\nthreads: 2\n",
                "m.yaml:3: threads: is set twice, first in line 1; allowed: once"},
        BadCase{"kafka:\n  linger.ms: 1\n  linger.ms: 2\n",
                "m.yaml:3: kafka.linger.ms: is set twice, first in line 2; allowed: once"},
        BadCase{"kafka:\n  a.b: {c: 1}\n", "m.yaml:2: kafka.a.b: is not a single value; allowed: a text or a number"},
        BadCase{"kafka: [a]\n", "m.yaml:1: kafka: is not a section; allowed: KEY: VALUE lines"},
        BadCase{"? [a]\n: 1\n", "m.yaml:1: has a key that is no word; allowed: KEY: VALUE lines"},
        BadCase{"- a\n", "m.yaml:1: is not a section; allowed: KEY: VALUE lines"},
        BadCase{"a: [\n", "m.yaml:2: not YAML: end of sequence flow not found"},
        BadCase{"threads: 1\n---\nthreads: 2\n", "m.yaml:3: a second document begins; allowed: one"},
        BadCase{"pipeline: ${MARSAD_TEST_UNSET}\n",
                "m.yaml:1: pipeline: environment variable MARSAD_TEST_UNSET is not set; set it or write "
                "${MARSAD_TEST_UNSET:-default}"},
        BadCase{"pipeline: a${b c}\n",
                "m.yaml:1: pipeline: ${b c} is no reference; allowed: ${NAME}, ${NAME:-default}, ${file:PATH}"},
        BadCase{"pipeline: a${B\n", "m.yaml:1: pipeline: \"${B\" has no }; allowed: ${NAME}"},
        BadCase{"pipeline: ${file:/nowhere/at/all}\n", "m.yaml:1: pipeline: /nowhere/at/all: cannot be opened"},
        BadCase{"kafka:\n  sasl.password: hunter2\n",
                "m.yaml:2: kafka.sasl.password: a secret must not be written out; allowed: ${NAME}, ${file:PATH}"},
        BadCase{"kafka:\n  ssl.key.password: ${X:-hunter2}\n",
                "m.yaml:2: kafka.ssl.key.password: a secret must not be written out; allowed: ${NAME}, ${file:PATH}"}));

TEST(ParseConfigTest, NoMessageRepeatsASecret) {
  EXPECT_THAT(ErrorOf("kafka:\n  sasl.password: hunter2\n"), testing::Not(testing::HasSubstr("hunter2")));
}

TEST(ParseConfigTest, ReferencesComeFromEnvironmentAndFiles) {
  ::setenv("MARSAD_TEST_SET", "desk", 1);
  ::unsetenv("MARSAD_TEST_UNSET");
  const std::string path = testing::TempDir() + "marsad_config_test_password";
  std::ofstream(path) << "open sesame\n";
  const auto config = ParseConfig(
      "pipeline: a-${MARSAD_TEST_SET}-${MARSAD_TEST_UNSET:-z}\n"
      "threads: ${MARSAD_TEST_UNSET:-3}\n"
      "state_dir: $${literal} $x\n"
      "kafka:\n  sasl.password: ${file:" +
          path + "}\n",
      "m.yaml");
  std::filesystem::remove(path);
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->pipeline(), "a-desk-z");
  EXPECT_EQ(config->threads(), 3);
  EXPECT_EQ(config->state_dir(), "${literal} $x");
  EXPECT_EQ(config->kafka().at("sasl.password"), "open sesame");
}

TEST(ParseConfigTest, AReferenceCannotSmuggleInStructure) {
  ::setenv("MARSAD_TEST_SET", "x\nthreads: 9", 1);
  const auto config = ParseConfig("state_dir: ${MARSAD_TEST_SET}\n", "m.yaml");
  ASSERT_TRUE(config);
  EXPECT_EQ(config->state_dir(), "x\nthreads: 9");
  EXPECT_EQ(config->threads(), 1);
}

TEST(LoadConfigTest, NamesAFileThatIsNotThere) {
  EXPECT_EQ(LoadConfig("/nowhere/m.yaml").error().message, "/nowhere/m.yaml: cannot be opened");
  const std::string directory = testing::TempDir();
  EXPECT_EQ(LoadConfig(directory).error().message, directory + ": cannot be read");
}

TEST(SetConfigValueTest, SetsScalarsListsAndKafkaProperties) {
  Config config;
  config.add_stages("decode");
  for (const char* set : {"threads=7", "batch.window_ms=20", "kafka.bootstrap.servers=localhost:9092",
                          "stages=tag,summarize", "http.listen=127.0.0.1:0", "tag.gazetteer=a=b"}) {
    const auto done = SetConfigValue(set, &config);
    EXPECT_TRUE(done) << done.error().message;
  }
  EXPECT_EQ(config.threads(), 7);
  EXPECT_EQ(config.batch().window_ms(), 20);
  EXPECT_EQ(config.kafka().at("bootstrap.servers"), "localhost:9092");
  EXPECT_THAT(config.stages(), testing::ElementsAre("tag", "summarize"));
  EXPECT_EQ(config.http().listen(), "127.0.0.1:0");
  EXPECT_EQ(config.tag().gazetteer(), "a=b");
}

TEST(SetConfigValueTest, IsAsStrictAsTheFile) {
  const auto error = [](const char* set) {
    Config config;
    const auto done = SetConfigValue(set, &config);
    return done ? "no error" : done.error().message;
  };
  EXPECT_EQ(error("threads"), "--set threads: no =; allowed: KEY=VALUE");
  EXPECT_EQ(error("treads=2"), "--set treads: unknown key; did you mean threads?");
  EXPECT_EQ(error("threads=x"), "--set threads: \"x\" is not a whole number; allowed: a whole number from 1 to 64");
  EXPECT_EQ(error("batch=1"), "--set batch: is a section; allowed: batch.KEY=VALUE");
  EXPECT_EQ(error("kafka=1"), "--set kafka: is a section; allowed: kafka.KEY=VALUE");
  EXPECT_EQ(error("threads.x=1"), "--set threads.x: threads has no keys of its own; allowed: threads=VALUE");
  EXPECT_EQ(error("kafka.sasl.password=hunter2"),
            "--set kafka.sasl.password: a secret must not be written out; allowed: ${NAME}, ${file:PATH}");
}

TEST(ParseConfigTest, NamesTheLineOfAKafkaProperty) {
  const auto error = [](const std::string& line) {
    const auto config = ParseConfig("kafka:\n  bootstrap.servers: a:1\n  " + line + "\n", "m.yaml");
    return config ? "no error" : config.error().message;
  };
  EXPECT_THAT(error("linger.msec: 5"), testing::StartsWith("m.yaml:3: kafka.linger.msec: No such configuration"));
  EXPECT_THAT(error("bootstrap.server: a:1"), testing::EndsWith("; did you mean bootstrap.servers?"));
  EXPECT_THAT(error("quite.another: 1"), testing::Not(testing::HasSubstr("did you mean")));
  EXPECT_THAT(error("linger.ms: soon"), testing::StartsWith("m.yaml:3: kafka.linger.ms: "));
  EXPECT_THAT(error("linger.ms: soon"), testing::Not(testing::HasSubstr("did you mean")));
  EXPECT_THAT(error("acks: 1"), testing::StartsWith("m.yaml:3: kafka.acks: is set by Marsad itself"));
  EXPECT_EQ(error("metadata.broker.list: b:1"),
            "m.yaml:3: kafka.metadata.broker.list: is another name of bootstrap.servers; use that one");
}

TEST(ResolveOrdinalTest, TakesTheNumberAtTheEndOfTheHostName) {
  Config config;
  const auto number = [&](std::string_view host) {
    const Ordinal ordinal = ResolveOrdinal(config, host);
    return ordinal.is_assumed ? -1 : ordinal.number;
  };
  EXPECT_EQ(number("marsad-tag-3"), 3);
  EXPECT_EQ(number("marsad-tag-12"), 12);
  EXPECT_EQ(number("desk-0"), 0);
  for (const char* host : {"", "desk", "desk-", "desk-3a", "desk-99999999999"}) {
    EXPECT_TRUE(ResolveOrdinal(config, host).is_assumed) << host;
    EXPECT_EQ(ResolveOrdinal(config, host).number, 0) << host;
  }
  config.set_ordinal("5");
  EXPECT_EQ(number("marsad-tag-3"), 5);
  EXPECT_EQ(number("desk"), 5);
}

TEST(DumpConfigTest, ShowsDefaultsAndHidesSecrets) {
  Config config;
  (*config.mutable_kafka())["bootstrap.servers"] = "localhost:9092";
  for (const char* key : {"sasl.password", "ssl.key.password", "ssl.keystore.password", "ssl.key.pem",
                          "sasl.oauthbearer.client.secret", "sasl.oauthbearer.config"}) {
    (*config.mutable_kafka())[key] = "hunter2";
  }
  const std::string dump = DumpConfig(config);
  EXPECT_THAT(dump, testing::HasSubstr("batch.window_ms = 50\n"));
  EXPECT_THAT(dump, testing::HasSubstr("kafka.bootstrap.servers = localhost:9092\n"));
  EXPECT_THAT(dump, testing::HasSubstr("kafka.sasl.password = ***\n"));
  EXPECT_THAT(dump, testing::Not(testing::HasSubstr("hunter2")));
}

}  // namespace
}  // namespace marsad::app
