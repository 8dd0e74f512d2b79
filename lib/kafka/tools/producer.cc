#include "lib/kafka/tools/producer.h"

#include <librdkafka/rdkafka.h>

#include <utility>

#include "lib/kafka/client.h"
#include "lib/kafka/settings.h"
#include "lib/kafka/wire.h"

namespace marsad::kafka {
namespace {

constexpr std::chrono::milliseconds kRoomLimit{30000};

class IdempotentProducer final : public Producer, private Client::Hooks {
 public:
  Result<void> Open(const Properties& settings, EventSink& events) {
    auto client = Client::Open(Client::Kind::kProducer, settings, events, this);
    if (!client) return tl::unexpected(client.error());
    client_ = std::move(*client);
    servers_ = settings.at("bootstrap.servers");
    return {};
  }

  Result<void> Send(const Message& message) override {
    const Deadline deadline(kRoomLimit);
    while (true) {
      const auto code = static_cast<rd_kafka_resp_err_t>(ProduceCopy(
          client_->get(), client_->Topic(std::string(message.topic)),
          {message.key, message.value, message.timestamp, message.partition}, MakeHeaders(message.headers)));
      if (code == RD_KAFKA_RESP_ERR_NO_ERROR) break;
      if (code == RD_KAFKA_RESP_ERR__QUEUE_FULL && !deadline.passed()) {
        rd_kafka_poll(client_->get(), 100);
        continue;
      }
      return Fail("topic " + std::string(message.topic) + ": " + rd_kafka_err2str(code));
    }
    rd_kafka_poll(client_->get(), 0);
    return {};
  }

  Result<void> Flush(std::chrono::milliseconds timeout) override {
    rd_kafka_flush(client_->get(), static_cast<int>(timeout.count()));
    const auto waiting = static_cast<uint64_t>(rd_kafka_outq_len(client_->get()));
    const uint64_t lost = std::exchange(lost_, 0);
    std::string first = std::exchange(first_failure_, {});
    if (lost > 0) return Fail(std::to_string(lost) + " records were not taken; the first: " + first);
    if (waiting > 0) {
      return Fail(std::to_string(waiting) + " records were not acknowledged within " + std::to_string(timeout.count()) +
                  " ms");
    }
    return {};
  }

 private:
  void OnUndelivered(std::string_view topic, int code) override {
    if (lost_++ > 0) return;
    first_failure_ = "topic " + std::string(topic) + ": " + rd_kafka_err2str(static_cast<rd_kafka_resp_err_t>(code));
    if (code == RD_KAFKA_RESP_ERR__MSG_TIMED_OUT) first_failure_ += "; does a broker answer at " + servers_ + "?";
  }

  std::unique_ptr<Client> client_;
  std::string servers_;
  uint64_t lost_ = 0;
  std::string first_failure_;
};

}  // namespace

Result<std::unique_ptr<Producer>> OpenProducer(const Properties& properties, size_t max_record_bytes,
                                               EventSink& events) {
  if (auto checked = CheckProperties(properties); !checked) return tl::unexpected(checked.error());
  auto producer = std::make_unique<IdempotentProducer>();
  auto opened = producer->Open(IdempotentProducerSettings(properties, max_record_bytes), events);
  if (!opened) return tl::unexpected(opened.error());
  return producer;
}

}  // namespace marsad::kafka
