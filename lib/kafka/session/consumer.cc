#include "lib/kafka/session/consumer.h"

#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <utility>

#include "lib/kafka/auth/security.h"
#include "lib/kafka/session/statistics.h"
#include "lib/kafka/settings.h"
#include "lib/kafka/wire.h"

namespace marsad::kafka {

using pipeline::Outcome;
using std::chrono::milliseconds;

namespace {

// What one Poll() lends, however few records that is: bounds memory when records are large.
constexpr size_t kMaxLentBytes = 16u << 20;
constexpr milliseconds kRewindLimit{10000};
constexpr milliseconds kSeekLimit{10000};

using PartitionList =
    std::unique_ptr<rd_kafka_topic_partition_list_t, decltype(&rd_kafka_topic_partition_list_destroy)>;

PartitionList MakeList(size_t size) {
  return {rd_kafka_topic_partition_list_new(static_cast<int>(size)), rd_kafka_topic_partition_list_destroy};
}

// What the group answers, and will answer again, until a person changes a property; null: anything else.
const char* PermanentHelp(rd_kafka_resp_err_t code) {
  switch (code) {
    case RD_KAFKA_RESP_ERR_INVALID_SESSION_TIMEOUT:
      return "kafka: session.timeout.ms; allowed: from group.min.session.timeout.ms to group.max.session.timeout.ms of "
             "the broker";
    case RD_KAFKA_RESP_ERR_INCONSISTENT_GROUP_PROTOCOL:
      return "the group has members that are no Marsad, or of another version; allowed: the strategy range, in all";
    case RD_KAFKA_RESP_ERR_INVALID_GROUP_ID:
      return "pipeline; allowed: a name that makes a consumer group";
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION:
    case RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE:
      return "the broker is too old; allowed: Apache Kafka 4";
    default:
      return nullptr;
  }
}

// Where a group begins that never committed.
int64_t FirstOffset(const Properties& properties) {
  const auto reset = properties.find("auto.offset.reset");
  const bool is_end =
      reset != properties.end() && (reset->second == "latest" || reset->second == "largest" || reset->second == "end");
  return is_end ? RD_KAFKA_OFFSET_END : RD_KAFKA_OFFSET_BEGINNING;
}

// Before 2.1.0 librdkafka took the limit of a seek for microseconds.
int SeekTimeout() {
  constexpr int k2_1_0 = 0x020100ff;
  const auto limit = static_cast<int>(kSeekLimit.count());
  return rd_kafka_version() < k2_1_0 ? limit * 1000 : limit;
}

}  // namespace

Result<std::unique_ptr<GroupConsumer>> GroupConsumer::Open(const ClientOptions& options, EventSink& events) {
  std::unique_ptr<GroupConsumer> consumer(new GroupConsumer(options, events));
  auto client = Client::Open(Client::Kind::kConsumer, ConsumerSettings(options), events, consumer.get());
  if (!client) return tl::unexpected(client.error());
  consumer->client_ = std::move(*client);
  return consumer;
}

GroupConsumer::~GroupConsumer() { Release(); }

std::string GroupConsumer::member_id() const {
  const std::unique_ptr<char, void (*)(char*)> id(rd_kafka_memberid(client_->get()),
                                                  [](char* text) { rd_kafka_mem_free(nullptr, text); });
  return id ? id.get() : "";
}

void GroupConsumer::Close(milliseconds limit) {
  Release();
  if (!subscribed_) return;
  const Deadline deadline(limit);
  std::unique_ptr<rd_kafka_queue_t, decltype(&rd_kafka_queue_destroy)> queue(rd_kafka_queue_new(client_->get()),
                                                                             rd_kafka_queue_destroy);
  rd_kafka_error_t* refused = rd_kafka_consumer_close_queue(client_->get(), queue.get());
  if (refused != nullptr) {  // after a fatal error: there is no place in the group to leave, and nothing will come
    rd_kafka_error_destroy(refused);
    return;
  }
  while (rd_kafka_consumer_closed(client_->get()) == 0 && !deadline.passed()) {
    std::unique_ptr<rd_kafka_event_t, decltype(&rd_kafka_event_destroy)> event(
        rd_kafka_queue_poll(queue.get(), deadline.Left(milliseconds{100})), rd_kafka_event_destroy);
    if (rd_kafka_event_type(event.get()) != RD_KAFKA_EVENT_REBALANCE) continue;
    OnRebalance(rd_kafka_event_error(event.get()) == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS,
                rd_kafka_event_topic_partition_list(event.get()));
  }
}

void GroupConsumer::Release() {
  for (rd_kafka_message_t* message : lent_) rd_kafka_message_destroy(message);
  lent_.clear();
  inputs_.clear();
  headers_.clear();
}

Outcome GroupConsumer::Subscribe() {
  const PartitionList topics = MakeList(1);
  rd_kafka_topic_partition_list_add(topics.get(), options_.input_topic.c_str(), RD_KAFKA_PARTITION_UA);
  const rd_kafka_resp_err_t code = rd_kafka_subscribe(client_->get(), topics.get());
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    last_error_ = "subscribe to " + options_.input_topic + ": " + rd_kafka_err2str(code);
    return Outcome::kFatal;
  }
  subscribed_ = true;
  return Outcome::kDone;
}

