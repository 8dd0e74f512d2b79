// Every fault at every call: whatever happens between the runner and the world, and however often its process dies,
// readers of committed records see each result exactly once and in order. What they must see is written down here, by
// hand.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <random>

#include "lib/pipeline/chain.h"
#include "lib/pipeline/runner.h"
#include "lib/pipeline/testing/fake_clock.h"
#include "lib/pipeline/testing/memory_log.h"
#include "lib/pipeline/testing/thinning.h"
#include "lib/pipeline/testing/toy_stages.h"
#include "tests/seed.h"

namespace marsad::pipeline {
namespace {

using testing::FakeClock;
using testing::Fault;
using testing::FaultPlan;
using testing::MemoryClient;
using testing::MemoryLog;
using testing::Thinning;

struct Line {
  int32_t partition;
  const char* key;    // null: none
  const char* value;  // null: a kill
  std::vector<std::string> out = {};
  std::vector<std::string> dead = {};
};

const std::vector<Line>& Lines() {
  static const std::vector<Line> lines = {
      {0, "x", "article a 1", {"a: article 1; tag article 1; summary article 1; decode OK, tag OK, summarize OK"}},
      {0,
       "x",
       "two b 2",
       {"b: two 2; tag two 2; summary two 2; decode OK, tag OK, summarize OK",
        "b: two 2 again; tag two 2 again; summary two 2 again; decode OK, tag OK, summarize OK"}},
      {0, nullptr, "skip c 3"},
      {0, "x", "article a 4", {"a: article 4; tag article 4; summary article 4; decode OK, tag OK, summarize OK"}},
      {0, "x", "reject d 5", {}, {"BAD_FIELD by decode: 0/4 reject d 5"}},
      {0, "a", nullptr, {"a: kill"}},
      {0,
       "x",
       "reject-tag e 6",
       {"e: reject-tag 6; summary reject-tag 6; decode OK, tag FAILED LIMIT_EXCEEDED, summarize OK"},
       {"LIMIT_EXCEEDED by tag: 0/6 reject-tag e 6 (copy)"}},
      {0, "x", "article a 7", {"a: article 7; tag article 7; summary article 7; decode OK, tag OK, summarize OK"}},
      {1, "x", "article f 1", {"f: article 1; tag article 1; summary article 1; decode OK, tag OK, summarize OK"}},
      {1, "x", "", {}, {"EMPTY by decode: 1/1 "}},
      {1,
       "x",
       "throw-summarize g 2",
       {"g: throw-summarize 2; tag throw-summarize 2; decode OK, tag OK, summarize FAILED STAGE_FAILED"},
       {"STAGE_FAILED by summarize: 1/2 throw-summarize g 2 (copy)"}},
      {1, nullptr, nullptr, {}, {"KEYLESS_KILL by decode: 1/3 (null)"}},
      {1, "x", "article f 3", {"f: article 3; tag article 3; summary article 3; decode OK, tag OK, summarize OK"}},
      {1, "x", "throw h 4", {}, {"STAGE_FAILED by decode: 1/5 throw h 4"}},
      {1,
       "x",
       "die-tag i 5",
       {"i: die-tag 5; summary die-tag 5; decode OK, tag FAILED CRASH, summarize OK"},
       {"CRASH by tag: 1/6 die-tag i 5 (copy)"}},
      {1, "x", "article f 6", {"f: article 6; tag article 6; summary article 6; decode OK, tag OK, summarize OK"}},
      {1, "x", "none j 7"},
      {1,
       "x",
       "part k 8",
       {"k: part 8; tag part 8; summary part 8; decode OK, tag OK, summarize OK"},
       {"BAD_FIELD by decode: 1/9 part k 8 (copy)"}},
  };
  return lines;
}

using BySource = std::map<std::string, std::vector<std::string>>;

// What is promised to be in order: articles by key, dead letters by partition.
struct Seen {
  BySource out;
  BySource dead;
  friend bool operator==(const Seen&, const Seen&) = default;
};

Seen Expected() {
  Seen seen;
  for (const Line& line : Lines()) {
    for (const std::string& text : line.out) seen.out[text.substr(0, text.find(':'))].push_back(text);
    for (const std::string& text : line.dead) seen.dead[std::to_string(line.partition)].push_back(text);
  }
  return seen;
}

Seen Committed(const MemoryLog& log) {
  Seen seen;
  for (const Output& output : log.ReadCommitted(Lane::kOut)) {
    seen.out[output.key.value_or("(null)")].push_back(testing::Describe(output));
  }
  for (const Output& output : log.ReadCommitted(Lane::kDead)) {
    const std::string text = testing::Describe(output);
    const size_t place = text.find(": ") + 2;
    seen.dead[text.substr(place, text.find('/') - place)].push_back(text);
  }
  return seen;
}

void PrintTo(const Seen& seen, std::ostream* out) {
  for (const BySource* lane : {&seen.out, &seen.dead}) {
    for (const auto& [source, texts] : *lane) {
      for (const std::string& text : texts) *out << "\n  " << text;
    }
  }
}

// Stops the runner once everything is committed.
class StopWhenDrained final : public Observer {
 public:
  explicit StopWhenDrained(const MemoryLog& log) : log_(log) {}
  void OnBatch(const BatchEvent&) override {
    if (log_.Drained()) stop_ = true;
  }
  const std::atomic<bool>& stop() const { return stop_; }

