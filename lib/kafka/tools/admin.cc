#include "lib/kafka/tools/admin.h"

#include <librdkafka/rdkafka.h>

#include "lib/kafka/settings.h"

namespace marsad::kafka {

using std::chrono::milliseconds;

Result<std::unique_ptr<Admin>> Admin::Open(const Properties& properties, milliseconds timeout) {
  if (auto checked = CheckProperties(properties); !checked) return tl::unexpected(checked.error());
  auto admin = std::make_unique<Admin>();
  auto client = Client::Open(Client::Kind::kProducer, AdminSettings(properties), admin->silence_);
  if (!client) return tl::unexpected(client.error());
  admin->client_ = std::move(*client);
  admin->queue_ = {rd_kafka_queue_new(admin->client_->get()), rd_kafka_queue_destroy};
  admin->servers_ = properties.at("bootstrap.servers");
  admin->timeout_ = timeout;
  return admin;
}

Owned<rd_kafka_AdminOptions_s> Admin::Options(int operation, milliseconds limit) const {
  Owned<rd_kafka_AdminOptions_t> options(rd_kafka_AdminOptions_new(get(), static_cast<rd_kafka_admin_op_t>(operation)),
                                         rd_kafka_AdminOptions_destroy);
  rd_kafka_AdminOptions_set_request_timeout(options.get(), static_cast<int>(limit.count()), nullptr, 0);
  return options;
}

Owned<rd_kafka_op_s> Admin::Answer(milliseconds limit) const {
  const auto wait = static_cast<int>(limit.count()) + 500;  // the request's own time limit speaks first
  Owned<rd_kafka_event_t> event(rd_kafka_queue_poll(queue_.get(), wait), rd_kafka_event_destroy);
  if (event && rd_kafka_event_error(event.get()) != RD_KAFKA_RESP_ERR_NO_ERROR) event.reset();
  return event;
}

tl::unexpected<Error> Admin::NoAnswer(int code) {
  rd_kafka_poll(get(), 0);  // errors reach the callback here
  const std::string why = client_->connection_error();
  return Fail("kafka: no broker answers at " + servers_ + " within " + std::to_string(timeout_.count()) +
              " ms: " + (why.empty() ? rd_kafka_err2str(static_cast<rd_kafka_resp_err_t>(code)) : why));
}

}  // namespace marsad::kafka
