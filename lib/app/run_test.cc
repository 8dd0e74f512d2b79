#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "lib/app/exit_code.h"
#include "lib/app/service.h"
#include "lib/app/testing/cluster.h"
#include "lib/pipeline/journal.h"
#include "lib/telemetry/http_server.h"

namespace marsad::app {
namespace {

using ::testing::ExitedWithCode;
using ::testing::HasSubstr;
using Config = config::v1::Config;
using testing::Cluster;
using testing::ObedientStage;

struct Ended {
  int code;
  std::string out;
  std::string err;
};

Ended RunWith(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "marsad-summarize");
  std::vector<char*> argv;
  argv.reserve(arguments.size());
  for (std::string& argument : arguments) argv.push_back(argument.data());
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  const StageEntry stage = ObedientStage::Entry();
  const int code = RunStage(static_cast<int>(argv.size()), argv.data(), {&stage, 1}, stage.name);
  return {code, ::testing::internal::GetCapturedStdout(), ::testing::internal::GetCapturedStderr()};
}

class RunStageTest : public ::testing::Test {
 protected:
  std::string Write(const std::string& yaml) {
    std::string path = directory_.path() + "/marsad.yaml";
    std::ofstream(path) << yaml;
    return path;
  }
  testing::TemporaryDirectory directory_;
};

TEST_F(RunStageTest, HelpNamesOptionsAndExitCodes) {
  const Ended help = RunWith({"--help"});
  EXPECT_EQ(help.code, kOk);
  for (const char* word :
       {"--config FILE", "--set KEY=VALUE", "--check", "--version", "Exit codes:", "watchdog_seconds"}) {
    EXPECT_THAT(help.out, HasSubstr(word));
  }
  const Ended version = RunWith({"--version"});
  EXPECT_EQ(version.code, kOk);
  EXPECT_THAT(version.out, ::testing::StartsWith("marsad-summarize 0."));
}

TEST_F(RunStageTest, CheckShowsWhatIsInEffect) {
  const std::string path = Write("kafka:\n  bootstrap.servers: a:1\nthreads: 2\n");
  const Ended ended = RunWith({"--config", path, "--set", "threads=3", "--set", "kafka.client.id=x", "--check"});
  EXPECT_EQ(ended.code, kOk) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("threads = 3\n"));
  EXPECT_THAT(ended.out, HasSubstr("kafka.bootstrap.servers = a:1\n"));
  EXPECT_THAT(ended.out, HasSubstr("stages = summarize\n"));
}

TEST_F(RunStageTest, BadConfigurationIsOneLineAndExitTwo) {
  const std::string path = Write("treads: 2\n");
  const auto expect = [](const Ended& ended, const std::string& line) {
    EXPECT_EQ(ended.code, kBadConfiguration);
    EXPECT_EQ(ended.err, line + "\n");
    EXPECT_EQ(ended.out, "");
  };
  expect(RunWith({"--config", path}), path + ":1: treads: unknown key; did you mean threads?");
  expect(RunWith({"--config", Write("limits:\n  dead_bytes: 8192\nkafka:\n  bootstrap.servers: a:1\n")}),
         path + ": limits.enriched_bytes: 12582912; allowed: less than limits.dead_bytes, 8192");
  expect(RunWith({"--set", "threads=0"}), "--set threads: 0 is out of range; allowed: a whole number from 1 to 64");
  expect(RunWith({"--config", "/nowhere"}), "/nowhere: cannot be opened");
  EXPECT_EQ(RunWith({}).code, kBadConfiguration);
}

