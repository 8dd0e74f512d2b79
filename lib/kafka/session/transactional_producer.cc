#include "lib/kafka/session/transactional_producer.h"

#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <utility>

#include "lib/kafka/client.h"
#include "lib/kafka/settings.h"
#include "lib/kafka/wire.h"

namespace marsad::kafka {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kSlice{5000};  // one call of librdkafka
constexpr milliseconds kRoomLimit{15000};
constexpr milliseconds kCommitLimit{60000};
constexpr milliseconds kAbortLimit{5000};

class ToolProducer final : public TransactionalProducer, private Client::Hooks {
 public:
  ~ToolProducer() override {
    if (open_) {
      Call("abort_transaction", kAbortLimit, [this](int ms) { return rd_kafka_abort_transaction(client_->get(), ms); });
    }
  }

  Result<void> Open(const TransactionalProducerOptions& options, EventSink& events) {
    Properties settings =
        TransactionalProducerSettings({.properties = options.properties, .max_record_bytes = options.max_record_bytes});
    settings["transactional.id"] = options.transactional_id;
    settings["client.id"] = options.transactional_id;
    auto client = Client::Open(Client::Kind::kProducer, settings, events, this);
    if (!client) return tl::unexpected(client.error());
    client_ = std::move(*client);
    return Call("init_transactions", options.timeout,
                [this](int ms) { return rd_kafka_init_transactions(client_->get(), ms); });
  }

  Result<void> Send(const Message& message) override {
    if (!open_) {
      auto begun =
          Call("begin_transaction", kSlice, [this](int) { return rd_kafka_begin_transaction(client_->get()); });
      if (!begun) return begun;
      open_ = true;
    }
    const std::string topic(message.topic);
    const Outgoing outgoing{message.key, message.value, message.timestamp, message.partition};
    const Deadline deadline(kRoomLimit);
    while (true) {
      const auto code = static_cast<rd_kafka_resp_err_t>(
          ProduceCopy(client_->get(), client_->Topic(topic), outgoing, MakeHeaders(message.headers)));
      if (code == RD_KAFKA_RESP_ERR_NO_ERROR) break;
      if (code != RD_KAFKA_RESP_ERR__QUEUE_FULL || deadline.passed()) {
        return Failed("topic " + topic, rd_kafka_error_new(code, "%s", rd_kafka_err2str(code)));
      }
      rd_kafka_poll(client_->get(), 100);
    }
    rd_kafka_poll(client_->get(), 0);
    return {};
  }

  Result<void> Commit() override {
    if (!open_) return {};
    auto committed = Call("commit_transaction", kCommitLimit,
                          [this](int ms) { return rd_kafka_commit_transaction(client_->get(), ms); });
    if (committed) open_ = false;
    return committed;
  }

  void Wait(milliseconds time) override {
    const Deadline deadline(time);
    while (!deadline.passed()) rd_kafka_poll(client_->get(), std::max(deadline.Left(time), 1));
  }

  bool fenced() const override { return fenced_; }

 private:
  // Calls until it is done, fails for good, or `limit` has passed.
  template <class Function>
  Result<void> Call(const char* name, milliseconds limit, Function function) {
    const Deadline deadline(limit);
    while (true) {
      rd_kafka_error_t* error = function(std::max(deadline.Left(kSlice), 1));
      if (error == nullptr) return {};
      if (rd_kafka_error_is_retriable(error) == 0 || deadline.passed()) return Failed(name, error);
      rd_kafka_error_destroy(error);
      rd_kafka_poll(client_->get(), 20);  // an answer that comes at once must not make this loop spin
    }
  }

  // Takes `error` over.
  tl::unexpected<Error> Failed(const std::string& what, rd_kafka_error_t* error) {
    rd_kafka_resp_err_t code = rd_kafka_error_code(error);
    std::string reason = rd_kafka_error_string(error);
    rd_kafka_error_destroy(error);
    char text[512] = "";
    // The call may only say that a fatal error came before; the reason is kept with the client.
    const rd_kafka_resp_err_t fatal = rd_kafka_fatal_error(client_->get(), text, sizeof text);
    if (fatal != RD_KAFKA_RESP_ERR_NO_ERROR) {
      code = fatal;
      reason = text;
    }
    fenced_ = code == RD_KAFKA_RESP_ERR__FENCED || code == RD_KAFKA_RESP_ERR_PRODUCER_FENCED ||
              code == RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH;
    return Fail(what + ": " + (undelivered_.empty() ? reason : undelivered_));
  }

  void OnUndelivered(std::string_view topic, int code) override {
    const auto error = static_cast<rd_kafka_resp_err_t>(code);
    const bool purged = error == RD_KAFKA_RESP_ERR__PURGE_QUEUE || error == RD_KAFKA_RESP_ERR__PURGE_INFLIGHT;
    if (purged || !undelivered_.empty()) return;
    undelivered_ = "topic " + std::string(topic) + " did not take a record: " + rd_kafka_err2str(error);
  }

  std::unique_ptr<Client> client_;
  bool open_ = false;
  bool fenced_ = false;
  std::string undelivered_;  // the first refusal
};

}  // namespace

Result<std::unique_ptr<TransactionalProducer>> OpenTransactionalProducer(const TransactionalProducerOptions& options,
                                                                         EventSink& events) {
  if (auto checked = CheckProperties(options.properties); !checked) return tl::unexpected(checked.error());
  auto producer = std::make_unique<ToolProducer>();
  if (auto opened = producer->Open(options, events); !opened) return tl::unexpected(opened.error());
  return producer;
}

}  // namespace marsad::kafka
