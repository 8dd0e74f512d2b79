// The topic of dead letters, read once from one end to the other.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "cli/dead/place.h"
#include "lib/base/coordinates.h"
#include "lib/base/result.h"
#include "lib/base/timestamp.h"
#include "lib/kafka/tools/reader.h"

namespace marsad::v1 {
class DeadLetter;
}

namespace marsad::cli {

// A dead letter where it lies; borrowed for a call.
struct Letter {
  Partition partition;
  Offset offset;
  // The record's own in Kafka: the original's, or the broker's where the topic says LogAppendTime.
  Timestamp timestamp;
  const v1::DeadLetter& content;
};

struct Swept {
  uint64_t letters = 0;
  uint64_t others = 0;  // records that are no dead letters
};

// Calls `each` for every letter from `from` to the end that the topic had when it was opened, in order per partition,
// holding one at a time; stops where it says false. Fails if the topic cannot be read, or nothing comes for 30 s.
Result<Swept> ForEachLetter(const kafka::ReaderOptions& options, const std::function<bool(const Letter&)>& each);

// Calls `each` for every record, likewise.
Result<void> ForEachRecord(const kafka::ReaderOptions& options,
                           const std::function<bool(const kafka::ReadRecord&)>& each);

}  // namespace marsad::cli
