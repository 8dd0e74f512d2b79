// The crash journal: which record a worker was at when its process died.
//
// A stage that takes the process down with it (a segmentation fault, an endless loop that the watchdog ends) must not do
// so for ever. Before each stage is applied the journal notes partition, offset and stage in a memory-mapped file, which
// survives the process; afterwards it notes that nothing is being applied. After an unclean end the runner goes one record
// a batch until it is past the culprit, and the third death at the same place makes it a dead letter. A kill at another
// place starts the count again, so an innocent record never ends there.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace marsad::pipeline {

// Where the process died, and how often in a row there.
struct Culprit {
  int32_t partition = 0;
  int64_t offset = 0;
  uint32_t stage = 0;  // index in the chain
  uint32_t deaths = 0;
};

// Not thread-safe: one for each worker.
class Journal {
 public:
  virtual ~Journal() = default;
  // What the last run died of; absent where it ended in order or outside a stage. Fixed when the journal is opened.
  virtual std::optional<Culprit> culprit() const = 0;
  virtual void Enter(int32_t partition, int64_t offset, uint32_t stage) = 0;
  virtual void Leave() = 0;
  // The culprit is behind us: forget it.
  virtual void Forget() = 0;
};

// Opens or creates the journal file at `path` for the input topic `topic`; a file of another topic is started anew. Fails
// where the directory cannot be written, or where another living process holds the file.
Result<std::unique_ptr<Journal>> OpenJournal(const std::string& path, std::string_view topic);

// Remembers nothing: for tests and for runs without Kafka.
std::unique_ptr<Journal> NullJournal();

}  // namespace marsad::pipeline
