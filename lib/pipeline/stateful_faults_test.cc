// Every fault at every call around a stateful step: outputs, letters and the state topic are what follows from the input
// alone, however often processes die, partitions move, markers lag and outcomes stay unknown. What must come of it is
// computed here from the lines, without runner, chain and step.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lib/pipeline/runner.h"
#include "lib/pipeline/testing/fake_clock.h"
#include "lib/pipeline/testing/memory_log.h"
#include "lib/pipeline/testing/thinning.h"
#include "lib/pipeline/testing/toy_stages.h"
#include "lib/pipeline/testing/toy_stateful.h"

namespace marsad::pipeline {
namespace {

using testing::FakeClock;
using testing::Fault;
using testing::FaultPlan;
using testing::MemoryClient;
using testing::MemoryLog;
using testing::Thinning;

constexpr size_t kWindow = 2;  // keys that the step remembers
constexpr size_t kBatch = 3;

struct Line {
  int32_t partition;
  std::string what;  // "kill": a null value
  std::string uri;
};

const std::vector<Line>& Lines() {
  static const std::vector<Line> lines = {
      {0, "article", "a"},       {0, "article", "b"},    {0, "article", "a"}, {0, "throw-count", "a"},
      {0, "article", "c"},       {0, "article", "b"},    {0, "kill", "b"},    {0, "article", "a"},
      {0, "reject-count", "a"},  {0, "two", "a"},        {0, "article", "d"}, {1, "article", "x"},
      {1, "foreign-count", "x"}, {1, "article", "x"},    {1, "article", "y"}, {1, "kill", "y"},
      {1, "article", "y"},       {1, "reject-tag", "z"}, {1, "article", "x"}, {1, "article", "v"},
      {1, "kill", "nobody"},
  };
  return lines;
}

struct Seen {
  std::map<std::string, std::vector<std::string>> out;  // by key
  uint64_t letters = 0;
  std::map<int32_t, std::map<std::string, std::string>> state;
  friend bool operator==(const Seen&, const Seen&) = default;
};

void PrintTo(const Seen& seen, std::ostream* out) {
  for (const auto& [key, texts] : seen.out) {
    for (const std::string& text : texts) *out << "\n  " << text;
  }
  *out << "\n  " << seen.letters << " letters";
  for (const auto& [partition, state] : seen.state) {
    for (const auto& [key, value] : state) *out << "\n  state " << partition << " " << key << "=" << value;
  }
}

// The oracle: counts and numbers as a person would.
struct Oracle {
  struct Entry {
    uint64_t count = 0;
    uint64_t last = 0;
  };
  std::map<int32_t, uint64_t> last;
  std::map<int32_t, std::map<std::string, Entry>> keys;
  Seen seen;

  std::string Story(const Line& line) {
    std::map<std::string, Entry>& known = keys[line.partition];
    Entry& entry = known[line.uri];
    entry = {.count = entry.count + 1, .last = ++last[line.partition]};
    const Entry made = entry;
    if (known.size() > kWindow) {
      known.erase(std::min_element(known.begin(), known.end(),
                                   [](const auto& a, const auto& b) { return a.second.last < b.second.last; }));
    }
    return "; story " + line.uri + "/" + std::to_string(made.last) + " of " + std::to_string(made.count);
  }
  void Article(const Line& line, const std::string& title) {
    std::string text = line.uri + ": " + title;
    const bool tag_fails = line.what == "reject-tag";
    const bool count_fails = line.what == "throw-count" || line.what == "reject-count" || line.what == "foreign-count";
    if (!tag_fails) text += "; tag " + title;
    if (!count_fails) text += Story(line);
    const std::string failure = line.what == "reject-count" ? "LIMIT_EXCEEDED" : "STAGE_FAILED";
    text += std::string("; decode OK, count ") + (count_fails ? "FAILED " + failure : "OK");
    text += std::string(", tag ") + (tag_fails ? "FAILED LIMIT_EXCEEDED" : "OK");
    seen.out[line.uri].push_back(text);
    if (tag_fails || count_fails) ++seen.letters;
  }
  void Kill(const Line& line) {
    seen.out[line.uri].push_back(line.uri + ": canceled; count OK");
    if (keys[line.partition].erase(line.uri) > 0) {
      seen.state[line.partition]["last"] = std::to_string(last[line.partition]);
    }
  }
};

Seen Expected() {
  Oracle oracle;
  int number = 0;
  for (const Line& line : Lines()) {
    const std::string title = line.what + " " + std::to_string(++number);
    if (line.what == "kill") {
      oracle.Kill(line);
    } else {
      oracle.Article(line, title);
      if (line.what == "two") oracle.Article(line, title + " again");
    }
  }
  for (const auto& [partition, keys] : oracle.keys) {
    for (const auto& [key, entry] : keys) {
      oracle.seen.state[partition]["key/" + key] = std::to_string(entry.count) + " " + std::to_string(entry.last);
    }
  }
  return oracle.seen;
}

Seen Committed(MemoryLog& log) {
  log.LandMarkers();
  Seen seen;
  for (const Output& output : log.ReadCommitted(Lane::kOut)) {
    seen.out[output.key.value_or("(null)")].push_back(testing::Describe(output));
  }
  seen.letters = log.ReadCommitted(Lane::kDead).size();
  for (const int32_t partition : {0, 1}) {
    for (const auto& [key, value] : log.ReadState(Partition(partition))) seen.state[partition][key] = value;
  }
  return seen;
}

class StopWhenDone final : public Observer {
 public:
  StopWhenDone(MemoryLog& log, uint64_t batches, std::set<Partition> partitions)
      : log_(log), batches_(batches), partitions_(std::move(partitions)) {}
  void OnBatch(const BatchEvent& event) override {
    if (event.end == BatchEnd::kCommitted && --batches_ == 0) stop_ = true;
    StopIfDone();
  }
  void StopIfDone() {
    const bool is_done = std::all_of(partitions_.begin(), partitions_.end(),
                                     [&](Partition partition) { return log_.IsDone(partition); });
    if (is_done) stop_ = true;
  }
  const std::atomic<bool>& stop() const { return stop_; }

