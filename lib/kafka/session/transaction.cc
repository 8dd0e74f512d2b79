#include "lib/kafka/session/transaction.h"

#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <utility>

#include "lib/kafka/auth/security.h"
#include "lib/kafka/settings.h"
#include "lib/kafka/wire.h"

namespace marsad::kafka {

using pipeline::Outcome;
using std::chrono::milliseconds;

namespace {

// Errors of the broker that a new producer would meet again.
bool IsRefusal(rd_kafka_resp_err_t code) {
  switch (code) {
    case RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT:
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION:
    case RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE:
      return true;
    default:
      return false;
  }
}

bool IsFencing(rd_kafka_resp_err_t code) {
  return code == RD_KAFKA_RESP_ERR__FENCED || code == RD_KAFKA_RESP_ERR_PRODUCER_FENCED ||
         code == RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH;
}

// Where a call came upon a transaction that had failed before, it only says so; to open another is refused with the
// reason. Takes `error` over.
rd_kafka_error_t* FindReason(rd_kafka_t* producer, rd_kafka_error_t* error) {
  const bool failed_before = rd_kafka_error_code(error) == RD_KAFKA_RESP_ERR__STATE;
  if (!failed_before || rd_kafka_error_txn_requires_abort(error) == 0) return error;
  rd_kafka_error_t* reason = rd_kafka_begin_transaction(producer);
  if (reason == nullptr) return error;
  rd_kafka_error_destroy(error);
  return reason;
}

}  // namespace

Result<std::unique_ptr<TransactionalSink>> TransactionalSink::Open(const ClientOptions& options, const Client& consumer,
                                                                   EventSink& events, TransactionLimits limits) {
  std::unique_ptr<TransactionalSink> sink(new TransactionalSink(options, consumer, events, limits));
  if (auto opened = sink->OpenProducer(); !opened) return tl::unexpected(opened.error());
  return sink;
}

Result<void> TransactionalSink::OpenProducer() {
  producer_.reset();  // the old one first: two in one process would fence each other
  auto producer = Client::Open(Client::Kind::kProducer, TransactionalProducerSettings(options_), events_, this);
  if (!producer) return tl::unexpected(producer.error());
  producer_ = std::move(*producer);
  state_ = State::kNew;
  doubtful_ = false;
  denied_ = false;
  bytes_ = 0;
  refusal_.clear();
  return {};
}

TransactionalSink::Meaning TransactionalSink::Classify(const char* call, rd_kafka_error_t* error) {
  if (error == nullptr) return Meaning::kDone;
  error = FindReason(producer_->get(), error);
  rd_kafka_resp_err_t code = rd_kafka_error_code(error);
  last_error_ = std::string(call) + ": " + rd_kafka_err2name(code) + ": " + rd_kafka_error_string(error);
  const bool retriable = rd_kafka_error_is_retriable(error) != 0;
  const bool abortable = rd_kafka_error_txn_requires_abort(error) != 0;
  const bool fatal = rd_kafka_error_is_fatal(error) != 0;
  rd_kafka_error_destroy(error);
  char text[512] = "";
  // The call may only say that a fatal error came before; the reason is kept with the client.
  const rd_kafka_resp_err_t reason = rd_kafka_fatal_error(producer_->get(), text, sizeof text);
  if (fatal || reason != RD_KAFKA_RESP_ERR_NO_ERROR) {
    if (reason != RD_KAFKA_RESP_ERR_NO_ERROR) {
      code = reason;
      last_error_ = std::string(call) + ": " + rd_kafka_err2name(code) + ": " + text;
    }
    NoteDenial(code, "");
    if (IsFencing(code)) return Meaning::kFenced;
    return IsRefusal(code) ? Meaning::kFatal : Meaning::kRebuild;
  }
  NoteDenial(code, "");
  if (IsRefusal(code)) return Meaning::kFatal;
  if (IsFencing(code)) return Meaning::kFenced;
  if (abortable) return Meaning::kAbort;
  return retriable ? Meaning::kRetry : Meaning::kRebuild;
}

// Says which right is missing, where `code` means that one is. A topic's refusal ends the transaction and then the run.
void TransactionalSink::NoteDenial(int code, std::string_view topic) {
  if (!IsDenied(code)) return;
  denied_ = true;
  last_error_ += "; " + MissingRight(code, options_, topic);
  if (code == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED && refusal_.empty()) refusal_ = last_error_;
}

// Calls until it is done, fails for good, or `limit` has passed.
template <class Call>
TransactionalSink::Meaning TransactionalSink::Try(const char* name, milliseconds limit, Call call) {
  const Deadline deadline(limit);
  while (true) {
    const Meaning meaning = Classify(name, call(std::max(deadline.Left(limits_.slice), 1)));
    if (meaning == Meaning::kDone && !connected_) producer_->set_connected(true);
    if (meaning != Meaning::kRetry || deadline.passed()) return meaning;
    doubtful_ = true;
    rd_kafka_poll(producer_->get(), 20);  // an answer that comes at once must not make this loop spin
  }
}

Outcome TransactionalSink::Break(Meaning meaning) {
  state_ = State::kBroken;
  bytes_ = 0;
  broken_ = meaning == Meaning::kFenced  ? Outcome::kFenced
            : meaning == Meaning::kFatal ? Outcome::kFatal
                                         : Outcome::kUnknown;
  return broken_;
}

Outcome TransactionalSink::Initialize(milliseconds limit) {
  const Meaning meaning = Try("init_transactions", limit, [this](int timeout_ms) {
    return rd_kafka_init_transactions(producer_->get(), timeout_ms);
  });
  switch (meaning) {
    case Meaning::kDone:
      state_ = State::kReady;
      doubtful_ = false;
      transport_errors_seen_ = producer_->transport_errors();
      return Outcome::kDone;
    case Meaning::kRetry:
      producer_->Log(Severity::kWarn, "init_transactions", "waiting for the transaction coordinator: " + last_error_);
      return Outcome::kAborted;
    default:
      return Break(meaning);
  }
}

Outcome TransactionalSink::Prepare(milliseconds wait) {
  if (state_ != State::kNew) return Outcome::kDone;
  return Initialize(std::max(wait, milliseconds{100}));
}

Outcome TransactionalSink::Begin() {
  if (state_ == State::kOpen) return Outcome::kDone;
  if (state_ == State::kBroken) return broken_;
  rd_kafka_poll(producer_->get(), 0);
  if (state_ == State::kReady && (doubtful_ || producer_->transport_errors() != transport_errors_seen_)) {
    producer_->Log(
        Severity::kInfo, "rebuild",
        "the last transaction left a doubt (a broken connection, an undelivered record): new producer, same id");
    if (auto opened = OpenProducer(); !opened) return Break(Meaning::kRebuild);
  }
  if (state_ == State::kNew) {
    if (const Outcome outcome = Initialize(limits_.init); outcome != Outcome::kDone) return outcome;
  }
  const Meaning meaning = Classify("begin_transaction", rd_kafka_begin_transaction(producer_->get()));
  if (meaning != Meaning::kDone) return Break(meaning);
  state_ = State::kOpen;
  is_time_refused_ = false;
  return Outcome::kDone;
}

Outcome TransactionalSink::ProduceOne(const pipeline::Output& output) {
  const std::string& topic = TopicOf(options_, output.lane);
  if (topic.empty()) {
    last_error_ = "a record has no topic to go to: the stage's row in the table of stages names none";
    return Break(Meaning::kFatal);
  }
  const Outgoing outgoing = MakeOutgoing(output);
  const Deadline deadline(limits_.room);
  while (true) {
    const auto code = static_cast<rd_kafka_resp_err_t>(
        ProduceCopy(producer_->get(), producer_->Topic(topic), outgoing, MakeHeaders(output.headers)));
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) break;
    last_error_ = "produce to " + topic + ": " + rd_kafka_err2str(code);
    if (code == RD_KAFKA_RESP_ERR__QUEUE_FULL && !deadline.passed()) {
      rd_kafka_poll(producer_->get(), 100);
      continue;
    }
    if (code == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE) {
      refusal_ = last_error_ + " (" + std::to_string(outgoing.value ? outgoing.value->size() : 0) +
                 " bytes; message.max.bytes is smaller than the limits of this pipeline)";
    }
    return GiveUp(code == RD_KAFKA_RESP_ERR__FATAL ? Classify("produce", rd_kafka_error_new(code, "%s", "fatal"))
                                                   : Meaning::kAbort);
  }
  bytes_ += (output.value ? output.value->size() : 0) + (output.key ? output.key->size() : 0);
  return Outcome::kDone;
}

