// A Sink that is bound to a group consumer: what the consumer asks of it beyond the port.
#pragma once

#include <chrono>
#include <cstdint>

#include "lib/kafka/wire.h"
#include "lib/pipeline/ports.h"

namespace marsad::kafka {

// The record as it goes to its topic. What is made here and now, letters and state, has the time of its writing.
inline Outgoing MakeOutgoing(const pipeline::Output& output) {
  Outgoing outgoing{output.key, output.value};
  if (output.lane == pipeline::Lane::kOut) outgoing.timestamp = output.timestamp;
  outgoing.partition = output.partition;
  return outgoing;
}

class BoundSink : public pipeline::Sink {
 public:
  // Asked before each poll. kDone: go on. kAborted: not ready, nothing may be read yet. Else it cannot go on.
  virtual pipeline::Outcome Prepare(std::chrono::milliseconds wait) = 0;
  // Of what was produced since the last commit.
  virtual uint64_t unsent_bytes() const = 0;
  // False while the producer finds no broker: the consumer, which is not served while a call of the sink lasts, knows
  // nothing of it. From any thread.
  virtual bool connected() const = 0;
  // Whether the last fatal answer was because a right is missing.
  virtual bool denied() const = 0;
};

}  // namespace marsad::kafka
