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

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

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
      journal.Enter(Partition(1), Offset(6), 0);
      journal.Leave();
      journal.Enter(Partition(2), Offset(7), kOutsideStages);
      journal.Enter(Partition(2), Offset(7), 3);
      die();
    });
    EXPECT_THAT(Open()->culprits(),
                ElementsAre(Culprit{.partition = Partition(2), .offset = Offset(7), .stages = 1u << 3, .deaths = 1}));
  }
}

TEST_F(JournalTest, AnOrderlyEndOrADeathBetweenStagesNamesNobody) {
  Live([](Journal& journal) {
    journal.Enter(Partition(0), Offset(5), 0);
    journal.Leave();
  });
  EXPECT_THAT(Open()->culprits(), IsEmpty());
  Live([](Journal& journal) {
    journal.Enter(Partition(0), Offset(5), 0);
    journal.Leave();
    KillMyself();
  });
  EXPECT_THAT(Open()->culprits(), IsEmpty());
}

TEST_F(JournalTest, AnEndThatIsDecidedBlamesNobody) {
  Live([](Journal& journal) {
    journal.Enter(Partition(0), Offset(5), 0);
    journal.Pardon();
    journal.Enter(Partition(0), Offset(5), 1);  // the worker goes on until the process ends
    journal.Leave();
    journal.Enter(Partition(0), Offset(6), 0);
    _exit(1);
  });
  EXPECT_THAT(Open()->culprits(), IsEmpty());
  Live([](Journal& journal) {
    journal.Enter(Partition(0), Offset(5), kOutsideStages);
    abort();
  });
  EXPECT_THAT(Open()->culprits(), SizeIs(1)) << "the next process is judged by its own end";
  EXPECT_TRUE(Open()->culprits().front().DiedIn(kOutsideStages));
}

TEST_F(JournalTest, CountsDeathsOnOneRecord) {
  for (uint32_t death = 1; death <= 4; ++death) {
    Live([](Journal& journal) {
      journal.Enter(Partition(0), Offset(8), 1);  // the one before passes
      journal.Leave();
      journal.Enter(Partition(0), Offset(9), 1);
      abort();
    });
    // Opened in order and closed in between: that does not clear the count.
    EXPECT_THAT(Open()->culprits(),
                ElementsAre(Culprit{.partition = Partition(0), .offset = Offset(9), .stages = 2, .deaths = death}));
    EXPECT_THAT(Open()->culprits(), ElementsAre(Field(&Culprit::deaths, death)));
  }
}

TEST_F(JournalTest, KillsAtDifferentRecordsNeverAddUp) {
  for (Offset offset; offset < Offset(10); offset = offset.next()) {
    Live([&](Journal& journal) {
      journal.Enter(Partition(0), offset, 0);
      KillMyself();
    });
    EXPECT_THAT(Open()->culprits(),
                ElementsAre(Culprit{.partition = Partition(0), .offset = offset, .stages = 1, .deaths = 1}));
  }
}

// Two broken records may be met in any order after a restart; if one began the other's count again, they could keep a
// stage from ever passing them.
TEST_F(JournalTest, CountsEachPartitionByItself) {
  const auto die_at = [&](Partition partition, Offset offset) {
    Live([&](Journal& journal) {
      journal.Enter(partition, offset, 0);
      abort();
    });
  };
  for (int round = 0; round < 2; ++round) {
    die_at(Partition(0), Offset(9));
    die_at(Partition(1), Offset(9));
  }
  const Culprit first = {.partition = Partition(0), .offset = Offset(9), .stages = 1, .deaths = 2};
  const Culprit second = {.partition = Partition(1), .offset = Offset(9), .stages = 1, .deaths = 2};
  EXPECT_THAT(Open()->culprits(), UnorderedElementsAre(first, second));
  Open()->Forget(Partition(1));
  EXPECT_THAT(Open()->culprits(), ElementsAre(first));
}

TEST_F(JournalTest, WhatWasMetLeastOftenMakesRoom) {
  for (int32_t partition = 0; partition < 200; ++partition) {
    for (int death = 0; death < (partition == 0 ? 2 : 1); ++death) {
      Live([&](Journal& journal) {
        journal.Enter(Partition(partition), Offset(5), 0);
        _exit(4);
      });
    }
  }
  const auto culprits = Open()->culprits();
  EXPECT_THAT(culprits, SizeIs(128));
  EXPECT_THAT(culprits, Contains(Culprit{.partition = Partition(0), .offset = Offset(5), .stages = 1, .deaths = 2}));
  EXPECT_THAT(culprits, Contains(Culprit{.partition = Partition(199), .offset = Offset(5), .stages = 1, .deaths = 1}));
}

TEST_F(JournalTest, RemembersEveryStageOfTheRecord) {
  for (const uint32_t stage : {2u, 0u}) {
    Live([&](Journal& journal) {
      journal.Enter(Partition(0), Offset(1), stage);
      abort();
    });
  }
  const auto culprits = Open()->culprits();
  ASSERT_THAT(culprits, SizeIs(1));
  const Culprit& culprit = culprits.front();
  EXPECT_EQ(culprit.deaths, 2u);
  EXPECT_TRUE(culprit.DiedIn(0));
  EXPECT_FALSE(culprit.DiedIn(1));
  EXPECT_TRUE(culprit.DiedIn(2));
}

TEST_F(JournalTest, ForgetsWhenTold) {
  Live([](Journal& journal) {
    journal.Enter(Partition(0), Offset(1), 0);
    abort();
  });
  {
    const auto journal = Open();
    ASSERT_THAT(journal->culprits(), SizeIs(1));
    journal->Forget(Partition(0));
    EXPECT_THAT(journal->culprits(), IsEmpty());
  }
  EXPECT_THAT(Open()->culprits(), IsEmpty());
}

TEST_F(JournalTest, StartsAnewForAnotherIdentity) {
  Live([](Journal& journal) {
    journal.Enter(Partition(0), Offset(1), 0);
    abort();
  });
  EXPECT_THAT(Open("another topic")->culprits(), IsEmpty());
  EXPECT_THAT(Open("in")->culprits(), IsEmpty()) << "what was overwritten does not come back";
}

TEST_F(JournalTest, StartsAnewOverGarbage) {
  for (const size_t size : {size_t{0}, size_t{3}, size_t{64}, size_t{5000}}) {
    std::ofstream(path_, std::ios::trunc | std::ios::binary) << std::string(size, '\x01');
    EXPECT_THAT(Open()->culprits(), IsEmpty());
    EXPECT_THAT(Open()->culprits(), IsEmpty());
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
  journal->Enter(Partition(0), Offset(1), 2);
  EXPECT_THAT(journal->culprits(), IsEmpty());
}

}  // namespace
}  // namespace marsad::pipeline