pipeline::Polled GroupConsumer::Poll(const pipeline::PollLimits& limits) {
  Release();
  const Outcome ready = sink_->Prepare(limits.wait);
  if (ready == Outcome::kAborted) {
    // The consumer is not served meanwhile, so that nothing else would tell; its statistics do once it is again.
    client_->set_connected(false);
    return {};
  }
  if (ready != Outcome::kDone) {
    last_error_ = sink_->last_error();
    return {.outcome = ready, .records = {}};
  }
  if (!subscribed_) {
    if (const Outcome outcome = Subscribe(); outcome != Outcome::kDone) return {.outcome = outcome, .records = {}};
  }
  const bool rewound = !rewind_pending_ || TryRewind(limits.wait);
  const Outcome outcome = Fetch(limits);
  if (outcome != Outcome::kDone) {
    Release();
    return {.outcome = outcome, .records = {}, .assignment = std::exchange(news_, std::nullopt)};
  }
  // The group must be served meanwhile, but what it gave lies after the position that is still to be sought.
  if (!rewound) Release();
  return Lend();
}

Outcome GroupConsumer::Fetch(const pipeline::PollLimits& limits) {
  size_t bytes = 0;
  auto wait = static_cast<int>(limits.wait.count());
  while (lent_.size() < limits.max_records && bytes < kMaxLentBytes) {
    rd_kafka_message_t* message = rd_kafka_consumer_poll(client_->get(), wait);
    wait = 0;
    if (message != nullptr && message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
      const Outcome outcome = HandleError(*message);
      rd_kafka_message_destroy(message);
      if (outcome != Outcome::kDone) return outcome;
      continue;
    }
    if (message != nullptr) {
      lent_.push_back(message);
      first_lent_.try_emplace(Partition(message->partition), Offset(message->offset));
      bytes += message->len + message->key_len;
    }
    if (std::exchange(interrupted_, false)) {
      // A new assignment starts at the committed offsets by itself, unless this very call already gave a record of it.
      rewind_pending_ = !ToSeek().empty();
      return Outcome::kAborted;
    }
    if (message == nullptr) break;
  }
  return Outcome::kDone;
}

pipeline::Polled GroupConsumer::Lend() {
  if (lent_.empty()) return {};
  std::vector<size_t> first_header;
  first_header.reserve(lent_.size() + 1);
  for (const rd_kafka_message_t* message : lent_) {
    first_header.push_back(headers_.size());
    AppendHeaders(*message, &headers_);
  }
  first_header.push_back(headers_.size());
  const record::HeadersView headers(headers_);  // complete: it does not move any more
  inputs_.reserve(lent_.size());
  for (size_t i = 0; i < lent_.size(); ++i) {
    const rd_kafka_message_t& message = *lent_[i];
    inputs_.push_back({.partition = Partition(message.partition),
                       .offset = Offset(message.offset),
                       .timestamp = TimestampOf(message),
                       .key = KeyOf(message),
                       .value = ValueOf(message),
                       .headers = headers.subspan(first_header[i], first_header[i + 1] - first_header[i])});
  }
  return {.outcome = Outcome::kDone, .records = inputs_};
}

