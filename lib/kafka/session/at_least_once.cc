#include "lib/kafka/session/at_least_once.h"

#include <librdkafka/rdkafka.h>

#include <utility>

#include "lib/kafka/auth/security.h"
#include "lib/kafka/settings.h"
#include "lib/kafka/wire.h"

namespace marsad::kafka {

using pipeline::Outcome;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kRoomLimit{15000};
constexpr milliseconds kFlushLimit{40000};  // more than message.timeout.ms, so that every record has its answer
constexpr milliseconds kCommitLimit{15000};
constexpr milliseconds kLookLimit{5000};  // whether a topic is still there

}  // namespace

Result<std::unique_ptr<AtLeastOnceSink>> AtLeastOnceSink::Open(const ClientOptions& options, const Client& consumer,
                                                               EventSink& events) {
  std::unique_ptr<AtLeastOnceSink> sink(new AtLeastOnceSink(options, consumer, events));
  if (auto opened = sink->OpenProducer(); !opened) return tl::unexpected(opened.error());
  return sink;
}

Result<void> AtLeastOnceSink::OpenProducer() {
  producer_.reset();
  auto producer =
      Client::Open(Client::Kind::kProducer, IdempotentProducerSettings(options_.properties, options_.max_record_bytes),
                   events_, this);
  if (!producer) return tl::unexpected(producer.error());
  producer_ = std::move(*producer);
  bytes_ = 0;
  undelivered_.clear();
  refused_ = false;
  is_time_refused_ = false;
  denied_ = false;
  return {};
}

Outcome AtLeastOnceSink::Fail(std::string error, Outcome outcome) {
  last_error_ = std::move(error);
  return outcome;
}

Outcome AtLeastOnceSink::Prepare(milliseconds) {
  connected_ = true;  // while nothing is to be sent, the consumer knows
  return Outcome::kDone;
}

Outcome AtLeastOnceSink::ProduceOne(const pipeline::Output& output) {
  const std::string& topic = TopicOf(options_, output.lane);
  const Outgoing outgoing = MakeOutgoing(output);
  const Deadline deadline(kRoomLimit);
  while (true) {
    const auto code = static_cast<rd_kafka_resp_err_t>(
        ProduceCopy(producer_->get(), producer_->Topic(topic), outgoing, MakeHeaders(output.headers)));
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) break;
    if (code == RD_KAFKA_RESP_ERR__QUEUE_FULL && !deadline.passed()) {
      rd_kafka_poll(producer_->get(), 100);
      continue;
    }
    std::string error = "produce to " + topic + ": " + rd_kafka_err2str(code);
    if (IsDenied(code)) {
      denied_ = true;
      return Fail(error + "; " + MissingRight(code, options_, topic), Outcome::kFatal);
    }
    // A fatal error of an idempotent producer is a lost sequence: a new one starts a new sequence.
    if (code == RD_KAFKA_RESP_ERR__FATAL) return Fail(std::move(error), Outcome::kUnknown);
    return Fail(std::move(error), code == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE ? Outcome::kFatal : Outcome::kAborted);
  }
  bytes_ += (output.value ? output.value->size() : 0) + (output.key ? output.key->size() : 0);
  return Outcome::kDone;
}

Outcome AtLeastOnceSink::Produce(std::span<const pipeline::Output> outputs) {
  for (const pipeline::Output& output : outputs) {
    if (const Outcome outcome = ProduceOne(output); outcome != Outcome::kDone) return outcome;
  }
  return Outcome::kDone;
}

Outcome AtLeastOnceSink::Commit(std::span<const pipeline::Position> positions) {
  if (rd_kafka_flush(producer_->get(), static_cast<int>(kFlushLimit.count())) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    // The late answers must not count for the next batch: a new producer.
    return Fail("flush: outputs were not acknowledged in time", Outcome::kUnknown);
  }
  bytes_ = 0;
  if (!undelivered_.empty()) {
    if (const std::string lost = lost_topic_.Explain(*producer_, kLookLimit); !lost.empty()) undelivered_ = lost;
    const bool refused = std::exchange(refused_, false);
    if (std::exchange(is_time_refused_, false)) return Fail(std::exchange(undelivered_, {}), Outcome::kRefused);
    return Fail(std::exchange(undelivered_, {}), refused ? Outcome::kFatal : Outcome::kAborted);
  }
  return positions.empty() ? Outcome::kDone : CommitPositions(positions);
}

Outcome AtLeastOnceSink::CommitPositions(std::span<const pipeline::Position> positions) {
  std::unique_ptr<rd_kafka_topic_partition_list_t, decltype(&rd_kafka_topic_partition_list_destroy)> offsets(
      rd_kafka_topic_partition_list_new(static_cast<int>(positions.size())), rd_kafka_topic_partition_list_destroy);
  for (const pipeline::Position& position : positions) {
    rd_kafka_topic_partition_list_add(offsets.get(), options_.input_topic.c_str(), position.partition.number())
        ->offset = position.next_offset.value();
  }
  // The plain synchronous commit has no time limit; a queue of its own has one.
  std::unique_ptr<rd_kafka_queue_t, decltype(&rd_kafka_queue_destroy)> queue(rd_kafka_queue_new(consumer_.get()),
                                                                             rd_kafka_queue_destroy);
  rd_kafka_resp_err_t code = rd_kafka_commit_queue(consumer_.get(), offsets.get(), queue.get(), nullptr, nullptr);
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
    std::unique_ptr<rd_kafka_event_t, decltype(&rd_kafka_event_destroy)> answer(
        rd_kafka_queue_poll(queue.get(), static_cast<int>(kCommitLimit.count())), rd_kafka_event_destroy);
    code = answer ? rd_kafka_event_error(answer.get()) : RD_KAFKA_RESP_ERR__TIMED_OUT;
  }
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return Outcome::kDone;
  const std::string error = std::string("commit of positions: ") + rd_kafka_err2str(code);
  denied_ = IsDenied(code);
  if (denied_) return Fail(error + "; " + MissingRight(code, options_, options_.input_topic), Outcome::kFatal);
  return Fail(error, Outcome::kAborted);
}

Outcome AtLeastOnceSink::Abort() {
  // What is under way has its answer soon or never; either way it belongs to the batch that is given up.
  rd_kafka_flush(producer_->get(), static_cast<int>(kRoomLimit.count()));
  bytes_ = 0;
  undelivered_.clear();
  refused_ = false;
  is_time_refused_ = false;
  return Outcome::kDone;
}

Outcome AtLeastOnceSink::Reopen() {
  if (auto opened = OpenProducer(); !opened) return Fail(opened.error().message, Outcome::kFatal);
  return Outcome::kDone;
}

void AtLeastOnceSink::OnUndelivered(std::string_view topic, int code) {
  const auto error = static_cast<rd_kafka_resp_err_t>(code);
  if (error == RD_KAFKA_RESP_ERR__PURGE_QUEUE || error == RD_KAFKA_RESP_ERR__PURGE_INFLIGHT) return;
  is_time_refused_ = is_time_refused_ || error == RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP;
  lost_topic_.Note(topic, code);
  if (!undelivered_.empty()) return;
  undelivered_ = "topic " + std::string(topic) + " did not take a record: " + rd_kafka_err2str(error);
  refused_ = error == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE || error == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED ||
             error == RD_KAFKA_RESP_ERR_INVALID_RECORD;
  producer_->Log(Severity::kWarn, "undelivered", undelivered_);
  if (!IsDenied(code)) return;
  denied_ = true;
  undelivered_ += "; " + MissingRight(code, options_, topic);
}

}  // namespace marsad::kafka
