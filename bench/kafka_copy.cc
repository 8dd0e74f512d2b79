// The peer of the runner: the least code that copies a topic exactly once with librdkafka. It parses nothing, recovers
// from nothing and ends at the first error; transactions end after 50 ms, or when nothing waits.
#include <librdkafka/rdkafka.h>

#include "bench/kafka_bench.h"

namespace {

using Clock = std::chrono::steady_clock;

void Require(bool done, const char* what) {
  if (done) return;
  std::fprintf(stderr, "%s failed\n", what);
  std::exit(1);
}

void Require(rd_kafka_error_t* error, const char* what) {
  if (error == nullptr) return;
  std::fprintf(stderr, "%s: %s\n", what, rd_kafka_error_string(error));
  std::exit(1);
}

rd_kafka_t* Open(rd_kafka_type_t type, std::map<std::string, std::string> properties,
                 const std::map<std::string, std::string>& given) {
  for (const auto& [name, value] : given) properties[name] = value;
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  rd_kafka_conf_set_log_cb(conf, [](const rd_kafka_t*, int, const char*, const char*) {});
  char reason[512] = "";
  for (const auto& [name, value] : properties) {
    Require(rd_kafka_conf_set(conf, name.c_str(), value.c_str(), reason, sizeof reason) == RD_KAFKA_CONF_OK, reason);
  }
  rd_kafka_t* client = rd_kafka_new(type, conf, reason, sizeof reason);
  Require(client != nullptr, reason);
  return client;
}

class Copier {
 public:
  explicit Copier(const marsad::bench::CopyArguments& arguments)
      : arguments_(arguments),
        consumer_(Open(RD_KAFKA_CONSUMER,
                       {{"group.id", arguments.id},
                        {"enable.auto.commit", "false"},
                        {"enable.auto.offset.store", "false"},
                        {"auto.offset.reset", "earliest"},
                        {"socket.nagle.disable", "true"}},
                       arguments.properties)),
        producer_(
            Open(RD_KAFKA_PRODUCER,
                 {{"transactional.id", arguments.id}, {"retry.backoff.ms", "5"}, {"socket.nagle.disable", "true"}},
                 arguments.properties)),
        to_(rd_kafka_topic_new(producer_, arguments.to.c_str(), nullptr)) {
    rd_kafka_poll_set_consumer(consumer_);
    Require(rd_kafka_init_transactions(producer_, 30000), "init_transactions");
    rd_kafka_topic_partition_list_t* topics = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(topics, arguments.from.c_str(), RD_KAFKA_PARTITION_UA);
    Require(rd_kafka_subscribe(consumer_, topics) == RD_KAFKA_RESP_ERR_NO_ERROR, "subscribe");
    rd_kafka_topic_partition_list_destroy(topics);
  }

  void Run() {
    while (copied_ < arguments_.records) {
      rd_kafka_message_t* message = rd_kafka_consumer_poll(consumer_, open_ ? 0 : 100);
      if (message != nullptr) Copy(message);
      if (open_ && (message == nullptr || Clock::now() - began_ >= std::chrono::milliseconds(50))) Commit();
    }
    if (open_) Commit();
    report_.Print(copied_, commits_);
    std::fflush(stdout);
    std::_Exit(0);
  }

 private:
  void Copy(rd_kafka_message_t* message) {
    Require(message->err == RD_KAFKA_RESP_ERR_NO_ERROR, "consume");
    if (!open_) {
      Require(rd_kafka_begin_transaction(producer_), "begin_transaction");
      open_ = true;
      began_ = Clock::now();
      if (copied_ == 0) report_.OnFirstRecord();
    }
    while (rd_kafka_produce(to_, RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_COPY, message->payload, message->len,
                            message->key, message->key_len, nullptr) != 0) {
      Require(rd_kafka_last_error() == RD_KAFKA_RESP_ERR__QUEUE_FULL, "produce");
      rd_kafka_poll(producer_, 10);
    }
    next_[message->partition] = message->offset + 1;
    ++copied_;
    rd_kafka_message_destroy(message);
  }

  void Commit() {
    rd_kafka_topic_partition_list_t* offsets = rd_kafka_topic_partition_list_new(static_cast<int>(next_.size()));
    for (const auto& [partition, offset] : next_) {
      rd_kafka_topic_partition_list_add(offsets, arguments_.from.c_str(), partition)->offset = offset;
    }
    rd_kafka_consumer_group_metadata_t* member = rd_kafka_consumer_group_metadata(consumer_);
    Require(rd_kafka_send_offsets_to_transaction(producer_, offsets, member, 30000), "send_offsets_to_transaction");
    Require(rd_kafka_commit_transaction(producer_, 30000), "commit_transaction");
    rd_kafka_consumer_group_metadata_destroy(member);
    rd_kafka_topic_partition_list_destroy(offsets);
    next_.clear();
    open_ = false;
    ++commits_;
  }

  const marsad::bench::CopyArguments arguments_;
  rd_kafka_t* consumer_;
  rd_kafka_t* producer_;
  rd_kafka_topic_t* to_;
  std::map<int32_t, int64_t> next_;
  Clock::time_point began_;
  bool open_ = false;
  uint64_t copied_ = 0;
  uint64_t commits_ = 0;
  marsad::bench::CopyReport report_;
};

}  // namespace

int main(int argc, char** argv) { Copier(marsad::bench::ParseCopyArguments(argc, argv)).Run(); }
