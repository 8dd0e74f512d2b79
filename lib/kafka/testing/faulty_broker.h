// An embedded broker that fails as a test wants it to.
#pragma once

#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "lib/kafka/embedded_broker.h"

namespace marsad::kafka::testing {

// Thread-safe. `api_key` is Kafka's number of a kind of request.
class FaultyBroker {
 public:
  explicit FaultyBroker(int brokers = 1) {
    auto broker = StartEmbeddedBroker(brokers);
    EXPECT_TRUE(broker) << broker.error().message;
    broker_ = std::move(*broker);
  }

  std::string bootstrap_servers() const { return broker_->bootstrap_servers(); }
  Result<void> CreateTopic(const std::string& name, int partitions) { return broker_->CreateTopic(name, partitions); }

  // Stops and starts answering.
  void SetDown(bool down) {
    down ? rd_kafka_mock_broker_set_down(cluster(), -1) : rd_kafka_mock_broker_set_up(cluster(), -1);
  }

  // The next requests of this kind are answered with these error codes, one each; 0 is none.
  void PushErrors(int api_key, const std::vector<int>& error_codes) {
    std::vector<rd_kafka_resp_err_t> codes;
    codes.reserve(error_codes.size());
    for (const int code : error_codes) codes.push_back(static_cast<rd_kafka_resp_err_t>(code));
    rd_kafka_mock_push_request_errors_array(cluster(), static_cast<int16_t>(api_key), codes.size(), codes.data());
  }

  // The next request of this kind that reaches `broker` (from 1) is done, but answered after this time only.
  void PushLateAnswer(int broker, int api_key, int milliseconds) {
    rd_kafka_mock_broker_push_request_error_rtts(cluster(), broker, static_cast<int16_t>(api_key), 1,
                                                 RD_KAFKA_RESP_ERR_NO_ERROR, milliseconds);
  }

  // Every answer takes this long.
  void SetRoundTrip(int milliseconds) { rd_kafka_mock_broker_set_rtt(cluster(), -1, milliseconds); }

  // From now on `broker` coordinates the transactional id; 0: none does.
  void SetTransactionCoordinator(const std::string& id, int broker) {
    rd_kafka_mock_coordinator_set(cluster(), "transaction", id.c_str(), broker);
  }

  // Brokers know nothing of `topic` any more. For good.
  void LoseTopic(const std::string& topic) {
    rd_kafka_mock_topic_set_error(cluster(), topic.c_str(), RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART);
  }

  // Requests of this kind are not known to the brokers. Before clients connect.
  void Forget(int api_key) { rd_kafka_mock_set_apiversion(cluster(), static_cast<int16_t>(api_key), -1, -1); }

 private:
  rd_kafka_mock_cluster_t* cluster() const { return broker_->get(); }

  std::unique_ptr<EmbeddedBroker> broker_;
};

}  // namespace marsad::kafka::testing