 private:
  MemoryLog& log_;
  uint64_t batches_;
  const std::set<Partition> partitions_;
  std::atomic<bool> stop_{false};
};

class StatefulFaultsTest : public ::testing::Test {
 protected:
  void Fill(MemoryLog& log) const {
    int number = 0;
    for (const Line& line : Lines()) {
      testing::StoredRecord record;
      record.key = line.uri;
      if (line.what != "kill") record.value = line.what + " " + line.uri + " " + std::to_string(++number);
      if (line.what == "kill") ++number;
      log.Append(Partition(line.partition), std::move(record));
    }
    log.LimitPolls(3);
    log.LimitCalls(3'000);
  }

  // One process of `member`, until its death, or until so many batches are committed.
  void Live(MemoryLog& log, int member, uint64_t batches, std::set<Partition> partitions) {
    StopWhenDone observer(log, batches, std::move(partitions));
    StopWhenDone* const outer = std::exchange(living_, &observer);
    MemoryClient client(log, member);
    const auto journal = NullJournal();
    Stages stages;
    stages.push_back(testing::ToyDecoder());
    stages.push_back(std::make_unique<testing::ToyStateful>(kWindow));
    stages.push_back(testing::ToyEnricher("tag"));
    Chain chain(std::move(stages), {.input_topic = "in", .build = "1"}, clock_, *journal, observer);
    RunnerOptions options;
    options.max_records = kBatch;
    options.sleep = [this](std::chrono::milliseconds time) { clock_.Pass(time); };
    Runner runner({client, client, chain, *journal, observer, clock_, &client}, options);
    try {
      runner.Run(observer.stop());
    } catch (const testing::Death&) {
      // The next one takes over.
    }
    living_ = outer;
    if (outer != nullptr) outer->StopIfDone();
  }

  void Finish(MemoryLog& log) {
    try {
      while (!log.IsDone(Partition(0)) || !log.IsDone(Partition(1))) Live(log, 0, 1'000, {Partition(0), Partition(1)});
      const Seen seen = Committed(log);
      EXPECT_TRUE(seen == Expected()) << ::testing::PrintToString(seen)
                                      << "\nexpected:" << ::testing::PrintToString(Expected());
    } catch (const testing::Runaway&) {
      living_ = nullptr;
      ADD_FAILURE() << "went in circles: " << ::testing::PrintToString(Committed(log));
    }
  }

  uint64_t Run(const FaultPlan& plan, uint64_t delay, MemoryLog::MarkerOrder order) {
    MemoryLog log(2);
    Fill(log);
    log.DelayMarkers(delay, order);
    log.Plan(plan);
    Finish(log);
    return log.calls();
  }

  FakeClock clock_;
  StopWhenDone* living_ = nullptr;  // of the process that lives now
};

constexpr MemoryLog::MarkerOrder kOrders[] = {MemoryLog::MarkerOrder::kOffsetsFirst,
                                              MemoryLog::MarkerOrder::kOffsetsLast};

TEST_F(StatefulFaultsTest, NoFault) { Run({}, 0, kOrders[0]); }

TEST_F(StatefulFaultsTest, EverySingleFault) {
  for (const uint64_t delay : {0, 3}) {
    for (const MemoryLog::MarkerOrder order : kOrders) {
      const uint64_t calls = Run({}, delay, order);
      for (uint64_t call = 0; call < calls; ++call) {
        for (const Fault fault : testing::kFaults) {
          SCOPED_TRACE(::testing::Message() << "call " << call << ", fault " << static_cast<int>(fault) << ", delay "
                                            << delay << ", order " << static_cast<int>(order));
          Run({{call, fault}}, delay, order);
          if (HasFailure()) return;
        }
      }
    }
  }
}

TEST_F(StatefulFaultsTest, EveryPairInARow) {
  const uint64_t calls = Run({}, 2, kOrders[0]);
  uint64_t runs = 0;
  for (uint64_t call = 0; call < calls; ++call) {
    for (const Fault first : testing::kFaults) {
      for (uint64_t later = 1; later <= 4; ++later) {
        for (const Fault second : testing::kFaults) {
          if (++runs % Thinning() != 0) continue;
          SCOPED_TRACE(::testing::Message() << call << ":" << static_cast<int>(first) << " " << call + later << ":"
                                            << static_cast<int>(second));
          Run({{call, first}, {call + later, second}}, 2, kOrders[runs % 2]);
          if (HasFailure()) return;
        }
      }
    }
  }
}

// The poll after the one that took the partitions away takes them away once more, and the rewind between is interrupted.
TEST_F(StatefulFaultsTest, ARevocationMayComeTwiceAtEveryCall) {
  for (const MemoryLog::MarkerOrder order : kOrders) {
    const uint64_t calls = Run({}, 3, order);
    for (uint64_t call = 0; call < calls; ++call) {
      SCOPED_TRACE(::testing::Message() << "call " << call << ", order " << static_cast<int>(order));
      Run({{call, Fault::kInterrupt}, {call + 1, Fault::kInterrupt}, {call + 2, Fault::kInterrupt}}, 3, order);
      if (HasFailure()) return;
    }
  }
}

// A partition moves to another member, which works on it and is killed, and moves back.
TEST_F(StatefulFaultsTest, PartitionsMoveAtEveryCall) {
  for (const uint64_t delay : {0, 1, 5}) {
    for (const MemoryLog::MarkerOrder order : kOrders) {
      const uint64_t calls = Run({}, delay, order);
      for (uint64_t call = 1; call < calls; ++call) {
        SCOPED_TRACE(::testing::Message()
                     << "call " << call << ", delay " << delay << ", order " << static_cast<int>(order));
        MemoryLog log(2);
        Fill(log);
        log.DelayMarkers(delay, order);
        log.Before(call, [&] {
          if (log.IsDone(Partition(1))) return;
          if (log.HasOpen(0)) log.Fence(0);  // its transaction times out: nobody reads past it before
          log.Give(0, {Partition(0)});
          log.Give(1, {Partition(1)});
          Live(log, 1, 2, {Partition(1)});
          log.Give(1, {});
          log.Give(0, {Partition(0), Partition(1)});
        });
        Finish(log);
        if (HasFailure()) return;
      }
    }
  }
}

// Another member has the partition for hours, and what it deletes leaves no trace in the topic.
TEST_F(StatefulFaultsTest, WhoWasStoppedForLongKeepsNothingThatWasDeletedMeanwhile) {
  const uint64_t calls = Run({}, 0, kOrders[0]);
  for (uint64_t call = 1; call < calls; ++call) {
    SCOPED_TRACE(::testing::Message() << "call " << call);
    MemoryLog log(2);
    Fill(log);
    log.Before(call, [&] {
      if (log.HasOpen(0)) log.Fence(0);
      log.Give(0, {Partition(0)});
      log.Give(1, {Partition(1)});
      if (!log.IsDone(Partition(1))) Live(log, 1, 2, {Partition(1)});
      log.Compact(MemoryLog::Nulls::kGo);
      clock_.Pass(std::chrono::hours(2));
      log.Give(1, {});
      log.Give(0, {Partition(0), Partition(1)});
    });
    Finish(log);
    if (HasFailure()) return;
  }
}

// The same for one that lives, and hears at once that it has nothing any more.
TEST_F(StatefulFaultsTest, WhoHadNothingForLongKeepsNothingThatWasDeletedMeanwhile) {
  const uint64_t calls = Run({}, 0, kOrders[0]);
  for (uint64_t call = 1; call < calls; ++call) {
    SCOPED_TRACE(::testing::Message() << "call " << call);
    MemoryLog log(2);
    Fill(log);
    log.Before(call, [&] { log.Give(0, {}); });
    log.Before(call + 3, [&] {
      if (log.HasOpen(0)) log.Fence(0);  // its transaction times out
      log.Give(1, {Partition(1)});
      if (!log.IsDone(Partition(1))) Live(log, 1, 2, {Partition(1)});
      log.Compact(MemoryLog::Nulls::kGo);
      log.Give(1, {});
      const uint64_t now = log.calls();
      for (const uint64_t later : {2, 3, 4}) log.Before(now + later, [&] { clock_.Pass(std::chrono::minutes(40)); });
      log.Before(now + 5, [&] { log.Give(0, {Partition(0), Partition(1)}); });
    });
    Finish(log);
    if (HasFailure()) return;
  }
}

// Only the last record of each key is left in the state topic when the next process starts.
TEST_F(StatefulFaultsTest, RestoresFromACompactedTopicAfterEveryBatch) {
  MemoryLog log(2);
  Fill(log);
  while (!log.Drained()) {
    Live(log, 0, 1, {Partition(0), Partition(1)});
    log.Compact();
  }
  EXPECT_TRUE(Committed(log) == Expected()) << ::testing::PrintToString(Committed(log));
}

}  // namespace
}  // namespace marsad::pipeline
