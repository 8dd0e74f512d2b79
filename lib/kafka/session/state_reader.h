// The state topic of a stateful step behind the port StateSource: two clients without a group, beside those of the session.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/kafka/client.h"
#include "lib/kafka/options.h"
#include "lib/pipeline/ports.h"

struct rd_kafka_message_s;

namespace marsad::kafka {

// End() asks for the high watermark, as a reader of uncommitted records sees it: what an open transaction wrote lies before
// it, be its outcome known or not. Read() reads committed records alone, so that it gets there only once every such
// transaction has ended (KAFKA-10167). What was compacted away, aborted records and markers count as read.
//
// Belongs to one thread. Opening waits for no broker.
class StateReader final : public pipeline::StateSource {
 public:
  // `events` must outlive the reader. REQUIRES: options.state_topic is not empty.
  static Result<std::unique_ptr<StateReader>> Open(const ClientOptions& options, EventSink& events);
  ~StateReader() override;

  // Waits for an answer some seconds.
  pipeline::StateEnd End(Partition partition) override;
  pipeline::StateSlice Read(Partition partition, Offset offset, const pipeline::PollLimits& limits) override;
  std::string last_error() const override { return last_error_; }

  // Whether the last kFatal was because a right is missing.
  bool denied() const { return denied_; }

 private:
  // What is read ahead: the partition and the next offset that was not lent.
  struct Position {
    Partition partition{};
    Offset next{};
  };

  explicit StateReader(const ClientOptions& options) : options_(options) {}

  void Release();
  pipeline::Outcome Seek(const Position& position);
  void Stop();
  // Takes what there is, within the limits. What was taken before an error is kept.
  pipeline::Outcome Poll(const pipeline::PollLimits& limits);
  // False if there is nothing more to take for now.
  bool Take(rd_kafka_message_s* message, pipeline::Outcome* outcome);
  pipeline::Outcome Fail(int code, const std::string& doing);

  const ClientOptions options_;
  std::unique_ptr<Client> reader_;    // of committed records
  std::unique_ptr<Client> measure_;   // of all
  std::optional<Position> position_;  // none: nothing is read
  Offset end_{};                      // that End() told last
  std::vector<rd_kafka_message_s*> lent_;
  std::vector<pipeline::StateEntry> entries_;
  bool denied_ = false;
  std::string last_error_;
};

}  // namespace marsad::kafka
