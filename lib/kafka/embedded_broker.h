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
#include <vector>

#include "lib/base/result.h"

namespace marsad::kafka {

// Thread-safe. Lives until destroyed; close its clients first.
class EmbeddedBroker {
 public:
  virtual ~EmbeddedBroker() = default;
  // For the property bootstrap.servers.
  virtual std::string bootstrap_servers() const = 0;
  virtual Result<void> CreateTopic(const std::string& name, int partitions) = 0;
  // Tests: stops and starts answering.
  virtual void SetDown(bool down) = 0;
  // Tests: the next requests of this kind (a Kafka ApiKey) are answered with these error codes, one each; 0 is none.
  virtual void PushErrors(int api_key, const std::vector<int>& error_codes) = 0;
  // Tests: the next request of this kind that reaches `broker` (from 1) is done, but answered after this time only.
  virtual void PushLateAnswer(int broker, int api_key, int milliseconds) = 0;
  // Tests: every answer takes this long.
  virtual void SetRoundTrip(int milliseconds) = 0;
  // Tests: from now on `broker` coordinates the transactional id; 0: none does.
  virtual void SetTransactionCoordinator(const std::string& id, int broker) = 0;
  // Tests: requests of this kind are not known to the brokers. Before clients connect.
  virtual void Forget(int api_key) = 0;
};

Result<std::unique_ptr<EmbeddedBroker>> StartEmbeddedBroker(int brokers = 1);

}  // namespace marsad::kafka