TEST_F(RunStageTest, AStartThatFailsIsALineOfTheLog) {
  const auto other = telemetry::StartHttpServer("127.0.0.1:0", {});
  ASSERT_TRUE(other) << other.error().message;
  const std::string listen = "http.listen=127.0.0.1:" + std::to_string((*other)->port());
  const auto start = [&](const std::string& format) {
    return RunWith({"--set", "kafka.bootstrap.servers=127.0.0.1:1", "--set", listen, "--set",
                    "state_dir=" + directory_.path(), "--set", "log.format=" + format, "--set", "ordinal=0"});
  };
  const Ended json = start("json");
  EXPECT_EQ(json.code, kBadConfiguration);
  EXPECT_THAT(json.err,
              ::testing::MatchesRegex("\\{\"ts\":.*\"level\":\"error\",\"event\":\"not_started\",\"error\":\"http"
                                      ".listen: 127.0.0.1:[0-9]+ is in use; give .*\\}\n"));
  const Ended text = start("text");
  EXPECT_EQ(text.code, kBadConfiguration);
  EXPECT_THAT(text.err, HasSubstr("not_started"));
  EXPECT_THAT(text.err, HasSubstr(" is in use; give each process its own"));
  EXPECT_THAT(text.err, ::testing::Not(HasSubstr("{")));
}

TEST_F(RunStageTest, BadCommandLineIsExitTwo) {
  const Ended ended = RunWith({"--colour"});
  EXPECT_EQ(ended.code, kBadConfiguration);
  EXPECT_THAT(ended.err, HasSubstr("marsad-summarize: "));
  EXPECT_THAT(ended.err, HasSubstr("--colour"));
}

// These run in a process of their own: they end it.
class RunChainTest : public ::testing::Test {
 protected:
  void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }

  // Runs the chain on a broker of its own until it ends; `beside` runs beside it.
  template <class Beside>
  [[noreturn]] static void Live(Beside beside, int watchdog_seconds = 120) {
    // In every thread of this process, the broker's too: the signals wait for the chain.
    sigset_t set;
    sigfillset(&set);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    Cluster cluster(1);
    Config config = cluster.Config();
    config.set_watchdog_seconds(watchdog_seconds);
    if (const char* kept = getenv(kStateDir)) config.set_state_dir(kept);
    std::thread(beside, &cluster).detach();
    const StageEntry stage = ObedientStage::Entry();
    _exit(RunChain(config, {&stage, 1}));
  }

  // A directory for the crash journals that outlives the processes of this test; they find it in their environment.
  std::string KeepState() {
    std::string name = (std::filesystem::temp_directory_path() / "marsad-run-XXXXXX").string();
    if (getenv(kStateDir) == nullptr) {
      EXPECT_NE(mkdtemp(name.data()), nullptr);
      setenv(kStateDir, name.c_str(), 1);
    }
    return getenv(kStateDir);
  }
  // Of the only worker; removes the directory.
  static std::vector<pipeline::Culprit> TakeCulprits(const std::string& directory) {
    std::vector<pipeline::Culprit> culprits;
    for (const auto& file : std::filesystem::directory_iterator(directory)) {
      auto journal = pipeline::OpenJournal(file.path().string(), "news.tagged summarize");
      EXPECT_TRUE(journal);
      if (journal) culprits = (*journal)->culprits();
    }
    std::filesystem::remove_all(directory);
    unsetenv(kStateDir);
    return culprits;
  }

  static constexpr const char* kStateDir = "MARSAD_TEST_STATE_DIR";

  static void Hang(Cluster* cluster) {
    cluster->Send("urn:a", "first");
    cluster->Read("news.enriched", 1);
    cluster->Send("urn:a", "hang");
    ObedientStage::is_hanging.wait(false);
  }

  // From now on nobody reads what goes to standard error, and a pipe's room for it is full.
  static void StallLog() {
    std::array<int, 2> ends{};
    ASSERT_EQ(pipe(ends.data()), 0);
    ASSERT_EQ(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
    while (write(ends[1], "x", 1) == 1) continue;
    ASSERT_EQ(fcntl(ends[1], F_SETFL, 0), 0);
    ASSERT_EQ(dup2(ends[1], STDERR_FILENO), STDERR_FILENO);
  }
};

