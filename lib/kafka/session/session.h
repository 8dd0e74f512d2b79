// The Kafka clients of one worker thread behind the runner's ports: a consumer and, exactly once, a transactional
// producer that commits the consumer's positions with its outputs.
#pragma once

#include <memory>
#include <string>

#include "lib/base/result.h"
#include "lib/kafka/events.h"
#include "lib/kafka/options.h"
#include "lib/pipeline/ports.h"

namespace marsad::kafka {

// source(), sink() and state() belong to the worker's thread. Opening waits for no broker: as long as none answers, Poll() lends
// nothing and says so through the EventSink, once a while. Poll() joins the group only after the producer is
// initialized, so that a dead predecessor's transaction is out of the way before offsets are read.
//
// Destruction leaves the group (a static member keeps its place) and takes at most some ten seconds.
class Session {
 public:
  virtual ~Session() = default;
  virtual pipeline::Source& source() = 0;
  virtual pipeline::Sink& sink() = 0;
  // Of the worker's thread, too. Null if the options name no state topic.
  virtual pipeline::StateSource* state() = 0;
  // Whether the group has given this worker its partitions (perhaps none, if there are more workers than
  // partitions). From any thread.
  virtual bool assigned() const = 0;
  // Whether a broker answers. From any thread.
  virtual bool connected() const = 0;
  // Why none does, as far as it is known; empty if nothing was said. From any thread.
  virtual std::string connection_error() const = 0;
  // Whether a port answered kFatal because a right is missing, which last_error() names. The right may yet be granted, but
  // only a new session finds out: librdkafka keeps to some refusals.
  virtual bool denied() const = 0;
  // Whether a connection broke or a request timed out since the session was opened: then a place that was taken says
  // nothing of a rival.
  virtual bool disturbed() const = 0;
  // The id that the group gave to this worker; empty before it joined.
  virtual std::string member_id() const = 0;
};

// Fails only on properties that cannot be used. `events` must outlive the session.
Result<std::unique_ptr<Session>> OpenSession(const ClientOptions& options, EventSink& events);

}  // namespace marsad::kafka
