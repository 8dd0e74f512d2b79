#include "lib/kafka/tools/reader.h"

#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <utility>

#include "lib/kafka/client.h"
#include "lib/kafka/settings.h"
#include "lib/kafka/wire.h"

namespace marsad::kafka {
namespace {

using PartitionList =
    std::unique_ptr<rd_kafka_topic_partition_list_t, decltype(&rd_kafka_topic_partition_list_destroy)>;

class TopicReader final : public Reader {
 public:
  TopicReader(ReaderOptions options, std::unique_ptr<Client> client)
      : options_(std::move(options)), client_(std::move(client)) {}
  ~TopicReader() override { Release(); }

  Result<void> Assign() {
    auto partitions = Partitions();
    if (!partitions) return tl::unexpected(partitions.error());
    at_end_.assign(static_cast<size_t>(*partitions), false);
    const PartitionList list(rd_kafka_topic_partition_list_new(*partitions), rd_kafka_topic_partition_list_destroy);
    for (int32_t i = 0; i < *partitions; ++i) {
      const bool wanted = !options_.from.partition || options_.from.partition == Partition(i);
      if (!wanted) at_end_[static_cast<size_t>(i)] = true;
      if (wanted) rd_kafka_topic_partition_list_add(list.get(), options_.topic.c_str(), i)->offset = StartOffset();
    }
    if (list->cnt == 0)
      return Fail("topic " + options_.topic + " has no partition " + std::to_string(options_.from.partition->number()));
    if (options_.from.kind == ReadFrom::Kind::kTime) {
      const rd_kafka_resp_err_t code = rd_kafka_offsets_for_times(client_->get(), list.get(), Timeout());
      if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return Fail("topic " + options_.topic + ": " + rd_kafka_err2str(code));
    }
    if (options_.bounded) {
      if (auto found = FindEnds(*list); !found) return found;
    }
    const rd_kafka_resp_err_t code = rd_kafka_assign(client_->get(), list.get());
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return Fail("topic " + options_.topic + ": " + rd_kafka_err2str(code));
    return {};
  }

  Result<std::optional<ReadRecord>> Read(std::chrono::milliseconds wait) override {
    Release();
    const Deadline deadline(wait);
    do {
      message_ = rd_kafka_consumer_poll(client_->get(), deadline.Left(wait));
      if (message_ == nullptr) break;
      if (message_->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
        if (!IsBehindEnd()) return Lend();
        StopPartition();
        continue;
      }
      if (auto handled = HandleError(); !handled) return tl::unexpected(handled.error());
      Release();
    } while (!deadline.passed());
    return std::nullopt;
  }

  bool at_end() const override {
    return std::all_of(at_end_.begin(), at_end_.end(), [](bool at_end) { return at_end; });
  }

  int partitions() const override { return static_cast<int>(at_end_.size()); }

 private:
  int Timeout() const { return static_cast<int>(options_.timeout.count()); }

  int64_t StartOffset() const {
    switch (options_.from.kind) {
      case ReadFrom::Kind::kBeginning:
        return RD_KAFKA_OFFSET_BEGINNING;
      case ReadFrom::Kind::kEnd:
        return RD_KAFKA_OFFSET_END;
      case ReadFrom::Kind::kTail:
        return RD_KAFKA_OFFSET_TAIL(options_.from.value);
      case ReadFrom::Kind::kOffset:
      case ReadFrom::Kind::kTime:
        return options_.from.value;
    }
    return RD_KAFKA_OFFSET_BEGINNING;
  }

  // How many partitions the topic has.
  Result<int> Partitions() {
    const struct rd_kafka_metadata* metadata = nullptr;
    rd_kafka_resp_err_t code =
        rd_kafka_metadata(client_->get(), 0, client_->Topic(options_.topic), &metadata, Timeout());
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
      return Fail("no answer from " + options_.properties.at("bootstrap.servers") + ": " + rd_kafka_err2str(code));
    }
    const int partitions = metadata->topic_cnt == 1 ? metadata->topics[0].partition_cnt : 0;
    code = metadata->topic_cnt == 1 ? metadata->topics[0].err : RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART;
    rd_kafka_metadata_destroy(metadata);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR || partitions == 0) {
      return Fail("topic " + options_.topic + ": " + rd_kafka_err2str(code));
    }
    return partitions;
  }