Outcome TransactionalSink::Produce(std::span<const pipeline::Output> outputs) {
  if (const Outcome outcome = Begin(); outcome != Outcome::kDone) return outcome;
  for (const pipeline::Output& output : outputs) {
    if (const Outcome outcome = ProduceOne(output); outcome != Outcome::kDone) return outcome;
  }
  return Outcome::kDone;
}

TransactionalSink::Meaning TransactionalSink::SendOffsets(std::span<const pipeline::Position> positions) {
  std::unique_ptr<rd_kafka_topic_partition_list_t, decltype(&rd_kafka_topic_partition_list_destroy)> offsets(
      rd_kafka_topic_partition_list_new(static_cast<int>(positions.size())), rd_kafka_topic_partition_list_destroy);
  for (const pipeline::Position& position : positions) {
    rd_kafka_topic_partition_list_add(offsets.get(), options_.input_topic.c_str(), position.partition.number())
        ->offset = position.next_offset.value();
  }
  std::unique_ptr<rd_kafka_consumer_group_metadata_t, decltype(&rd_kafka_consumer_group_metadata_destroy)> member(
      rd_kafka_consumer_group_metadata(consumer_.get()), rd_kafka_consumer_group_metadata_destroy);
  // Retried with the same offsets and membership, as librdkafka demands.
  return Try("send_offsets_to_transaction", limits_.offsets, [&](int timeout_ms) {
    return rd_kafka_send_offsets_to_transaction(producer_->get(), offsets.get(), member.get(), timeout_ms);
  });
}

