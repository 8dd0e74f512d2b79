// The stages of one worker applied to one record: pure but for the clock that stamps StageRun. Without Kafka this is
// `marsad explain`; with it, the runner feeds it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
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
  // The ladder of sizes, in bytes: raw < enriched < dead. raw limits a value; enriched and dead limit a whole record as
  // Kafka counts it: key, headers and its frame included. A small part of enriched (4 KiB, a quarter where it is smaller than 16 KiB) is kept free
  // for StageRuns, so that an article that is passed on marked FAILED always fits.
  size_t max_raw_bytes = 2u << 20;
  size_t max_enriched_bytes = 12u << 20;
  size_t max_dead_bytes = 16u << 20;
  // All outputs of one record together, as Kafka counts them, its dead letter aside. The first one is always taken: it is
  // bounded by max_enriched_bytes.
  size_t max_output_bytes = 64u << 20;
};

// What becomes of a record:
//   a null value             passes on, key and headers as they came (a kill); without a key, or with more of both than
//                            a record may have, it is a dead letter. A stateful step makes a record of it: an article
//                            {uri = the key, CANCELED, received}, with the step's field, or marked FAILED
//   an empty value           dead letter (EMPTY)
//   a value over the limit   dead letter (TOO_LARGE), before any parsing
//   decoder: articles        one output each, under Article.uri; Skip: nothing; Reject or an exception: a dead letter
//   decoder: some articles   those one output each; the others are refused
//   relay                    passes on, byte for byte
//   enricher: a delta        appended; Reject, an exception or a delta that is not its own field alone: the article
//                            goes on marked FAILED
//   enricher: lacks a need   the article goes on marked FAILED: UPSTREAM_FAILED where the need's owner failed on it, which
//                            is no reason for a dead letter; else MISSING_FIELD
//   bytes that do not parse  dead letter (MALFORMED): there is no article to pass on
//   an output over the limit dead letter (TOO_LARGE), and the article goes on without that field
//   outputs over the budget  the articles from there on are refused (LIMIT_EXCEEDED)
//
// There is at most one dead letter, however many articles the record holds, and it is the last of the outputs. It holds
// the record that came into the chain, its stage and code are those of the first failure, and it names each article that
// a stage failed on.
//
// Of memory that is at its end no record is guilty at once: std::bad_alloc leaves Apply(), whose caller lets the process
// end. That counts as a death on this record, in the stage in which it was, and so does every other way out of Apply() but
// its return: see journal.h.
//
// Outputs have the timestamp of their input; a dead letter, and what a stateful step remembers, that of their writing, so
// that a topic which refuses the one takes the other, and retention counts from then. A decoder's outputs carry its
// input's headers, but say what they are in content-type and leave out what said so of the input; an enricher's carry them
// unchanged. The observer is told once of every stage that saw the record: of a decoder when all its articles have passed,
// of an enricher for each article.
//
// Not thread-safe. References must outlive it.
class Chain {
 public:
  Chain(Stages stages, ChainOptions options, const Clock& clock, Journal& journal, Observer& observer);
  ~Chain();
  Chain(const Chain&) = delete;
  Chain& operator=(const Chain&) = delete;

  // Appends what becomes of `input`.
  void Apply(const Input& input, std::vector<Output>* outputs);
  // The same, for a record on which the process has died too often: the stages in which it did are not run on it again;
  // they count as having failed with CRASH. Where it died outside of them none is run: the dead letter (CRASH) has the
  // record's coordinates, size and sha256 alone.
  void ApplyWithout(const Input& input, const Culprit& culprit, std::vector<Output>* outputs);

  // Makes a dead letter of a record that no stage is to see.
  void Refuse(const Input& input, const Reject& reject, std::vector<Output>* outputs);

  // The one among the stages that is stateful; null: none.
  Stateful* stateful();
  // Puts others in the place of the stages, e.g. such with newer tables. Between records only. The journal counts
  // deaths by a stage's place in the chain, so names and order should stay.  A stateful step stays as it is.
  void Replace(Stages stages);

  // Which stage took longest on the record that was applied last: its index.
  uint32_t slowest_stage() const;
  // Names of the stages, in order.
  std::vector<std::string_view> stage_names() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace marsad::pipeline
