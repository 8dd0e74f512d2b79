// All four stages in one process, in memory: what chain_bench and chain_rate measure.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/base/clock.h"
#include "lib/pipeline/chain.h"
#include "marsad/config/v1/config.pb.h"
#include "stages/decode/stage.h"
#include "stages/normalize/stage.h"
#include "stages/summarize/stage.h"
#include "stages/tag/stage.h"

namespace marsad::bench {

inline constexpr int64_t kReceivedMs = 1'762'000'000'000;

template <class Factory>
auto Make(const Result<Factory>& factory) {
  if (factory) return (*factory)();
  std::cerr << factory.error().message << '\n';
  std::exit(1);
}

inline config::v1::Config Config() {
  config::v1::Config config;
  config.mutable_tag()->set_gazetteer("gazetteer");
  return config;
}

inline pipeline::Stages AllStages() {
  pipeline::Stages stages;
  stages.push_back(Make(decode::LoadDecode(Config())));
  stages.push_back(Make(normalize::LoadNormalize(Config())));
  stages.push_back(Make(tag::LoadTag(Config())));
  stages.push_back(Make(summarize::LoadSummarize(Config())));
  return stages;
}

// Applies stages to one record after the other.
class MemoryChain {
 public:
  explicit MemoryChain(pipeline::Stages stages)
      : chain_(std::move(stages), {.input_topic = "news.raw", .build = "bench"}, SystemClock(), *journal_, observer_) {}

  // What the last stage made of it; empty if it was refused.
  std::string Apply(std::string_view value) {
    outputs_.clear();
    chain_.Apply({.timestamp = Timestamp::FromMillis(kReceivedMs), .key = {}, .value = value, .headers = {}},
                 &outputs_);
    const bool is_ok = outputs_.size() == 1 && outputs_[0].lane == pipeline::Lane::kOut && outputs_[0].value;
    return is_ok ? std::move(*outputs_[0].value) : std::string();
  }

 private:
  const std::unique_ptr<pipeline::Journal> journal_ = pipeline::NullJournal();
  pipeline::Observer observer_;
  std::vector<pipeline::Output> outputs_;
  pipeline::Chain chain_;
};

}  // namespace marsad::bench
