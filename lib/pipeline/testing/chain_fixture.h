// A chain applied to one record, with all that it tells of it. For tests of the chain.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/pipeline/chain.h"
#include "lib/pipeline/testing/fake_clock.h"
#include "lib/pipeline/testing/toy_stages.h"

namespace marsad::pipeline::testing {

// Keeps what it is told, with its own copies of the texts.
class Recorder final : public Observer {
 public:
  void OnStage(const StageEvent& event) override {
    static constexpr const char* kNames[] = {"OK", "SKIPPED", "REJECTED", "FAILED", "KILLED"};
    std::string text = std::string(event.stage) + " " + kNames[static_cast<size_t>(event.verdict)];
    if (!event.reason.empty()) text += " " + std::string(event.reason);
    stages.push_back(text + " " + std::to_string(event.partition.number()) + "/" +
                     std::to_string(event.offset.value()));
    took.push_back(event.took);
  }
  void OnInput(uint64_t bytes) override { inputs.push_back(bytes); }
  void OnOutput(const OutputEvent& event) override { outputs.push_back(event); }

  std::vector<std::string> stages;
  std::vector<std::chrono::nanoseconds> took;
  std::vector<uint64_t> inputs;
  std::vector<OutputEvent> outputs;
};

// Notes what it is told, as a journal would find it after a death.
class SpyJournal final : public Journal {
 public:
  std::vector<Culprit> culprits() const override { return {}; }
  void Enter(Partition partition, Offset offset, uint32_t stage) override {
    notes.push_back(std::to_string(partition.number()) + "/" + std::to_string(offset.value()) + " in " +
                    std::to_string(stage));
    entered = true;
  }
  void Leave() override { entered = false; }
  void Blame(Partition, Offset, uint32_t) override {}
  void Forget(Partition) override {}

  std::vector<std::string> notes;
  bool entered = false;
};

class ChainTest : public ::testing::Test {
 protected:
  ChainTest() { options_ = {.input_topic = "news.raw", .build = "7"}; }

  std::vector<Output> Apply(Stages stages, const Input& input, const Culprit* culprit = nullptr) {
    Chain chain(std::move(stages), options_, clock_, journal_, recorder_);
    std::vector<Output> outputs;
    if (culprit != nullptr) {
      chain.ApplyWithout(input, *culprit, &outputs);
    } else {
      chain.Apply(input, &outputs);
    }
    return outputs;
  }
  static std::vector<std::string> DescribeAll(const std::vector<Output>& outputs) {
    std::vector<std::string> texts;
    texts.reserve(outputs.size());
    for (const Output& output : outputs) texts.push_back(Describe(output));
    return texts;
  }
  std::vector<std::string> Of(std::string_view value) { return DescribeAll(Apply(ToyStages(), Raw(value))); }
  static Stages Only(Step step) {
    Stages stages;
    stages.push_back(std::move(step));
    return stages;
  }
  static Input Raw(std::string_view value) {
    return {.partition = Partition(2),
            .offset = Offset(5),
            .timestamp = Timestamp::FromMillis(9'000),
            .key = "k",
            .value = value,
            .headers = {}};
  }

  ChainOptions options_;
  FakeClock clock_;
  SpyJournal journal_;
  Recorder recorder_;
};

}  // namespace marsad::pipeline::testing
