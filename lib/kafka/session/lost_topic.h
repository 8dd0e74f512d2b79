// A topic that a record goes to and that is not there any more: to librdkafka the record is only late.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "lib/kafka/client.h"

namespace marsad::kafka {

// Not thread-safe: both are called on the thread that calls the sink.
class LostTopic {
 public:
  // A record was not delivered to `topic`, with librdkafka's error `code`.
  void Note(std::string_view topic, int code);
  // Asks a broker whether the noted topic is gone, and forgets it: a sentence with what to do about it; empty if it is
  // there, if none was noted, and if no broker answers within `limit`. Not from a callback of `producer`.
  std::string Explain(Client& producer, std::chrono::milliseconds limit);

 private:
  std::string topic_;
};

}  // namespace marsad::kafka
