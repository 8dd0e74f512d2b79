// Sends the originals of dead letters again, each once.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "cli/dead/histogram.h"
#include "cli/dead/ledger.h"
#include "cli/dead/letters.h"
#include "cli/dead/original.h"
#include "lib/base/result.h"
#include "lib/kafka/options.h"
#include "lib/kafka/session/transactional_producer.h"

namespace marsad::cli {

struct RedriveLimits {
  uint32_t max_redrives = 3;
  uint64_t limit = 0;  // 0: no limit
  double rate = 0;     // records per second; 0: as fast as it goes
};

struct RedriveCounts {
  uint64_t sent = 0;         // committed, or what would be sent
  uint64_t known = 0;        // letters whose original was sent again before
  uint64_t quarantined = 0;  // sent again so often already that they stay where they are
  uint64_t failed = 0;       // cannot be sent; each was complained of
};

// One transaction holds records and their receipts; it ends after 1,000 records, 16 MiB or a second. Not thread-safe.
class Redriver {
 public:
  struct Target {
    kafka::Properties properties;
    std::string topic;  // empty: where each original came from
    std::string ledger_topic;
  };
  // `producer` null: nothing is sent, all else is done. It must outlive the redriver.
  Redriver(Target target, RedriveLimits limits, Ledger ledger, kafka::TransactionalProducer* producer)
      : target_(std::move(target)), limits_(limits), ledger_(std::move(ledger)), producer_(producer) {}

  // Does what is to be done about a letter that was selected. Fails if the run cannot go on.
  Result<void> Take(const Letter& letter);
  Result<void> Finish() { return Commit(); }

  bool done() const { return limits_.limit > 0 && counts_.sent + open_.records >= limits_.limit; }
  const RedriveCounts& counts() const { return counts_; }
  // By reason and topic, of what was or would be sent.
  const Histogram& histogram() const { return histogram_; }

 private:
  using TimePoint = std::chrono::steady_clock::time_point;

  struct Topic {
    int partitions = 0;    // 0: it is not there
    size_t max_bytes = 0;  // of a record; 0: not known
    std::string problem;
  };
  struct Open {
    uint64_t records = 0;
    uint64_t bytes = 0;
    TimePoint since;
    std::map<std::string, uint64_t> groups;
  };

  Result<void> Send(const Letter& letter, const OriginalRecord& original, const std::string& topic);
  // The record and its receipt, in the open transaction.
  Result<void> Produce(const Letter& letter, const OriginalRecord& original, const std::string& topic);
  Result<void> Commit();
  Result<void> KeepRate();
  const Topic& TopicOf(const std::string& name);
  void Refuse(const Letter& letter, const std::string& why);

  const Target target_;
  const RedriveLimits limits_;
  Ledger ledger_;
  kafka::TransactionalProducer* const producer_;
  std::map<std::string, Topic> topics_;
  std::optional<TimePoint> started_;  // of the first record
  Open open_;
  RedriveCounts counts_;
  Histogram histogram_;
};

}  // namespace marsad::cli
