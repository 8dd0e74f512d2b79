// The crash journal: which record a worker was at when its process died.
//
// A stage that takes the process down with it (a segmentation fault, an endless loop that the watchdog ends) must not
// do so for ever. Before each stage is applied the journal notes partition, offset and stage in a memory-mapped file,
// which survives the process; afterwards it notes that nothing is being applied. After a death in a stage the runner
// commits what stands before the culprit and applies it alone; after the third death on the same record, the stages in
// which the process died are not run on it again. A death on another record starts the count again, so that a kill -9
// now and then never makes an innocent record a dead letter.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace marsad::pipeline {

// The record on which the process died.
struct Culprit {
  int32_t partition = 0;
  int64_t offset = 0;
  uint32_t stages = 0;  // in which it died there: bit i is the stage with index i in the chain
  uint32_t deaths = 0;  // in a row, on this record

  bool DiedIn(uint32_t stage) const { return (stages >> stage & 1u) != 0; }
  friend bool operator==(const Culprit&, const Culprit&) = default;
};

// Not thread-safe: one for each worker.
class Journal {
 public:
  virtual ~Journal() = default;
  // The record that the process last died on in a stage, until it is forgotten: an orderly end, or a death outside a
  // stage, does not clear it. Fixed when the journal is opened.
  virtual std::optional<Culprit> culprit() const = 0;
  // `stage` is below 32.
  virtual void Enter(int32_t partition, int64_t offset, uint32_t stage) = 0;
  virtual void Leave() = 0;
  // The culprit is behind us: forget it.
  virtual void Forget() = 0;
};

// Opens or creates the journal file at `path`. `identity` says what offsets and stage numbers refer to (the input topic
// and the names of the stages); a file of another identity is started anew. Fails where the file cannot be written, or
// where another living process holds it.
Result<std::unique_ptr<Journal>> OpenJournal(const std::string& path, std::string_view identity);

// Remembers nothing: for tests and for runs without Kafka.
std::unique_ptr<Journal> NullJournal();

}  // namespace marsad::pipeline
