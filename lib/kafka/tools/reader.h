// Reads a topic without a group: for tools that look and change nothing.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/coordinates.h"
#include "lib/base/result.h"
#include "lib/base/timestamp.h"
#include "lib/kafka/events.h"
#include "lib/kafka/options.h"
#include "lib/record/header.h"

namespace marsad::kafka {

// A record that was read. Views stay valid until the next Read().
struct ReadRecord {
  Partition partition{};
  Offset offset{};
  Timestamp timestamp{};
  std::optional<std::string_view> key{};
  std::optional<std::string_view> value{};
  record::HeadersView headers{};
};

struct ReadFrom {
  enum class Kind {
    kBeginning,
    kEnd,     // only what comes after opening
    kTail,    // the last `value` offsets of each partition
    kOffset,  // offset `value` of each partition
    kTime,    // the first record of each partition at or after `value`, milliseconds since 1970
  };
  Kind kind = Kind::kBeginning;
  int64_t value = 0;
  std::optional<Partition> partition{};  // absent: all
};

// Committed records only. In order per partition. Not thread-safe.
class Reader {
 public:
  virtual ~Reader() = default;
  // The next record; nothing if none came within `wait`. Fails if the topic is gone or may not be read.
  virtual Result<std::optional<ReadRecord>> Read(std::chrono::milliseconds wait) = 0;
  // Whether every partition was read up to the end it had when its reader last looked. A later record makes it false.
  virtual bool at_end() const = 0;
  virtual int partitions() const = 0;
};

struct ReaderOptions {
  Properties properties{};
  std::string topic{};
  ReadFrom from{};
  std::chrono::milliseconds timeout{10000};  // for finding the topic
  // Lends nothing after the end that each partition had at opening (of what was committed then); at_end() stays true
  // once that is read.
  bool bounded = false;
};

// Fails if no broker answers or the topic does not exist. `events` must outlive the reader.
Result<std::unique_ptr<Reader>> OpenReader(const ReaderOptions& options, EventSink& events);

}  // namespace marsad::kafka
