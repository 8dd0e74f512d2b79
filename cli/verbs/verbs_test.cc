// The verbs that speak to Kafka, as a user calls them: the program itself, on an embedded broker of this test.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "lib/kafka/testing/faulty_broker.h"
#include "lib/kafka/tools/producer.h"
#include "marsad/v1/dead_letter.pb.h"
#include "tests/eventually.h"

namespace marsad::cli {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

// "Egypt" in Arabic; with tatweel, so that whoever folds it is found out; and a right-to-left sentence of two words.
const std::string kEgypt = "\u0645\u0635\u0631";
const std::string kStretchedEgypt = "\u0645\u0635\u0640\u0631";
const std::string kSentence = "\u0641\u064A \u0627\u0644\u0642\u0627\u0647\u0631\u0629";

struct Ran {
  int code = -1;
  std::string out;
  std::string error;
};

std::string Content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// For a shell: whatever it holds is one word.
std::string Quoted(const std::string& word) {
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

class VerbsTest : public ::testing::Test {
 protected:
  VerbsTest() {
    EXPECT_TRUE(broker_.CreateTopic("news.raw", 1));
    EXPECT_TRUE(broker_.CreateTopic("news.dead", 1));
    fs::create_directories(folder_);
  }
  ~VerbsTest() override { fs::remove_all(folder_); }

  // `marsad WORDS… --bootstrap BROKER`, with `input` on standard input.
  Ran Marsad(std::vector<std::string> words, const std::string& input = "") {
    words.insert(words.end(), {"--bootstrap", broker_.bootstrap_servers()});
    return Run(words, input);
  }
  Ran Run(const std::vector<std::string>& words, const std::string& input = "") {
    // Beside this program's own folder: build/PRESET/bin/marsad.
    const fs::path program = fs::read_symlink("/proc/self/exe").parent_path().parent_path() / "bin/marsad";
    std::string command = Quoted(program.string());
    for (const std::string& word : words) command += " " + Quoted(word);
    const auto end_of = [&](const char* name) { return Quoted((folder_ / name).string()); };
    std::ofstream(folder_ / "in", std::ios::binary) << input;
    command += " <" + end_of("in") + " >" + end_of("out") + " 2>" + end_of("error");
    const int status = std::system(command.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, Content(folder_ / "out"), Content(folder_ / "error")};
  }

  // What is in `topic`, one value a line.
  std::string Values(const std::string& topic) {
    const Ran tapped = Marsad({"tap", topic, "--from", "beginning", "--stop-at-end", "--raw"});
    EXPECT_EQ(tapped.code, 0) << tapped.error;
    return tapped.out;
  }

  void Write(const kafka::Message& message) {
    kafka::EventSink events;
    auto producer = kafka::OpenProducer({{"bootstrap.servers", broker_.bootstrap_servers()}}, 1 << 20, events);
    ASSERT_TRUE(producer) << producer.error().message;
    ASSERT_TRUE((*producer)->Send(message));
    ASSERT_TRUE((*producer)->Flush(tests::kPatience));
  }

  // A dead letter of an article in Arabic, refused by decode at news.raw:0:7.
  void WriteLetter() {
    v1::DeadLetter letter;
    letter.set_stage("decode");
    letter.set_topic("news.raw");
    letter.set_partition(0);
    letter.set_offset(7);
    letter.set_code(v1::DeadLetter::MALFORMED);
    letter.set_detail("at " + kEgypt);
    letter.set_key(kStretchedEgypt);
    letter.set_value(kSentence);
    letter.set_value_bytes(kSentence.size());
    const std::string bytes = letter.SerializeAsString();
    Write({.topic = "news.dead", .key = kStretchedEgypt, .value = bytes});
  }

  kafka::testing::FaultyBroker broker_;
  const fs::path folder_ = fs::path(testing::TempDir()) / "verbs";
};

TEST_F(VerbsTest, WhatIsSentIsTappedByteForByte) {
  const std::string text = kSentence + "\r\n\n" + kStretchedEgypt;
  const Ran sent = Marsad({"send", "-", "--key", kEgypt, "--header", "origin=" + kEgypt + "=x"}, text);
  EXPECT_EQ(sent.code, 0) << sent.error;
  EXPECT_EQ(sent.out, "1 sent\n");
  EXPECT_EQ(Values("news.raw"), text + "\n");
  const Ran json = Marsad({"tap", "news.raw", "--from", "beginning", "--limit", "1", "--json"});
  EXPECT_EQ(json.code, 0) << json.error;
  EXPECT_THAT(json.out, AllOf(HasSubstr("\"key\":\"" + kEgypt + "\""), HasSubstr(kStretchedEgypt), EndsWith("}\n")));
}

TEST_F(VerbsTest, AnEmptyFileIsARecordToo) {
  EXPECT_EQ(Marsad({"send", "-"}, "").out, "1 sent\n");
  EXPECT_EQ(Values("news.raw"), "\n");
}

TEST_F(VerbsTest, AKillHasAKeyAndNoValue) {
  EXPECT_EQ(Marsad({"send", "--kill", kEgypt}).out, "1 sent\n");
  const Ran shown = Marsad({"tap", "news.raw", "--from", "beginning", "--limit", "1"});
  EXPECT_THAT(shown.out, AllOf(HasSubstr("KILLED"), HasSubstr(kEgypt)));
  const Ran json = Marsad({"tap", "news.raw", "--from", "beginning", "--limit", "1", "--json"});
  EXPECT_THAT(json.out, AllOf(HasSubstr("\"killed\":true"), HasSubstr(kEgypt)));
}

// The files that can be sent are, and the exit code says that one could not.
TEST_F(VerbsTest, AFileThatIsNotThereDoesNotHoldUpTheOthers) {
  const Ran sent = Marsad({"send", (folder_ / kEgypt).string(), "-"}, "kept");
  EXPECT_EQ(sent.code, 1);
  EXPECT_EQ(sent.out, "1 sent\n");
  EXPECT_THAT(sent.error, HasSubstr(kEgypt));
  EXPECT_EQ(Values("news.raw"), "kept\n");
}

TEST_F(VerbsTest, AHeaderWithoutANameIsRefusedBeforeAnythingIsSent) {
  for (const std::string header : {"=value", "value", ""}) {
    const Ran sent = Marsad({"send", "-", "--header", header}, "x");
    EXPECT_EQ(sent.code, 2) << header;
    EXPECT_THAT(sent.error, HasSubstr("KEY=VALUE is wanted")) << header;
  }
  EXPECT_THAT(Values("news.raw"), IsEmpty());
}

TEST_F(VerbsTest, AnEmptyTopicEndsAtOnce) {
  const Ran tapped = Marsad({"tap", "news.raw", "--from", "beginning", "--stop-at-end"});
  EXPECT_EQ(tapped.code, 0) << tapped.error;
  EXPECT_THAT(tapped.out + tapped.error, IsEmpty());
}

TEST_F(VerbsTest, TapBeginsWhereItIsTold) {
  for (const char* value : {"a", "b", "c"}) Write({.topic = "news.raw", .value = value});
  const auto tap = [&](const std::string& from) {
    return Marsad({"tap", "news.raw", "--raw", "--stop-at-end", "--from", from});
  };
  EXPECT_EQ(tap("offset:1").out, "b\nc\n");
  EXPECT_EQ(tap("last:1").out, "c\n");
  EXPECT_EQ(tap("end").out, "");
  for (const std::string from : {"offset:", "offset:-1", "offset:1x", "offset:99999999999999999999",
                                 "last:", "time:", "time:yesterday", "", "Beginning"}) {
    const Ran tapped = tap(from);
    EXPECT_EQ(tapped.code, 2) << from;
    EXPECT_THAT(tapped.error, HasSubstr("--from")) << from;
  }
}

TEST_F(VerbsTest, WithoutDeadLettersTheListSaysSo) {
  const Ran listed = Marsad({"dead", "list"});
  EXPECT_EQ(listed.code, 0) << listed.error;
  EXPECT_EQ(listed.out, "0 of 0 dead letters\n");
  EXPECT_EQ(Marsad({"dead", "list", "--json"}).out, "");
}

TEST_F(VerbsTest, WhatIsNoDeadLetterIsCountedApart) {
  Write({.topic = "news.dead", .value = kSentence});
  WriteLetter();
  const Ran listed = Marsad({"dead", "list"});
  EXPECT_EQ(listed.code, 0) << listed.error;
  EXPECT_THAT(listed.out,
              AllOf(HasSubstr("MALFORMED"), EndsWith("1 of 1 dead letters; 1 records of the topic are none\n")));
}

TEST_F(VerbsTest, ALetterInArabicIsShownAsItIs) {
  WriteLetter();
  const Ran listed = Marsad({"dead", "list", "--key", kStretchedEgypt, "--json"});
  EXPECT_THAT(listed.out, AllOf(StartsWith("{"), HasSubstr(kStretchedEgypt)));
  EXPECT_EQ(Marsad({"dead", "list", "--key", kEgypt, "--json"}).out, "") << "keys are bytes";
  const Ran shown = Marsad({"dead", "show", "0:0"});
  EXPECT_THAT(shown.out, AllOf(HasSubstr(kSentence), HasSubstr("news.raw:0:7"), HasSubstr("at " + kEgypt)));
  EXPECT_EQ(Marsad({"dead", "show", "news.raw:0:7", "--raw"}).out, kSentence);
  const fs::path file = folder_ / kEgypt;
  EXPECT_EQ(Marsad({"dead", "show", "0:0", "--output", file.string()}).code, 0);
  EXPECT_EQ(Content(file), kSentence);
}

TEST_F(VerbsTest, APlaceWithoutALetterIsAFailureAndNoPlaceMisuse) {
  WriteLetter();
  for (const std::string place : {"0:1", "news.raw:0:8"}) {
    const Ran shown = Marsad({"dead", "show", place});
    EXPECT_EQ(shown.code, 1) << place;
    EXPECT_THAT(shown.error, HasSubstr("no dead letter")) << place;
  }
  for (const std::string& place :
       std::vector<std::string>{"", ":", "0", "0:", ":0", "0:x", "0:-1", "-1:0", kEgypt, ":0:7"}) {
    const Ran shown = Run({"dead", "show", "--bootstrap", broker_.bootstrap_servers(), "--", place});
    EXPECT_EQ(shown.code, 2) << place;
    EXPECT_THAT(shown.out, IsEmpty()) << place;
  }
}

TEST_F(VerbsTest, CheckNamesTheTopicsThatAreMissing) {
  const fs::path file = folder_ / "marsad.yaml";
  std::ofstream(file) << "kafka:\n  bootstrap.servers: " << broker_.bootstrap_servers() << "\n";
  const Ran missing = Run({"check", file.string()});
  EXPECT_EQ(missing.code, 1);
  EXPECT_THAT(missing.error, AllOf(HasSubstr("topic news.articles: "), HasSubstr("topic news.enriched: "),
                                   testing::Not(HasSubstr("topic news.raw: "))));
  for (const char* topic : {"news.articles", "news.normalized", "news.tagged", "news.enriched", "news.ordered",
                            "news.stories", "news.stories.state"}) {
    ASSERT_TRUE(broker_.CreateTopic(topic, 1));
  }
  const Ran whole = Run({"check", file.string()});
  EXPECT_EQ(whole.code, 0) << whole.error;
  EXPECT_THAT(whole.out, EndsWith("9 topics: ready\n"));
}

}  // namespace
}  // namespace marsad::cli
