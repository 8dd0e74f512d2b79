// A runner between a log in memory and toy stages, and what it told.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lib/pipeline/runner.h"
#include "lib/pipeline/testing/fake_clock.h"
#include "lib/pipeline/testing/memory_log.h"
#include "lib/pipeline/testing/toy_stages.h"

namespace marsad::pipeline::testing {

struct SeenBatch {
  BatchEnd end;
  uint64_t records;
  std::string error;
};

class BatchRecorder final : public Observer {
 public:
  void OnBatch(const BatchEvent& event) override {
    batches.push_back({event.end, event.records, std::string(event.error)});
    if (on_batch) on_batch(event);
  }
  void OnReopen(std::string_view why) override { reopens.emplace_back(why); }
  std::vector<uint64_t> Sizes() const {
    std::vector<uint64_t> sizes;
    for (const SeenBatch& batch : batches) sizes.push_back(batch.records);
    return sizes;
  }

  std::vector<SeenBatch> batches;
  std::vector<std::string> reopens;
  std::function<void(const BatchEvent&)> on_batch;
};

// A journal that has found culprits.
class FoundJournal final : public Journal {
 public:
  explicit FoundJournal(std::vector<Culprit> culprits) : culprits_(std::move(culprits)) {}
  std::vector<Culprit> culprits() const override { return culprits_; }
  void Enter(Partition, Offset, uint32_t) override {}
  void Leave() override {}
  void Blame(Partition, Offset, uint32_t) override {}
  void Forget(Partition partition) override {
    std::erase_if(culprits_, [&](const Culprit& culprit) { return culprit.partition == partition; });
  }

 private:
  std::vector<Culprit> culprits_;
};

class RunnerTest : public ::testing::Test {
 protected:
  RunnerTest() : log_(2), clock_(std::make_unique<FakeClock>()) {
    options_.sleep = [this](std::chrono::milliseconds time) {
      pauses_.push_back(time);
      clock_->Pass(time);
    };
    log_.LimitCalls(5'000);
  }

  void Add(Partition partition, int records, const std::string& what = "article") {
    for (int i = 0; i < records; ++i) {
      log_.Append(partition, {.timestamp = Timestamp::FromMillis(1),
                              .key = "k",
                              .value = what + " u" + std::to_string(partition.number()) + " " + std::to_string(i),
                              .headers = {}});
    }
  }
  // Runs until everything is committed, or until it ends by itself.
  RunEnd Run(std::vector<Culprit> culprits = {}) {
    journal_ = std::make_unique<FoundJournal>(std::move(culprits));
    MemoryClient client(log_);
    Chain chain(ToyStages(), {.input_topic = "in", .build = "1"}, *clock_, *journal_, recorder_);
    Runner runner({client, client, chain, *journal_, recorder_, *clock_}, options_);
    if (!recorder_.on_batch) recorder_.on_batch = [this](const BatchEvent&) { stop_ = stop_ || log_.Drained(); };
    const RunEnd end = runner.Run(stop_);
    error_ = runner.error();
    return end;
  }

  MemoryLog log_;
  std::unique_ptr<FakeClock> clock_;
  std::unique_ptr<FoundJournal> journal_;
  BatchRecorder recorder_;
  RunnerOptions options_;
  std::vector<std::chrono::milliseconds> pauses_;
  std::atomic<bool> stop_{false};
  std::string error_;
};

}  // namespace marsad::pipeline::testing
