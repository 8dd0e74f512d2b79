#include "lib/pipeline/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>

namespace marsad::pipeline {
namespace {

class JournalTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "marsad-journal-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    directory_ = name;
    path_ = directory_ / "slot-0";
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  std::unique_ptr<Journal> Open(std::string_view identity = "in") {
    auto journal = OpenJournal(path_.string(), identity);
    EXPECT_TRUE(journal) << journal.error().message;
    return journal ? std::move(*journal) : nullptr;
  }

  // Runs `life` in a process of its own, which must end by `end`.
  void Live(const std::function<void(Journal&)>& life) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      const rlimit no_core = {0, 0};
      setrlimit(RLIMIT_CORE, &no_core);
      signal(SIGABRT, SIG_DFL);
      auto journal = OpenJournal(path_.string(), "in");
      if (!journal) _exit(100);
      life(**journal);
      _exit(0);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_FALSE(WIFEXITED(status) && WEXITSTATUS(status) == 100) << "the child could not open the journal";
  }

  std::filesystem::path directory_;
  std::filesystem::path path_;
};

void KillMyself() { kill(getpid(), SIGKILL); }

TEST_F(JournalTest, NamesTheRecordOfEveryKindOfDeath) {
  const std::vector<std::function<void()>> deaths = {[] { abort(); }, [] { _exit(4); }, KillMyself,
                                                     [] { raise(SIGSEGV); }};
  for (const auto& die : deaths) {
    std::filesystem::remove(path_);
    Live([&](Journal& journal) {
      journal.Enter(1, 6, 0);
      journal.Leave();
      journal.Enter(2, 7, 3);
      die();
    });
    EXPECT_EQ(Open()->culprit(), (Culprit{.partition = 2, .offset = 7, .stages = 1u << 3, .deaths = 1}));
  }
}

TEST_F(JournalTest, AnOrderlyEndOrADeathBetweenStagesNamesNobody) {
  Live([](Journal& journal) {
    journal.Enter(0, 5, 0);
    journal.Leave();
  });
  EXPECT_EQ(Open()->culprit(), std::nullopt);
  Live([](Journal& journal) {
    journal.Enter(0, 5, 0);
    journal.Leave();
    KillMyself();
  });
  EXPECT_EQ(Open()->culprit(), std::nullopt);
}

TEST_F(JournalTest, CountsDeathsInARowOnOneRecord) {
  for (uint32_t death = 1; death <= 4; ++death) {
    Live([](Journal& journal) {
      journal.Enter(0, 8, 1);  // the one before passes
      journal.Leave();
      journal.Enter(0, 9, 1);
      abort();
    });
    // Opened in order and closed in between: that does not clear the count.
    EXPECT_EQ(Open()->culprit(), (Culprit{.partition = 0, .offset = 9, .stages = 2, .deaths = death}));
    EXPECT_EQ(Open()->culprit()->deaths, death);
  }
}

TEST_F(JournalTest, KillsAtDifferentRecordsNeverAddUp) {
  for (int64_t offset = 0; offset < 10; ++offset) {
    Live([&](Journal& journal) {
      journal.Enter(0, offset, 0);
      KillMyself();
    });
    EXPECT_EQ(Open()->culprit()->deaths, 1u);
  }
  Live([](Journal& journal) {
    journal.Enter(1, 9, 0);
    KillMyself();
  });
  EXPECT_EQ(Open()->culprit()->deaths, 1u) << "the same offset of another partition";
}

TEST_F(JournalTest, RemembersEveryStageOfTheRecord) {
  for (const uint32_t stage : {2u, 0u}) {
    Live([&](Journal& journal) {
      journal.Enter(0, 1, stage);
      abort();
    });
  }
  const Culprit culprit = Open()->culprit().value();
  EXPECT_EQ(culprit.deaths, 2u);
  EXPECT_TRUE(culprit.DiedIn(0));
  EXPECT_FALSE(culprit.DiedIn(1));
  EXPECT_TRUE(culprit.DiedIn(2));
}

TEST_F(JournalTest, ForgetsWhenTold) {
  Live([](Journal& journal) {
    journal.Enter(0, 1, 0);
    abort();
  });
  {
    const auto journal = Open();
    ASSERT_TRUE(journal->culprit());
    journal->Forget();
    EXPECT_EQ(journal->culprit(), std::nullopt);
  }
  EXPECT_EQ(Open()->culprit(), std::nullopt);
}

TEST_F(JournalTest, StartsAnewForAnotherIdentity) {
  Live([](Journal& journal) {
    journal.Enter(0, 1, 0);
    abort();
  });
  EXPECT_EQ(Open("another topic")->culprit(), std::nullopt);
  EXPECT_EQ(Open("in")->culprit(), std::nullopt) << "what was overwritten does not come back";
}

TEST_F(JournalTest, StartsAnewOverGarbage) {
  for (const size_t size : {size_t{0}, size_t{3}, size_t{64}, size_t{5000}}) {
    std::ofstream(path_, std::ios::trunc | std::ios::binary) << std::string(size, '\x01');
    EXPECT_EQ(Open()->culprit(), std::nullopt);
    EXPECT_EQ(Open()->culprit(), std::nullopt);
  }
}

TEST_F(JournalTest, RefusesTwoLivingHolders) {
  const auto held = Open();
  const auto second = OpenJournal(path_.string(), "in");
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().message, testing::HasSubstr("another living process"));
}

TEST_F(JournalTest, FailsWithAReasonWhereItCannotWrite) {
  const auto missing = OpenJournal((directory_ / "no" / "such").string(), "in");
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().message, testing::HasSubstr("No such file or directory"));
}

TEST(NullJournal, RemembersNothing) {
  const auto journal = NullJournal();
  journal->Enter(0, 1, 2);
  EXPECT_EQ(journal->culprit(), std::nullopt);
}

}  // namespace
}  // namespace marsad::pipeline