Outcome TransactionalSink::GiveUp(Meaning meaning) {
  if (meaning != Meaning::kAbort && meaning != Meaning::kRetry) return Break(meaning);
  const std::string cause = last_error_;
  const Outcome outcome = Abort();
  if (outcome != Outcome::kDone) return outcome;
  last_error_ = cause;
  if (const std::string lost = lost_topic_.Explain(*producer_, limits_.slice); !lost.empty()) last_error_ = lost;
  if (std::exchange(is_time_refused_, false)) {
    last_error_ =
        "the broker refuses the time of a record (message.timestamp.after.max.ms, message.timestamp.before.max.ms)";
    return Outcome::kRefused;
  }
  if (refusal_.empty()) return Outcome::kAborted;
  last_error_ = std::exchange(refusal_, {});
  return Break(Meaning::kFatal);
}

Outcome TransactionalSink::Commit(std::span<const pipeline::Position> positions) {
  if (const Outcome outcome = Begin(); outcome != Outcome::kDone) return outcome;
  if (!positions.empty()) {
    if (const Meaning meaning = SendOffsets(positions); meaning != Meaning::kDone) return GiveUp(meaning);
  }
  const Meaning meaning = Try("commit_transaction", limits_.end, [this](int timeout_ms) {
    return rd_kafka_commit_transaction(producer_->get(), timeout_ms);
  });
  if (meaning == Meaning::kAbort) return GiveUp(meaning);
  if (meaning != Meaning::kDone) return Break(meaning);
  state_ = State::kReady;
  bytes_ = 0;
  return Outcome::kDone;
}

Outcome TransactionalSink::Abort() {
  if (state_ == State::kBroken) return broken_;
  if (state_ != State::kOpen) return Outcome::kDone;
  const Meaning meaning = Try("abort_transaction", limits_.abort, [this](int timeout_ms) {
    return rd_kafka_abort_transaction(producer_->get(), timeout_ms);
  });
  if (meaning != Meaning::kDone) return Break(meaning == Meaning::kAbort ? Meaning::kRebuild : meaning);
  state_ = State::kReady;
  bytes_ = 0;
  return Outcome::kDone;
}

Outcome TransactionalSink::Reopen() {
  if (auto opened = OpenProducer(); !opened) {
    last_error_ = opened.error().message;
    return Break(Meaning::kFatal);
  }
  const Outcome outcome = Initialize(limits_.init);
  // Without a broker the source goes on trying before it reads again.
  return outcome == Outcome::kAborted ? Outcome::kDone : outcome;
}

void TransactionalSink::OnUndelivered(std::string_view topic, int code) {
  const auto error = static_cast<rd_kafka_resp_err_t>(code);
  if (error == RD_KAFKA_RESP_ERR__PURGE_QUEUE || error == RD_KAFKA_RESP_ERR__PURGE_INFLIGHT) return;
  const std::string text = "topic " + std::string(topic) + " did not take a record: " + rd_kafka_err2str(error);
  producer_->Log(Severity::kWarn, "undelivered", text);
  is_time_refused_ = is_time_refused_ || error == RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP;
  lost_topic_.Note(topic, code);
  doubtful_ = true;  // the next one would leave a gap in the sequence of this producer's records
  if (error == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE || error == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED ||
      error == RD_KAFKA_RESP_ERR_INVALID_RECORD) {
    refusal_ = text;
  }
  if (IsDenied(code)) {
    denied_ = true;
    refusal_ = text + "; " + MissingRight(code, options_, topic);
  }
}

}  // namespace marsad::kafka
