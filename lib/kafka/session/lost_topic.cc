#include "lib/kafka/session/lost_topic.h"

#include <librdkafka/rdkafka.h>

#include <memory>
#include <utility>

namespace marsad::kafka {
namespace {

bool IsGone(Client& producer, const std::string& topic, std::chrono::milliseconds limit) {
  const rd_kafka_metadata_t* answer = nullptr;
  const auto code =
      rd_kafka_metadata(producer.get(), 0, producer.Topic(topic), &answer, static_cast<int>(limit.count()));
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return false;
  const std::unique_ptr<const rd_kafka_metadata_t, decltype(&rd_kafka_metadata_destroy)> metadata(
      answer, rd_kafka_metadata_destroy);
  return metadata->topic_cnt == 1 && metadata->topics[0].err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART;
}

}  // namespace

void LostTopic::Note(std::string_view topic, int code) {
  switch (code) {
    case RD_KAFKA_RESP_ERR__MSG_TIMED_OUT:
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
      topic_ = topic;
      break;
    default:
      break;
  }
}

std::string LostTopic::Explain(Client& producer, std::chrono::milliseconds limit) {
  const std::string topic = std::exchange(topic_, {});
  if (topic.empty() || !IsGone(producer, topic, limit)) return "";
  return "topic " + topic +
         " is not there any more: create it again (marsad topics create), or grant Write on it; trying again, nothing "
         "is "
         "lost";
}

}  // namespace marsad::kafka
