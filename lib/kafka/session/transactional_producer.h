// Records for any topics in transactions, for tools: no group, no positions. Stages use Session.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "lib/base/result.h"
#include "lib/kafka/events.h"
#include "lib/kafka/options.h"
#include "lib/kafka/tools/producer.h"

namespace marsad::kafka {

// After a failure nothing that was sent since the last Commit() counts as written, and the producer is of no more use;
// but a Commit() that failed may have taken place: whoever must know reads it up after a new producer with the same id,
// since opening that one waits for the old transaction's end. Not thread-safe.
class TransactionalProducer {
 public:
  // Gives up the open transaction.
  virtual ~TransactionalProducer() = default;
  // Queues one record, opening a transaction where there is none; waits for room at most 15 s.
  virtual Result<void> Send(const Message& message) = 0;
  // All that was sent since the last Commit(), or nothing. At most 60 s.
  virtual Result<void> Commit() = 0;
  // Passes this time.
  virtual void Wait(std::chrono::milliseconds time) = 0;
  // Whether another producer has taken over this one's id: why the last call failed.
  virtual bool fenced() const = 0;
};

struct TransactionalProducerOptions {
  Properties properties{};
  std::string transactional_id{};
  size_t max_record_bytes = 17u << 20;
  std::chrono::milliseconds timeout{30000};  // for opening
};

// Ends what a predecessor with the same id left open, and fences it. Fails if no broker answers in time. `events`
// must outlive the producer.
Result<std::unique_ptr<TransactionalProducer>> OpenTransactionalProducer(const TransactionalProducerOptions& options,
                                                                         EventSink& events);

}  // namespace marsad::kafka
