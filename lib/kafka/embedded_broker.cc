#include "lib/kafka/embedded_broker.h"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include "lib/kafka/client.h"

namespace marsad::kafka {

EmbeddedBroker::EmbeddedBroker() = default;

EmbeddedBroker::~EmbeddedBroker() {
  if (cluster_ != nullptr) rd_kafka_mock_cluster_destroy(cluster_);
}

std::string EmbeddedBroker::bootstrap_servers() const { return rd_kafka_mock_cluster_bootstraps(cluster_); }

Result<void> EmbeddedBroker::CreateTopic(const std::string& name, int partitions) {
  const rd_kafka_resp_err_t code = rd_kafka_mock_topic_create(cluster_, name.c_str(), partitions, 1);
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return Fail("topic " + name + ": " + rd_kafka_err2str(code));
  return {};
}

Result<std::unique_ptr<EmbeddedBroker>> StartEmbeddedBroker(int brokers) {
  std::unique_ptr<EmbeddedBroker> broker(new EmbeddedBroker);
  auto host = Client::Open(Client::Kind::kProducer, {{"client.id", "embedded-broker"}}, broker->silence_);
  if (!host) return tl::unexpected(host.error());
  broker->host_ = std::move(*host);
  broker->cluster_ = rd_kafka_mock_cluster_new(broker->host_->get(), brokers);
  if (broker->cluster_ == nullptr) return Fail("the embedded broker could not listen on the loopback interface");
  return broker;
}

}  // namespace marsad::kafka
