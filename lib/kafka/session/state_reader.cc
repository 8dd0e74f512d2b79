#include "lib/kafka/session/state_reader.h"

#include <librdkafka/rdkafka.h>

#include <algorithm>

#include "lib/kafka/auth/security.h"
#include "lib/kafka/settings.h"
#include "lib/kafka/wire.h"

namespace marsad::kafka {

using pipeline::Outcome;

namespace {

// What one Read() lends, however few records that is: bounds memory when records are large.
constexpr size_t kMaxLentBytes = 8u << 20;
// For the end of a partition. The group's heartbeats go on meanwhile.
constexpr int kEndLimitMs = 5000;

using PartitionList =
    std::unique_ptr<rd_kafka_topic_partition_list_t, decltype(&rd_kafka_topic_partition_list_destroy)>;

PartitionList ListOf(const std::string& topic, Partition partition, int64_t offset) {
  PartitionList list(rd_kafka_topic_partition_list_new(1), rd_kafka_topic_partition_list_destroy);
  rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), partition.number())->offset = offset;
  return list;
}

}  // namespace

Result<std::unique_ptr<StateReader>> StateReader::Open(const ClientOptions& options, EventSink& events) {
  std::unique_ptr<StateReader> source(new StateReader(options));
  auto reader = Client::Open(Client::Kind::kConsumer, StateReaderSettings(options), events);
  if (!reader) return tl::unexpected(reader.error());
  source->reader_ = std::move(*reader);
  auto measure = Client::Open(Client::Kind::kConsumer, StateEndSettings(options), events);
  if (!measure) return tl::unexpected(measure.error());
  source->measure_ = std::move(*measure);
  return source;
}

StateReader::~StateReader() { Release(); }

void StateReader::Release() {
  for (rd_kafka_message_t* message : lent_) rd_kafka_message_destroy(message);
  lent_.clear();
  entries_.clear();
}

pipeline::StateEnd StateReader::End(Partition partition) {
  // Not rd_kafka_query_watermark_offsets(), which goes on beyond its time limit while the leader is away (2.0.2).
  const PartitionList list = ListOf(options_.state_topic, partition, RD_KAFKA_OFFSET_END);
  rd_kafka_resp_err_t code = rd_kafka_offsets_for_times(measure_->get(), list.get(), kEndLimitMs);
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) code = list->elems[0].err;
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return {.outcome = Fail(code, "where it ends")};
  end_ = Offset(list->elems[0].offset);
  return {.outcome = Outcome::kDone, .offset = end_};
}

pipeline::StateSlice StateReader::Read(Partition partition, Offset offset, const pipeline::PollLimits& limits) {
  Release();
  const bool is_there = position_ && position_->partition == partition && position_->next == offset;
  Outcome outcome = is_there ? Outcome::kDone : Seek({.partition = partition, .next = offset});
  if (outcome == Outcome::kDone) outcome = Poll(limits);
  // What was taken before an error came is good.
  if (outcome != Outcome::kDone && lent_.empty()) return {.outcome = outcome, .records = {}, .next = offset};
  for (const rd_kafka_message_t* message : lent_) {
    entries_.push_back(
        {.offset = Offset(message->offset), .key = KeyOf(*message).value_or(""), .value = ValueOf(*message)});
  }
  const Offset next = position_ ? position_->next : Offset(lent_.back()->offset).next();
  // Else what this worker writes from now on would be read ahead.
  if (next >= end_) Stop();
  return {.outcome = Outcome::kDone, .records = entries_, .next = next};
}

Outcome StateReader::Poll(const pipeline::PollLimits& limits) {
  Outcome outcome = Outcome::kDone;
  size_t bytes = 0;
  auto wait = static_cast<int>(limits.wait.count());
  while (outcome == Outcome::kDone && lent_.size() < limits.max_records && bytes < kMaxLentBytes) {
    rd_kafka_message_t* message = rd_kafka_consumer_poll(reader_->get(), wait);
    wait = 0;
    if (message == nullptr || !Take(message, &outcome)) break;
    bytes += message->len + message->key_len;
  }
  return outcome;
}

bool StateReader::Take(rd_kafka_message_t* message, Outcome* outcome) {
  if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
    lent_.push_back(message);
    position_->next = Offset(message->offset).next();
    return true;
  }
  // The end of what is committed; only here it shows that nothing comes of the offsets before it.
  if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
    position_->next = std::max(position_->next, Offset(message->offset));
  } else {
    *outcome = Fail(message->err, std::string("reading it: ") + rd_kafka_message_errstr(message));
  }
  rd_kafka_message_destroy(message);
  return false;
}

Outcome StateReader::Seek(const Position& position) {
  const PartitionList list = ListOf(options_.state_topic, position.partition, position.next.value());
  position_ = position;
  const rd_kafka_resp_err_t code = rd_kafka_assign(reader_->get(), list.get());
  return code == RD_KAFKA_RESP_ERR_NO_ERROR ? Outcome::kDone : Fail(code, "beginning to read it");
}

void StateReader::Stop() {
  position_.reset();
  rd_kafka_assign(reader_->get(), nullptr);
}

Outcome StateReader::Fail(int code, const std::string& doing) {
  const auto error = static_cast<rd_kafka_resp_err_t>(code);
  Stop();
  last_error_ = "state topic " + options_.state_topic + ": " + doing + ": " + rd_kafka_err2str(error);
  denied_ = IsDenied(code);
  if (denied_) {
    last_error_ += "; " + MissingRight(code, options_, options_.state_topic);
    return Outcome::kFatal;
  }
  reader_->Log(Severity::kWarn, "state", last_error_);
  return Outcome::kAborted;
}

}  // namespace marsad::kafka