 private:
  const MemoryLog& log_;
  std::atomic<bool> stop_{false};
};

// Outputs that stay once they are written, and positions that move later: what at_least_once is made of.
class AtLeastOnce final : public Sink {
 public:
  explicit AtLeastOnce(MemoryClient& client) : client_(client) {}
  Outcome Produce(std::span<const Output> outputs) override {
    const Outcome outcome = client_.Produce(outputs);
    return outcome == Outcome::kDone ? client_.Commit({}) : outcome;
  }
  Outcome Commit(std::span<const Position> positions) override { return client_.Commit(positions); }
  Outcome Abort() override { return client_.Abort(); }
  Outcome Reopen() override { return client_.Reopen(); }
  std::string last_error() const override { return client_.last_error(); }

 private:
  MemoryClient& client_;
};

class FaultsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "marsad-faults-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    directory_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  // One process, from start to end or death.
  void Live(MemoryLog& log, FakeClock& clock) {
    auto journal = OpenJournal((directory_ / "slot").string(), "in " + std::to_string(runs_));
    if (!journal) throw std::runtime_error(journal.error().message);
    StopWhenDrained observer(log);
    MemoryClient client(log);
    Chain chain(testing::ToyStages(), {.input_topic = "in", .build = "1"}, clock, **journal, observer);
    RunnerOptions options;
    options.max_records = kBatch;
    options.sleep = [&](std::chrono::milliseconds time) { clock.Pass(time); };
    AtLeastOnce repeating(client);
    Sink& sink = at_least_once_ ? static_cast<Sink&>(repeating) : client;
    Runner runner({client, sink, chain, **journal, observer, clock}, options);
    ++lives_;
    try {
      runner.Run(observer.stop());
    } catch (const testing::Death&) {
      // The next one takes over.
    }
  }

  // A log with all lines, worked off under `plan` by one process after the other, as a supervisor starts them. Returns
  // the number of calls that it took.
  uint64_t Run(const FaultPlan& plan) {
    ++runs_;
    lives_ = 0;
    MemoryLog log(2);
    for (const Line& line : Lines()) {
      testing::StoredRecord record;
      if (line.key != nullptr) record.key = line.key;
      if (line.value != nullptr) record.value = line.value;
      log.Append(Partition(line.partition), std::move(record));
    }
    log.LimitPolls(3);
    log.LimitCalls(at_least_once_ ? 2'000 : 1'000);
    log.Plan(plan);
    FakeClock clock;
    try {
      // A process may die in its last call: what is committed counts, not how it ended.
      while (!log.Drained()) Live(log, clock);
      Judge(Committed(log));
    } catch (const testing::Runaway&) {
      ADD_FAILURE() << "went in circles; committed so far: " << ::testing::PrintToString(Committed(log));
    }
    return log.calls();
  }

