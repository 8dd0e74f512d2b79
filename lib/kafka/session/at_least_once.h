// Delivery without transactions: outputs are acknowledged first, then the positions are committed. A crash between the
// two repeats outputs, and nothing is lost.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "lib/base/result.h"
#include "lib/kafka/client.h"
#include "lib/kafka/options.h"
#include "lib/kafka/session/bound_sink.h"
#include "lib/kafka/session/lost_topic.h"

namespace marsad::kafka {

class AtLeastOnceSink final : public BoundSink, private Client::Hooks {
 public:
  // `consumer` and `events` must outlive the sink.
  static Result<std::unique_ptr<AtLeastOnceSink>> Open(const ClientOptions& options, const Client& consumer,
                                                       EventSink& events);

  pipeline::Outcome Prepare(std::chrono::milliseconds wait) override;
  pipeline::Outcome Produce(std::span<const pipeline::Output> outputs) override;
  // kAborted: not every output was acknowledged, or the positions did not commit: again from the committed positions.
  pipeline::Outcome Commit(std::span<const pipeline::Position> positions) override;
  // What was sent already stays sent.
  pipeline::Outcome Abort() override;
  pipeline::Outcome Reopen() override;
  std::string last_error() const override { return last_error_; }
  uint64_t unsent_bytes() const override { return bytes_; }
  bool connected() const override { return connected_; }
  bool denied() const override { return denied_; }

 private:
  AtLeastOnceSink(const ClientOptions& options, const Client& consumer, EventSink& events)
      : options_(options), consumer_(consumer), events_(events) {}

  Result<void> OpenProducer();
  pipeline::Outcome ProduceOne(const pipeline::Output& output);
  pipeline::Outcome CommitPositions(std::span<const pipeline::Position> positions);
  pipeline::Outcome Fail(std::string error, pipeline::Outcome outcome);
  void OnUndelivered(std::string_view topic, int code) override;
  void OnConnection(bool connected) override { connected_ = connected; }

  const ClientOptions options_;
  const Client& consumer_;
  EventSink& events_;
  std::unique_ptr<Client> producer_;
  uint64_t bytes_ = 0;
  std::string undelivered_;  // the first failure since the last commit
  bool is_time_refused_ = false;
  bool refused_ = false;  // the topic would refuse it again
  std::atomic<bool> connected_ = true;
  bool denied_ = false;
  LostTopic lost_topic_;
  std::string last_error_;
};

}  // namespace marsad::kafka
