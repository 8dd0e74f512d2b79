#include "lib/kafka/embedded_broker.h"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include "lib/kafka/client.h"

namespace marsad::kafka {
namespace {

class MockBroker final : public EmbeddedBroker {
 public:
  static Result<std::unique_ptr<EmbeddedBroker>> Start(int brokers) {
    auto broker = std::make_unique<MockBroker>();
    auto host = Client::Open(Client::Kind::kProducer, {{"client.id", "embedded-broker"}}, broker->silence_);
    if (!host) return tl::unexpected(host.error());
    broker->host_ = std::move(*host);
    broker->cluster_ = rd_kafka_mock_cluster_new(broker->host_->get(), brokers);
    if (broker->cluster_ == nullptr) return Fail("the embedded broker could not listen on the loopback interface");
    return broker;
  }

  ~MockBroker() override {
    if (cluster_ != nullptr) rd_kafka_mock_cluster_destroy(cluster_);
  }

  std::string bootstrap_servers() const override { return rd_kafka_mock_cluster_bootstraps(cluster_); }

  Result<void> CreateTopic(const std::string& name, int partitions) override {
    const rd_kafka_resp_err_t code = rd_kafka_mock_topic_create(cluster_, name.c_str(), partitions, 1);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return Fail("topic " + name + ": " + rd_kafka_err2str(code));
    return {};
  }

  void SetDown(bool down) override {
    down ? rd_kafka_mock_broker_set_down(cluster_, -1) : rd_kafka_mock_broker_set_up(cluster_, -1);
  }

  void PushErrors(int api_key, const std::vector<int>& error_codes) override {
    std::vector<rd_kafka_resp_err_t> codes;
    for (const int code : error_codes) codes.push_back(static_cast<rd_kafka_resp_err_t>(code));
    rd_kafka_mock_push_request_errors_array(cluster_, static_cast<int16_t>(api_key), codes.size(), codes.data());
  }

  void PushLateAnswer(int broker, int api_key, int milliseconds) override {
    rd_kafka_mock_broker_push_request_error_rtts(cluster_, broker, static_cast<int16_t>(api_key), 1,
                                                 RD_KAFKA_RESP_ERR_NO_ERROR, milliseconds);
  }

  void SetRoundTrip(int milliseconds) override { rd_kafka_mock_broker_set_rtt(cluster_, -1, milliseconds); }

  void SetTransactionCoordinator(const std::string& id, int broker) override {
    rd_kafka_mock_coordinator_set(cluster_, "transaction", id.c_str(), broker);
  }

  void Forget(int api_key) override { rd_kafka_mock_set_apiversion(cluster_, static_cast<int16_t>(api_key), -1, -1); }

 private:
  EventSink silence_;
  std::unique_ptr<Client> host_;  // the cluster runs on this client's threads
  rd_kafka_mock_cluster_t* cluster_ = nullptr;
};

}  // namespace

Result<std::unique_ptr<EmbeddedBroker>> StartEmbeddedBroker(int brokers) { return MockBroker::Start(brokers); }

}  // namespace marsad::kafka