  void Judge(const Seen& seen) const {
    if (at_least_once_) {
      ExpectAll(seen.out, Expected().out);
      ExpectAll(seen.dead, Expected().dead);
    } else {
      EXPECT_TRUE(seen == Expected()) << ::testing::PrintToString(seen);
    }
  }

  // Everything that is expected, in its order, and of each no more than a transaction's worth again for each accident. The
  // first copies stand in order; after them, what a transaction repeats.
  void ExpectAll(const BySource& seen, const BySource& expected) const {
    for (const auto& [source, texts] : seen) {
      std::vector<std::string> first;
      for (const std::string& text : texts) {
        if (std::find(first.begin(), first.end(), text) == first.end()) first.push_back(text);
      }
      const auto known = expected.find(source);
      ASSERT_NE(known, expected.end()) << source;
      EXPECT_EQ(first, known->second);
      // One fault, and each process but the last ended by accident; a record makes two outputs of a source at most.
      EXPECT_LE(texts.size() - first.size(), lives_ * 2 * kBatch) << source;
    }
    EXPECT_EQ(seen.size(), expected.size());
  }

  static std::string Show(const FaultPlan& plan) {
    std::string text = "faults (call:kind)";
    for (const auto& [call, fault] : plan)
      text += " " + std::to_string(call) + ":" + std::to_string(static_cast<int>(fault));
    return text;
  }

  static constexpr size_t kBatch = 4;  // records in a transaction

  bool at_least_once_ = false;
  uint64_t lives_ = 0;  // processes of this run
  std::filesystem::path directory_;
  uint64_t runs_ = 0;  // each starts with a fresh journal
};

TEST_F(FaultsTest, NoFault) { Run({}); }

TEST_F(FaultsTest, EverySingleFault) {
  const uint64_t calls = Run({});
  uint64_t runs = 0;
  for (uint64_t call = 0; call < calls; ++call) {
    for (const Fault fault : testing::kFaults) {
      SCOPED_TRACE(Show({{call, fault}}));
      Run({{call, fault}});
      ++runs;
      if (HasFailure()) return;
    }
  }
  std::cout << runs << " fault points at " << calls << " calls\n";
}

// Nothing is lost, order stays, and what comes twice is bounded by a transaction for each accident.
TEST_F(FaultsTest, EverySingleFaultAtLeastOnce) {
  at_least_once_ = true;
  const uint64_t calls = Run({});
  for (uint64_t call = 0; call < calls; ++call) {
    for (const Fault fault : testing::kFaults) {
      SCOPED_TRACE(Show({{call, fault}}));
      Run({{call, fault}});
      if (HasFailure()) return;
    }
  }
}

// The second fault hits the way back from the first: Abort(), Reopen(), Rewind() and what follows.
TEST_F(FaultsTest, EveryPairInARow) {
  const uint64_t calls = Run({});
  uint64_t runs = 0;
  for (uint64_t call = 0; call < calls; ++call) {
    for (const Fault first : testing::kFaults) {
      for (uint64_t later = 1; later <= 3; ++later) {
        for (const Fault second : testing::kFaults) {
          if (++runs % Thinning() != 0) continue;
          const FaultPlan plan = {{call, first}, {call + later, second}};
          SCOPED_TRACE(Show(plan));
          Run(plan);
          if (HasFailure()) return;
        }
      }
    }
  }
  std::cout << runs / Thinning() << " pairs\n";
}

TEST_F(FaultsTest, RandomStorms) {
  const uint64_t seed = tests::Seed();
  std::cout << "seed " << seed << "\n";
  std::mt19937_64 random(seed);
  const uint64_t calls = Run({});
  for (uint64_t round = 0; round < 2'000 / Thinning(); ++round) {
    FaultPlan plan;
    const uint64_t faults = 2 + random() % 9;
    while (plan.size() < faults)
      plan.emplace(random() % (2 * calls), testing::kFaults[random() % std::size(testing::kFaults)]);
    SCOPED_TRACE("seed " + std::to_string(seed) + ", round " + std::to_string(round) + ", " + Show(plan));
    Run(plan);
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace marsad::pipeline
