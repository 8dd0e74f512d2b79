// The crash journal: at which records a worker was when its process died.
//
// A record that takes the process down with it (a segmentation fault, an endless loop that the watchdog ends, the end of
// memory) must not do so for ever. Before a record is applied, and before and after each of its stages, the journal notes
// partition, offset and stage in a memory-mapped file, which survives the process; afterwards it notes that nothing is
// being applied. What the sink does with the outputs is never noted: it can hang or fail for everybody. After a death the
// runner commits what stands before the culprit and applies it alone; after the third death on the same record, the
// stages in which the process died are not run on it again, or the record is not applied at all if the process died
// outside its stages. Each partition has a count of its own, as broken records of several
// partitions may be met in any order; within a partition a death on another record starts the count again, and a record
// that is passed is forgotten, so that a kill -9 now and then never makes an innocent record a dead letter.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/coordinates.h"
#include "lib/base/result.h"

namespace marsad::pipeline {

// The number that stands for the chain's own work on a record: before, between and after its stages.
inline constexpr uint32_t kOutsideStages = 31;

// A record on which the process died.
struct Culprit {
  Partition partition{};
  Offset offset{};
  uint32_t stages = 0;  // in which it died there: bit i is the stage with index i in the chain, or kOutsideStages
  uint32_t deaths = 0;  // on this record

  bool DiedIn(uint32_t stage) const { return (stages >> stage & 1u) != 0; }
  friend bool operator==(const Culprit&, const Culprit&) = default;
};

// Not thread-safe but for Pardon(): one for each worker.
class Journal {
 public:
  virtual ~Journal() = default;
  // The records that the process died on, until they are forgotten: an orderly end, or a death while nothing was applied,
  // clears none. At most one for each partition, and 128 altogether: what was met least often makes room.
  virtual std::vector<Culprit> culprits() const = 0;
  // `stage` is below 31, or kOutsideStages. May follow another Enter() of the same record.
  virtual void Enter(Partition partition, Offset offset, uint32_t stage) = 0;
  virtual void Leave() = 0;
  // The process is about to end by a decision for which no record is to blame (a second signal; the watchdog, for the
  // workers that are not stuck). From now on nothing is noted. From any thread.
  virtual void Pardon() {}
  // The process lives, but this record was its undoing: counts like a death in that stage.
  virtual void Blame(Partition partition, Offset offset, uint32_t stage) = 0;
  // The culprit of this partition is behind us: forget it.
  virtual void Forget(Partition partition) = 0;
};

// Opens or creates the journal file at `path`. `identity` says what offsets and stage numbers refer to (the input topic
// and the names of the stages); a file of another identity is started anew. Fails if the file cannot be written, or
// where another living process holds it.
Result<std::unique_ptr<Journal>> OpenJournal(const std::string& path, std::string_view identity);

// Remembers nothing: for tests and for runs without Kafka.
std::unique_ptr<Journal> NullJournal();

}  // namespace marsad::pipeline
