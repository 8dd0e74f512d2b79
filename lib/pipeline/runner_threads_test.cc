// What the thread sanitizer looks at: stop is set and last_turn() read while the runner runs.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <limits>
#include <thread>

#include "lib/pipeline/runner.h"
#include "lib/pipeline/testing/memory_log.h"
#include "lib/pipeline/testing/toy_stages.h"

namespace marsad::pipeline {
namespace {

TEST(RunnerThreads, StopAndLastTurnMayBeUsedFromAnyThread) {
  testing::MemoryLog log(1);
  // Until this thread gets a processor the runner may go idle for as long as it likes.
  log.LimitCalls(std::numeric_limits<uint64_t>::max());
  for (int i = 0; i < 500; ++i)
    log.Append(Partition(0),
               {.timestamp = Timestamp::FromMillis(1), .key = "k", .value = "article u 1", .headers = {}});
  testing::MemoryClient client(log);
  const auto journal = NullJournal();
  class Announcer final : public Observer {
   public:
    void OnBatch(const BatchEvent&) override { batches.fetch_add(1); }
    std::atomic<int> batches{0};
  } observer;
  Chain chain(testing::ToyStages(), {}, SystemClock(), *journal, observer);
  RunnerOptions options;
  options.max_records = 10;
  Runner runner({client, client, chain, *journal, observer, SystemClock()}, options);
  std::atomic<bool> stop{false};
  const auto before = runner.last_turn();
  RunEnd end = RunEnd::kFatal;
  std::thread worker([&] { end = runner.Run(stop); });
  while (observer.batches.load() < 5) {
    EXPECT_GE(runner.last_turn(), before);
    std::this_thread::yield();
  }
  stop = true;
  worker.join();
  EXPECT_EQ(end, RunEnd::kStopped);
  EXPECT_EQ(Offset(static_cast<int64_t>(log.ReadCommitted(Lane::kOut).size())), log.committed(Partition(0)));
  EXPECT_GE(log.committed(Partition(0)), Offset(50));
}

}  // namespace
}  // namespace marsad::pipeline
