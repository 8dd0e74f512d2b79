// A plain idempotent producer, for tools that put records into a topic.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/coordinates.h"
#include "lib/base/result.h"
#include "lib/base/timestamp.h"
#include "lib/kafka/events.h"
#include "lib/kafka/options.h"
#include "lib/record/header.h"

namespace marsad::kafka {

// A record to send. Everything is copied by Send().
struct Message {
  std::string_view topic{};
  std::optional<std::string_view> key{};
  std::optional<std::string_view> value{};  // absent: null, a kill
  record::HeadersView headers{};
  std::optional<Timestamp> timestamp{};  // absent: the client's clock when it is sent
  std::optional<Partition> partition{};  // absent: by the key
};

// Not thread-safe.
class Producer {
 public:
  virtual ~Producer() = default;
  // Queues one record; waits for room at most 30 s. Fails on what can be seen at once: too large, no room.
  virtual Result<void> Send(const Message& message) = 0;
  // Waits until every record is acknowledged, at most `timeout`. Fails with the first refusal and the number of records
  // that were lost, since the last Flush().
  virtual Result<void> Flush(std::chrono::milliseconds timeout) = 0;
};

// `events` must outlive the producer. Waits for no broker.
Result<std::unique_ptr<Producer>> OpenProducer(const Properties& properties, size_t max_record_bytes,
                                               EventSink& events);

}  // namespace marsad::kafka
