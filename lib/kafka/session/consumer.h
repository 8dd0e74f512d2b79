// The consumer of one worker: a member of the group behind the port Source.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/coordinates.h"
#include "lib/base/result.h"
#include "lib/kafka/client.h"
#include "lib/kafka/options.h"
#include "lib/kafka/session/bound_sink.h"
#include "lib/pipeline/ports.h"

struct rd_kafka_message_s;

namespace marsad::kafka {

// Rebalances happen inside Poll() (classic protocol, eager): when partitions go, the open transaction is aborted first,
// while the group still knows this member, and Poll() answers kAborted.
class GroupConsumer final : public pipeline::Source, private Client::Hooks {
 public:
  // `events` must outlive the consumer.
  static Result<std::unique_ptr<GroupConsumer>> Open(const ClientOptions& options, EventSink& events);
  ~GroupConsumer() override;

  // Before the first Poll(). `sink` must outlive the consumer's last Poll() and Close().
  void Bind(BoundSink& sink) { sink_ = &sink; }
  // Leaves the group; waits at most `limit`.
  void Close(std::chrono::milliseconds limit);

  std::string_view topic() const override { return options_.input_topic; }
  pipeline::Polled Poll(const pipeline::PollLimits& limits) override;
  pipeline::Outcome Rewind() override;
  bool settled() const override { return assigned_ && !rewind_pending_; }
  std::string last_error() const override { return last_error_; }

  const Client& client() const { return *client_; }
  bool assigned() const { return assigned_; }
  // The id that the group gave; empty before it did.
  std::string member_id() const;
  // Whether the last fatal answer was because a right is missing.
  bool denied() const { return denied_; }

 private:
  GroupConsumer(const ClientOptions& options, EventSink& events) : options_(options), events_(events) {}

  void Release();
  pipeline::Outcome Subscribe();
  // Seeks to the committed offsets; false: not yet possible.
  // The partitions to seek in: those that were lent from, or all where a stateful step goes by the committed offsets.
  std::vector<Partition> ToSeek() const;
  bool TryRewind(std::chrono::milliseconds limit);
  // Adds to lent_ what waits, up to the limits.
  pipeline::Outcome Fetch(const pipeline::PollLimits& limits);
  pipeline::Outcome HandleError(const rd_kafka_message_s& message);
  pipeline::Polled Lend();

  void OnRebalance(bool assigned, void* partitions) override;
  void OnStatisticsJson(std::string_view json) override;

  const ClientOptions options_;
  EventSink& events_;
  BoundSink* sink_ = nullptr;
  std::unique_ptr<Client> client_;
  bool subscribed_ = false;
  bool denied_ = false;
  bool interrupted_ = false;     // partitions came or went since the last Poll() began
  bool rewind_pending_ = false;  // nothing may be lent before positions are back at the committed offsets
  std::atomic<bool> assigned_{false};
  std::vector<Partition> held_;
  std::optional<std::vector<Partition>> news_;  // what is held since a rebalance that Poll() has not told of
  std::map<Partition, Offset> first_lent_;      // per partition, since it was assigned
  std::vector<rd_kafka_message_s*> lent_;
  std::vector<record::HeaderView> headers_;
  std::vector<pipeline::Input> inputs_;
  std::string last_error_;
};

}  // namespace marsad::kafka
