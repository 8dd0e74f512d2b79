#include "lib/telemetry/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

namespace marsad::telemetry {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

class FakeClock final : public Clock {
 public:
  int64_t UnixMicros() const override { return 1'700'000'000'123'456; }  // 2023-11-14T22:13:20Z, date -u -d @1700000000
  std::chrono::steady_clock::time_point Now() const override { return now; }
  std::chrono::steady_clock::time_point now{1000s};
};

class LoggerTest : public testing::Test {
 protected:
  LogOptions Options() {
    return {.write = [this](std::string_view line) { lines_.emplace_back(line); }};
  }

  FakeClock clock_;
  std::vector<std::string> lines_;
};

TEST_F(LoggerTest, WritesOneJsonObjectALine) {
  Logger log(Options(), clock_);
  log.Warn("broker_away",
           {{"servers", "a:1"}, {"attempt", 3}, {"seconds", 0.25}, {"fatal", false}, {"bytes", uint64_t{7}}});
  ASSERT_EQ(lines_.size(), 1u);
  EXPECT_EQ(json::parse(lines_[0]),
            json::parse(R"({"ts":"2023-11-14T22:13:20.123Z","level":"warn","event":"broker_away","servers":"a:1",
                            "attempt":3,"seconds":0.25,"fatal":false,"bytes":7})"));
}

TEST_F(LoggerTest, ForeignTextCannotBreakOutOfItsValue) {
  Logger log(Options(), clock_);
  const std::string arabic = "\u0645\u0631\u0635\u062F";  // the project's name
  log.Info("text", {{"quote", "a\"b\\c"},
                    {"control", "x\ny\x1B[2J"},
                    {"bidi", "a\u202Eb"},
                    {"broken", "a\xFFz"},
                    {"arabic", arabic}});
  ASSERT_EQ(lines_.size(), 1u);
  const json line = json::parse(lines_[0]);
  EXPECT_EQ(line["quote"], "a\"b\\c");
  EXPECT_EQ(line["control"], "x\\u{A}y\\u{1B}[2J");
  EXPECT_EQ(line["bidi"], "a\\u{202E}b");
  EXPECT_EQ(line["broken"], "a\uFFFDz");
  EXPECT_EQ(line["arabic"], arabic);
  EXPECT_THAT(lines_[0], testing::HasSubstr(arabic));
}

TEST_F(LoggerTest, CutsLongValuesAndKeepsNumbersJson) {
  Logger log(Options(), clock_);
  log.Info("long", {{"text", std::string(5000, 'x')}, {"infinite", std::numeric_limits<double>::infinity()}});
  const json line = json::parse(lines_.at(0));
  EXPECT_EQ(line["text"], std::string(2000, 'x') + "...");
  EXPECT_TRUE(line["infinite"].is_null());
}

TEST_F(LoggerTest, TextIsForPeople) {
  LogOptions options = Options();
  options.json = false;
  Logger log(options, clock_);
  log.Error("fenced", {{"by", "another process"}, {"id", "news-tag-0-0"}, {"empty", ""}, {"n", 2}});
  EXPECT_THAT(lines_,
              testing::ElementsAre(
                  "2023-11-14T22:13:20.123Z ERROR fenced by=\"another process\" id=news-tag-0-0 empty=\"\" n=2"));
}

TEST_F(LoggerTest, LeavesOutWhatIsBelowItsLevel) {
  LogOptions options = Options();
  options.level = LogLevel::kWarn;
  Logger log(options, clock_);
  log.Debug("a");
  log.Info("b");
  log.Warn("c");
  log.Error("d");
  EXPECT_EQ(lines_.size(), 2u);
}

TEST_F(LoggerTest, LimitsEachEventAndCountsWhatItLeftOut) {
  Logger log(Options(), clock_);
  for (int i = 0; i < 25; ++i) log.Warn("noisy", {{"i", i}});
  log.Warn("other");
  ASSERT_EQ(lines_.size(), 11u);
  EXPECT_EQ(json::parse(lines_[9])["i"], 9);
  EXPECT_EQ(json::parse(lines_[10])["event"], "other");

  clock_.now += 9999ms;
  log.Warn("noisy");
  EXPECT_EQ(lines_.size(), 11u);
  clock_.now += 1ms;
  log.Warn("noisy");
  log.Warn("noisy");
  ASSERT_EQ(lines_.size(), 13u);
  EXPECT_EQ(json::parse(lines_[11])["suppressed"], 16);
  EXPECT_FALSE(json::parse(lines_[12]).contains("suppressed"));
}

TEST_F(LoggerTest, ThreadsDoNotMixTheirLines) {
  LogOptions options = Options();
  options.lines_per_window = 1000;
  Logger log(options, clock_);
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&log] {
      for (int i = 0; i < 100; ++i) log.Info("line", {{"text", "0123456789"}});
    });
  }
  for (std::thread& thread : threads) thread.join();
  ASSERT_EQ(lines_.size(), 400u);
  for (const std::string& line : lines_) EXPECT_EQ(json::parse(line)["text"], "0123456789");
}

}  // namespace
}  // namespace marsad::telemetry