  // The end of every partition, as a reader of committed records sees it now.
  Result<void> FindEnds(const rd_kafka_topic_partition_list_t& partitions) {
    const PartitionList list(rd_kafka_topic_partition_list_copy(&partitions), rd_kafka_topic_partition_list_destroy);
    for (int i = 0; i < list->cnt; ++i) list->elems[i].offset = RD_KAFKA_OFFSET_END;
    rd_kafka_resp_err_t code = rd_kafka_offsets_for_times(client_->get(), list.get(), Timeout());
    ends_.assign(at_end_.size(), 0);
    for (int i = 0; code == RD_KAFKA_RESP_ERR_NO_ERROR && i < list->cnt; ++i) {
      code = list->elems[i].err;
      ends_[static_cast<size_t>(list->elems[i].partition)] = list->elems[i].offset;
    }
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return Fail("topic " + options_.topic + ": " + rd_kafka_err2str(code));
    return {};
  }

  bool IsBehindEnd() const {
    return options_.bounded && message_->offset >= ends_[static_cast<size_t>(message_->partition)];
  }

  // Nothing more is wanted of the partition of message_, which is given back.
  void StopPartition() {
    at_end_[static_cast<size_t>(message_->partition)] = true;
    const PartitionList list(rd_kafka_topic_partition_list_new(1), rd_kafka_topic_partition_list_destroy);
    rd_kafka_topic_partition_list_add(list.get(), options_.topic.c_str(), message_->partition);
    rd_kafka_pause_partitions(client_->get(), list.get());
    Release();
  }

  ReadRecord Lend() {
    headers_.clear();
    AppendHeaders(*message_, &headers_);
    const auto partition = static_cast<size_t>(message_->partition);
    at_end_[partition] = options_.bounded && message_->offset + 1 >= ends_[partition];
    return {.partition = Partition(message_->partition),
            .offset = Offset(message_->offset),
            .timestamp = TimestampOf(*message_),
            .key = KeyOf(*message_),
            .value = ValueOf(*message_),
            .headers = headers_};
  }

  Result<void> HandleError() {
    switch (message_->err) {
      case RD_KAFKA_RESP_ERR__PARTITION_EOF:
        at_end_[static_cast<size_t>(message_->partition)] = true;
        return {};
      case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
      case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
      case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
      case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
        return Fail("topic " + options_.topic + ": " + rd_kafka_message_errstr(message_));
      default:
        client_->Log(Severity::kWarn, rd_kafka_err2name(message_->err), rd_kafka_message_errstr(message_));
        return {};
    }
  }

  void Release() {
    if (message_ != nullptr) rd_kafka_message_destroy(message_);
    message_ = nullptr;
  }

  const ReaderOptions options_;
  std::unique_ptr<Client> client_;
  rd_kafka_message_t* message_ = nullptr;
  std::vector<record::HeaderView> headers_;
  std::vector<bool> at_end_;   // of each partition
  std::vector<int64_t> ends_;  // of each partition, where the reader is bounded: the first offset that is not lent
};

}  // namespace

Result<std::unique_ptr<Reader>> OpenReader(const ReaderOptions& options, EventSink& events) {
  if (auto checked = CheckProperties(options.properties); !checked) return tl::unexpected(checked.error());
  auto client = Client::Open(Client::Kind::kConsumer, ReaderSettings(options.properties), events);
  if (!client) return tl::unexpected(client.error());
  auto reader = std::make_unique<TopicReader>(options, std::move(*client));
  if (auto assigned = reader->Assign(); !assigned) return tl::unexpected(assigned.error());
  return reader;
}

}  // namespace marsad::kafka