TEST_F(RunChainTest, SigtermCommitsAndEndsInOrder) {
  const auto beside = [](Cluster* cluster) {
    cluster->Send("urn:a", "first");
    cluster->Read("news.enriched", 1);
    kill(getpid(), SIGTERM);
  };
  EXPECT_EXIT(Live(beside), ExitedWithCode(kOk), "\"event\":\"stopped\",\"exit_code\":0");
}

TEST_F(RunChainTest, AStageThatHangsIsEndedByTheWatchdog) {
  const std::string state = KeepState();
  EXPECT_EXIT(
      Live(Hang, 3), ExitedWithCode(kWatchdog),
      "\"event\":\"watchdog\",\"stuck\":\"worker 0 has been in stage summarize, partition 0, offset 1, for 3 s\"");
  EXPECT_THAT(TakeCulprits(state), ::testing::ElementsAre(pipeline::Culprit{
                                       .partition = Partition(0), .offset = Offset(1), .stages = 1, .deaths = 1}));
}

TEST_F(RunChainTest, SigtermEndsEvenWhatHangs) {
  const auto beside = [](Cluster* cluster) {
    Hang(cluster);
    kill(getpid(), SIGTERM);
  };
  const std::string state = KeepState();
  EXPECT_EXIT(Live(beside), ExitedWithCode(kOk),
              "\"event\":\"abandoned\",\"worker\":0,\"was\":\"in stage summarize, partition 0, offset 1\"");
  EXPECT_THAT(TakeCulprits(state), ::testing::IsEmpty()) << "nor for an end that was asked for";
}

TEST_F(RunChainTest, ASecondSignalEndsAtOnce) {
  const auto beside = [](Cluster* cluster) {
    Hang(cluster);
    kill(getpid(), SIGUSR1);  // of no concern
    kill(getpid(), SIGTERM);
    kill(getpid(), SIGINT);
  };
  const std::string state = KeepState();
  EXPECT_EXIT(Live(beside), ExitedWithCode(kFailed), "\"event\":\"stopping\"");
  EXPECT_THAT(TakeCulprits(state), ::testing::IsEmpty()) << "the record is not to blame";
}

TEST_F(RunChainTest, TheWatchdogEndsTheProcessThoughNobodyReadsTheLog) {
  const auto beside = [](Cluster* cluster) {
    Hang(cluster);
    StallLog();
  };
  EXPECT_EXIT(Live(beside, 3), ExitedWithCode(kWatchdog), "");
}

TEST_F(RunChainTest, SigtermEndsTheProcessThoughNobodyReadsTheLog) {
  const auto beside = [](Cluster* cluster) {
    Hang(cluster);
    StallLog();
    kill(getpid(), SIGTERM);
  };
  EXPECT_EXIT(Live(beside), ExitedWithCode(kOk), "");
}

// Signals are not blocked here as Live() does: only RunChain() keeps this one from ending the process.
TEST_F(RunChainTest, SighupWhileStagesAreLoadedEndsNothing) {
  StageEntry stage = ObedientStage::Entry();
  stage.load_enricher = [](const Config&) -> Result<pipeline::EnricherFactory> {
    kill(getpid(), SIGHUP);
    return Fail("still here");
  };
  Config config;
  config.add_stages("summarize");
  (*config.mutable_kafka())["bootstrap.servers"] = "127.0.0.1:1";
  EXPECT_EXIT(_exit(RunChain(config, {&stage, 1})), ExitedWithCode(kBadConfiguration), "still here");
}

TEST_F(RunChainTest, SighupWhileItRunsEndsNothing) {
  const auto beside = [](Cluster* cluster) {
    cluster->Send("urn:a", "first");
    cluster->Read("news.enriched", 1);
    kill(getpid(), SIGHUP);
    cluster->Send("urn:a", "second");
    cluster->Read("news.enriched", 2);
    kill(getpid(), SIGTERM);
  };
  EXPECT_EXIT(Live(beside), ExitedWithCode(kOk), "\"event\":\"stopped\",\"exit_code\":0");
}

}  // namespace
}  // namespace marsad::app
