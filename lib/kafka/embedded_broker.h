// A broker inside this process (librdkafka's mock cluster), reached over real sockets: for trying Marsad and for tests.
//
// It is no Kafka: aborted records stay visible to read_committed consumers, a second process with the same ids is not
// fenced, positions that commit in a transaction are forgotten at once (a consumer that starts again, or rewinds,
// begins at the first record; those of at-least-once are kept), a partition silently evicts what is older than some 5
// MB, records are limited to about 1 MB, nothing survives the process, a restarted static member is kept waiting, and a
// group's first record takes about three seconds.
#pragma once

#include <memory>
#include <string>

#include "lib/base/result.h"
#include "lib/kafka/events.h"

// librdkafka's own type, opaque here.
struct rd_kafka_mock_cluster_s;

namespace marsad::kafka {

class Client;

// Thread-safe. Lives until destroyed; close its clients first. Faults are lib/kafka/testing/faulty_broker.h's.
class EmbeddedBroker {
 public:
  ~EmbeddedBroker();
  EmbeddedBroker(const EmbeddedBroker&) = delete;
  EmbeddedBroker& operator=(const EmbeddedBroker&) = delete;

  // For the property bootstrap.servers.
  std::string bootstrap_servers() const;
  Result<void> CreateTopic(const std::string& name, int partitions);

  rd_kafka_mock_cluster_s* get() const { return cluster_; }

 private:
  friend Result<std::unique_ptr<EmbeddedBroker>> StartEmbeddedBroker(int brokers);
  EmbeddedBroker();

  EventSink silence_;
  std::unique_ptr<Client> host_;  // the cluster runs on this client's threads
  rd_kafka_mock_cluster_s* cluster_ = nullptr;
};

Result<std::unique_ptr<EmbeddedBroker>> StartEmbeddedBroker(int brokers = 1);

}  // namespace marsad::kafka
