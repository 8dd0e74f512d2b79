// The exactly-once protocol, and nothing else knows it.
//
//   init_transactions   once per producer: aborts what a dead predecessor with the same id left open, fences a living one
//   begin               local; with the first output or commit after the previous transaction
//   produce             into the open transaction; every return code counts, since a record that was refused locally
//                       does not fail the commit
//   send_offsets        puts the consumer's positions into the transaction, with its group membership (KIP-447): a
//                       consumer that lost its place cannot commit
//   commit              waits for all acknowledgements, then ends the transaction
//   abort               throws away what is queued, then ends the transaction
//
// What an error means (transaction_errors_test.cc has the codes):
//   fenced by a newer producer, or the transaction ran past its timeout     kFenced: only a new producer helps
//   refused for good (authorization, timeout out of range, version)         kFatal: no new producer helps, though a
//                                                                           right may be granted (denied())
//   fatal, anything else (e.g. lost sequence)                               kUnknown: a new producer
//   abortable (consumer rejoined, coordinator moved)                        abort, then kAborted
//   abortable, because a record was not delivered                           the same; then a new producer, whose
//                                                                           sequence has no gap
//   abortable, because the broker refuses a record's time                  abort, then kRefused
//   abortable, because a topic refuses a record (size, authorization)       abort, then kFatal: it would come again
//   retriable, timeout                                                      again within a limit, then
//     before the end was asked for                                          abort, then kAborted
//     of commit or abort                                                    kUnknown: a new producer
//   neither                                                                 kUnknown: a new producer
//
// A stray request to end transaction N may end N+1 instead, since librdkafka lacks KIP-890. So after every end that
// took a retry, and after every connection that broke meanwhile, the next transaction gets a new producer with the same
// id: its higher epoch fences the stray one.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "lib/base/result.h"
#include "lib/kafka/client.h"
#include "lib/kafka/options.h"
#include "lib/kafka/session/bound_sink.h"
#include "lib/kafka/session/lost_topic.h"

struct rd_kafka_error_s;

namespace marsad::kafka {

// How long the calls may take, retries included. A Commit() may need all but `room`, and then an abort; plus,
// once, socket.timeout.ms (10 s): librdkafka 2.0.2 waits for its request for offsets without looking at the limit it was
// given (librdkafka #5456). So it stays under the watchdog's 120 s.
struct TransactionLimits {
  std::chrono::milliseconds slice{
      5000};  // one call of librdkafka; those that time out are resumed within the limits below
  std::chrono::milliseconds init{10000};
  std::chrono::milliseconds room{15000};  // in the producer's queue
  // A broker that dies is replaced after its session, some 9 s; a commit then took up to 15 s when measured. To wait
  // longer is of no use: by then the broker gives the transaction up (transaction.timeout.ms), and a new producer,
  // which finds its coordinator anew, is what helps. It ends for itself what could not be aborted.
  std::chrono::milliseconds offsets{15000};
  std::chrono::milliseconds end{20000};
  std::chrono::milliseconds abort{10000};
};

class TransactionalSink final : public BoundSink, private Client::Hooks {
 public:
  // `consumer` and `events` must outlive the sink.
  static Result<std::unique_ptr<TransactionalSink>> Open(const ClientOptions& options, const Client& consumer,
                                                         EventSink& events, TransactionLimits limits = {});

  pipeline::Outcome Prepare(std::chrono::milliseconds wait) override;
  pipeline::Outcome Produce(std::span<const pipeline::Output> outputs) override;
  pipeline::Outcome Commit(std::span<const pipeline::Position> positions) override;
  pipeline::Outcome Abort() override;
  pipeline::Outcome Reopen() override;
  std::string last_error() const override { return last_error_; }
  uint64_t unsent_bytes() const override { return bytes_; }
  bool connected() const override { return connected_; }
  bool denied() const override { return denied_; }

 private:
  enum class State {
    kNew,     // not initialized: no broker answered yet
    kReady,   // no transaction open
    kOpen,    // a transaction is open
    kBroken,  // only Reopen() helps; broken_ says why
  };
  enum class Meaning { kDone, kRetry, kAbort, kFenced, kRebuild, kFatal };

  TransactionalSink(const ClientOptions& options, const Client& consumer, EventSink& events, TransactionLimits limits)
      : options_(options), consumer_(consumer), events_(events), limits_(limits) {}

  Result<void> OpenProducer();
  pipeline::Outcome Initialize(std::chrono::milliseconds limit);
  pipeline::Outcome Begin();
  pipeline::Outcome ProduceOne(const pipeline::Output& output);
  Meaning SendOffsets(std::span<const pipeline::Position> positions);
  // The transaction failed before its end was asked for.
  pipeline::Outcome GiveUp(Meaning meaning);
  pipeline::Outcome Break(Meaning meaning);
  // Takes `error` over.
  Meaning Classify(const char* call, rd_kafka_error_s* error);
  void NoteDenial(int code, std::string_view topic);
  template <class Call>
  Meaning Try(const char* name, std::chrono::milliseconds limit, Call call);
  void OnUndelivered(std::string_view topic, int code) override;
  void OnConnection(bool connected) override { connected_ = connected; }

  const ClientOptions options_;
  const Client& consumer_;
  EventSink& events_;
  const TransactionLimits limits_;
  std::unique_ptr<Client> producer_;
  State state_ = State::kNew;
  pipeline::Outcome broken_ = pipeline::Outcome::kUnknown;
  bool doubtful_ = false;  // an end of transaction took more than one try, or a record was not delivered
  uint64_t transport_errors_seen_ = 0;
  uint64_t bytes_ = 0;  // produced in the open transaction
  std::atomic<bool> connected_ = false;
  bool denied_ = false;
  bool is_time_refused_ = false;  // of a record of this transaction
  std::string refusal_;           // why a topic will never take a record of this transaction
  LostTopic lost_topic_;
  std::string last_error_;
};

}  // namespace marsad::kafka
