// The stages of one worker applied to one record: pure but for the clock that stamps StageRun. Without Kafka this is
// `marsad explain`; with it, the runner feeds it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/clock.h"
#include "lib/pipeline/journal.h"
#include "lib/pipeline/observer.h"
#include "lib/pipeline/ports.h"
#include "lib/pipeline/stage.h"

namespace marsad::pipeline {

struct ChainOptions {
  std::string input_topic;
  std::string build;
  // The ladder of sizes, in bytes: raw < enriched < dead.
  size_t max_raw_bytes = 2u << 20;
  size_t max_enriched_bytes = 12u << 20;
  size_t max_dead_bytes = 16u << 20;
};

// What becomes of a record:
//   a null value             passes on, under the same key (a kill); without a key it is a dead letter
//   an empty value           dead letter (EMPTY)
//   a value over the limit   dead letter (TOO_LARGE), before any parsing
//   decoder: articles        one output each, under Article.uri; Skip: nothing; Reject: a dead letter
//   enricher: a delta        appended; Reject or an exception: the article goes on marked FAILED, and a copy is a dead letter
//   bytes that do not parse  dead letter (MALFORMED): there is no article to pass on
//   an output over the limit dead letter (TOO_LARGE), and the article goes on without that field
//
// Not thread-safe. References must outlive it.
class Chain {
 public:
  Chain(Stages stages, ChainOptions options, const Clock& clock, Journal& journal, Observer& observer);

  // Appends what becomes of `input`.
  void Apply(const Input& input, std::vector<Output>* outputs);
  // The same, for a record on whose `culprit.stage` the process has died too often: that stage is not run again.
  void ApplyWithout(const Input& input, const Culprit& culprit, std::vector<Output>* outputs);

  // Names of the stages, in order.
  std::vector<std::string_view> stage_names() const;

 private:
  Stages stages_;
  ChainOptions options_;
  const Clock& clock_;
  Journal& journal_;
  Observer& observer_;
  record::Record record_;
};

}  // namespace marsad::pipeline
