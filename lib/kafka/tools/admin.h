// A client for questions to the cluster, about its topics and groups, with a queue for the answers.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "lib/base/result.h"
#include "lib/kafka/client.h"
#include "lib/kafka/options.h"

// librdkafka's own types, opaque here.
struct rd_kafka_AdminOptions_s;
struct rd_kafka_op_s;
struct rd_kafka_queue_s;

namespace marsad::kafka {

template <class T>
using Owned = std::unique_ptr<T, void (*)(T*)>;

class Admin {
 public:
  // Connects to nothing yet. `timeout` is what a question may take.
  static Result<std::unique_ptr<Admin>> Open(const Properties& properties, std::chrono::milliseconds timeout);

  rd_kafka_s* get() const { return client_->get(); }
  rd_kafka_queue_s* queue() const { return queue_.get(); }
  int timeout_ms() const { return static_cast<int>(timeout_.count()); }

  // `operation` is one of RD_KAFKA_ADMIN_OP_*.
  Owned<rd_kafka_AdminOptions_s> Options(int operation, std::chrono::milliseconds limit) const;
  // The next answer; null if none came within `limit` or it is an error.
  Owned<rd_kafka_op_s> Answer(std::chrono::milliseconds limit) const;
  // For a caller that got error `code` of librdkafka instead.
  tl::unexpected<Error> NoAnswer(int code);

 private:
  EventSink silence_;  // what goes wrong is told with the answer
  std::unique_ptr<Client> client_;
  Owned<rd_kafka_queue_s> queue_{nullptr, nullptr};
  std::string servers_;
  std::chrono::milliseconds timeout_{0};
};

}  // namespace marsad::kafka
