#include "lib/kafka/session/session.h"

#include "lib/kafka/session/at_least_once.h"
#include "lib/kafka/session/consumer.h"
#include "lib/kafka/session/state_reader.h"
#include "lib/kafka/session/transaction.h"

namespace marsad::kafka {
namespace {

constexpr std::chrono::milliseconds kCloseLimit{5000};

class KafkaSession final : public Session {
 public:
  KafkaSession(std::unique_ptr<GroupConsumer> consumer, std::unique_ptr<BoundSink> sink,
               std::unique_ptr<StateReader> state)
      : consumer_(std::move(consumer)), sink_(std::move(sink)), state_(std::move(state)) {
    consumer_->Bind(*sink_);
  }

  // The sink goes first: while the consumer lives, its group membership does, and no open transaction is left to hold
  // up readers until it times out.
  ~KafkaSession() override {
    sink_->Abort();
    consumer_->Close(kCloseLimit);
    sink_.reset();
  }

  pipeline::Source& source() override { return *consumer_; }
  pipeline::Sink& sink() override { return *sink_; }
  pipeline::StateSource* state() override { return state_.get(); }
  bool assigned() const override { return consumer_->assigned(); }
  bool connected() const override { return sink_->connected() && consumer_->client().connected(); }
  std::string connection_error() const override { return consumer_->client().connection_error(); }
  bool denied() const override { return consumer_->denied() || sink_->denied() || (state_ && state_->denied()); }
  bool disturbed() const override { return consumer_->client().transport_errors() > 0; }
  std::string member_id() const override { return consumer_->member_id(); }

 private:
  std::unique_ptr<GroupConsumer> consumer_;
  std::unique_ptr<BoundSink> sink_;
  std::unique_ptr<StateReader> state_;  // null: there is no state topic
};

template <class Sink>
Result<std::unique_ptr<BoundSink>> OpenSink(const ClientOptions& options, const Client& consumer, EventSink& events) {
  auto sink = Sink::Open(options, consumer, events);
  if (!sink) return tl::unexpected(sink.error());
  return std::unique_ptr<BoundSink>(std::move(*sink));
}

}  // namespace

Result<std::unique_ptr<Session>> OpenSession(const ClientOptions& options, EventSink& events) {
  if (auto checked = CheckProperties(options.properties); !checked) return tl::unexpected(checked.error());
  auto consumer = GroupConsumer::Open(options, events);
  if (!consumer) return tl::unexpected(consumer.error());
  const Client& client = (*consumer)->client();
  auto sink = options.delivery == Delivery::kExactlyOnce ? OpenSink<TransactionalSink>(options, client, events)
                                                         : OpenSink<AtLeastOnceSink>(options, client, events);
  if (!sink) return tl::unexpected(sink.error());
  std::unique_ptr<StateReader> state;
  if (!options.state_topic.empty()) {
    auto opened = StateReader::Open(options, events);
    if (!opened) return tl::unexpected(opened.error());
    state = std::move(*opened);
  }
  return std::make_unique<KafkaSession>(std::move(*consumer), std::move(*sink), std::move(state));
}

}  // namespace marsad::kafka