Outcome GroupConsumer::HandleError(const rd_kafka_message_t& message) {
  last_error_ = std::string(rd_kafka_err2name(message.err)) + ": " + rd_kafka_message_errstr(&message);
  char reason[512] = "";
  const rd_kafka_resp_err_t fatal = rd_kafka_fatal_error(client_->get(), reason, sizeof reason);
  if (fatal != RD_KAFKA_RESP_ERR_NO_ERROR) {
    last_error_ = std::string(rd_kafka_err2name(fatal)) + ": " + reason;
    return fatal == RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID ? Outcome::kFenced : Outcome::kFatal;
  }
  if (const char* help = PermanentHelp(message.err)) {
    last_error_ += "; " + std::string(help);
    return Outcome::kFatal;
  }
  denied_ = IsDenied(message.err);
  if (denied_) {
    last_error_ += "; " + MissingRight(message.err, options_, options_.input_topic);
    return Outcome::kFatal;
  }
  client_->Log(Severity::kWarn, rd_kafka_err2name(message.err), last_error_);
  if (message.err != RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED) return Outcome::kDone;
  // The group has given this worker up: what is open can no longer commit. The next Poll() joins again.
  assigned_ = false;
  sink_->Abort();
  return Outcome::kAborted;
}

Outcome GroupConsumer::Rewind() {
  Release();
  if (ToSeek().empty()) return Outcome::kDone;
  rewind_pending_ = true;
  // Without a broker, or without partitions any more, Poll() goes on trying before it lends.
  TryRewind(kRewindLimit);
  return Outcome::kDone;
}

std::vector<Partition> GroupConsumer::ToSeek() const {
  if (!options_.state_topic.empty()) return held_;
  std::vector<Partition> lent_from;
  for (const auto& [partition, offset] : first_lent_) lent_from.push_back(partition);
  return lent_from;
}

bool GroupConsumer::TryRewind(milliseconds limit) {
  const std::vector<Partition> to_seek = ToSeek();
  const PartitionList partitions = MakeList(to_seek.size());
  for (const Partition partition : to_seek) {
    rd_kafka_topic_partition_list_add(partitions.get(), options_.input_topic.c_str(), partition.number());
  }
  const auto wait = static_cast<int>(std::max(limit, milliseconds{100}).count());
  rd_kafka_resp_err_t code = rd_kafka_committed(client_->get(), partitions.get(), wait);
  for (int i = 0; code == RD_KAFKA_RESP_ERR_NO_ERROR && i < partitions->cnt; ++i) {
    rd_kafka_topic_partition_t& partition = partitions->elems[i];
    code = partition.err;
    // Nothing was ever committed: back to where reading began.
    if (partition.offset >= 0) continue;
    const auto lent = first_lent_.find(Partition(partition.partition));
    partition.offset = lent == first_lent_.end() ? FirstOffset(options_.properties) : lent->second.value();
  }
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
    rd_kafka_error_t* error = rd_kafka_seek_partitions(client_->get(), partitions.get(), SeekTimeout());
    if (error != nullptr) code = rd_kafka_error_code(error);
    rd_kafka_error_destroy(error);
    for (int i = 0; code == RD_KAFKA_RESP_ERR_NO_ERROR && i < partitions->cnt; ++i) code = partitions->elems[i].err;
  }
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    last_error_ = std::string("going back to the committed offsets: ") + rd_kafka_err2str(code);
    client_->Log(Severity::kWarn, "rewind", last_error_);
    return false;
  }
  rewind_pending_ = false;
  return true;
}

void GroupConsumer::OnRebalance(bool assigned, void* partitions) {
  auto* list = static_cast<rd_kafka_topic_partition_list_t*>(partitions);
  interrupted_ = true;
  sink_->Abort();
  first_lent_.clear();
  const rd_kafka_resp_err_t code = rd_kafka_assign(client_->get(), assigned ? list : nullptr);
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) client_->Log(Severity::kWarn, "assign", rd_kafka_err2str(code));
  std::vector<Partition> now_held;
  for (int i = 0; assigned && i < list->cnt; ++i) now_held.emplace_back(list->elems[i].partition);
  std::sort(now_held.begin(), now_held.end());
  held_ = now_held;
  news_ = now_held;
  if (assigned) client_->set_connected(true);
  events_.OnAssignment(now_held);
  assigned_ = assigned;  // last: whoever sees it finds what the event changed
}

void GroupConsumer::OnStatisticsJson(std::string_view json) {
  Statistics statistics = ParseStatistics(json, options_.input_topic);
  statistics.unsent_bytes = sink_->unsent_bytes();
  client_->set_connected(statistics.brokers_up > 0);
  events_.OnStatistics(statistics);
}

}  // namespace marsad::kafka
