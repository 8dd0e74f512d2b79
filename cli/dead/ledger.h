// Which originals were sent again: the topic "<dead letters' topic>.redriven" holds one receipt for each, written in the
// same transaction as the record itself. So whatever the selection, and whenever a redrive was cut off, an original is
// sent again once; if it fails again, its next letter has other coordinates and one redrive more. Several letters of one
// original (two stages failed on it) are one.
//
// A receipt: key TOPIC:PARTITION:OFFSET of the original, value the topic that it was sent to. It is younger than its
// letter, so the same retention as that of the letters' topic is enough.
#pragma once

#include <map>
#include <string>
#include <unordered_set>
#include <utility>

#include "cli/dead/place.h"
#include "lib/base/coordinates.h"
#include "lib/base/result.h"
#include "lib/kafka/options.h"

namespace marsad::cli {

std::string LedgerTopic(const std::string& dead_topic);

// Memory: some 50 bytes for each original.
class Ledger {
 public:
  // False if it is there already.
  bool Add(const Place& original) {
    return offsets_[{original.topic, original.partition}].insert(original.offset).second;
  }
  bool Has(const Place& original) const;

 private:
  std::map<std::pair<std::string, Partition>, std::unordered_set<Offset>> offsets_;
};

// Reads all receipts. Fails if the topic cannot be read.
Result<Ledger> ReadLedger(const kafka::Properties& properties, const std::string& topic);
// The same, for those who only look: empty if there is no such topic yet.
Result<Ledger> ReadLedgerIfAny(const kafka::Properties& properties, const std::string& topic);

}  // namespace marsad::cli
