// Dead letters: the record that could not be processed, whole, with its cause.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/coordinates.h"
#include "lib/base/timestamp.h"
#include "lib/record/header.h"
#include "lib/record/reject.h"

namespace marsad::record {

// The record as it was read. Views are borrowed for the call.
struct Original {
  std::string_view topic;
  Partition partition{};
  Offset offset{};
  Timestamp timestamp{};
  std::optional<std::string_view> key;
  std::optional<std::string_view> value;
  HeadersView headers;
};

// One article of the record that a stage failed on. Views are borrowed for the call.
struct Failure {
  std::string_view uri;  // empty: not known
  std::string_view stage;
  const Reject& reject;
  bool passed_on = false;  // the article went on, marked FAILED
};

// The articles of one record that failed. What is named is bounded: some 60 KiB.
struct Failures {
  struct Named {
    std::string uri;  // cut at 256 bytes, valid UTF-8
    std::string stage;
    RejectCode code;
    std::string detail;  // cut at 200 bytes, valid UTF-8
    bool passed_on;
  };
  std::vector<Named> named;  // the first 100
  uint64_t count = 0;        // of all
  uint64_t refused = 0;      // of those, how many were not passed on
};
void Note(const Failure& failure, Failures* failures);

struct Cause {
  std::string_view stage;
  std::string_view build;
  std::string_view bundle;
  const Reject* reject;                // never null
  bool passed_on = false;              // the article went on, marked FAILED, or others of the record did
  const Failures* failures = nullptr;  // null: none is known by itself
  bool omit_original = false;          // value, headers, key and names of failures are left out whatever their size
};

struct DeadLetterRecord {
  std::optional<std::string> key;  // the original's; absent if it had none or it was left out
  std::string value;               // a serialized marsad.v1.DeadLetter
  // What Kafka Connect, kafka-ui and the like look for: __connect.errors.topic, .partition, .offset, .stage,
  // .exception.class.name (the code), .exception.message (the detail); content-type; and traceparent, if there was
  // one.
  Headers headers;
};

// Builds the dead letter of `original`, at most `max_bytes` long, key and headers included: beyond that the value, then
// the headers, then the key, then the names of what failed are left out; coordinates, size and sha256 of the value always
// stay. What stays is some 4 KiB at most, so a smaller `max_bytes` cannot be kept. The detail is cut at 1,024 bytes and made valid UTF-8.
DeadLetterRecord MakeDeadLetter(const Original& original, const Cause& cause, size_t max_bytes);

}  // namespace marsad::record
