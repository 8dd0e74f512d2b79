#include "cli/dead/ledger.h"

#include <chrono>

#include "cli/dead/letters.h"
#include "lib/kafka/tools/topics.h"

namespace marsad::cli {

std::string LedgerTopic(const std::string& dead_topic) { return dead_topic + ".redriven"; }

bool Ledger::Has(const Place& original) const {
  auto found = offsets_.find({original.topic, original.partition});
  return found != offsets_.end() && found->second.contains(original.offset);
}

Result<Ledger> ReadLedger(const kafka::Properties& properties, const std::string& topic) {
  Ledger ledger;
  Result<void> read = ForEachRecord({.properties = properties, .topic = topic}, [&](const kafka::ReadRecord& record) {
    std::optional<Place> original = ParsePlace(record.key.value_or(""));
    if (original) ledger.Add(*original);
    return true;
  });
  if (!read) return tl::unexpected(read.error());
  return ledger;
}

Result<Ledger> ReadLedgerIfAny(const kafka::Properties& properties, const std::string& topic) {
  Result<kafka::TopicReport> report =
      kafka::CheckTopics(properties, {{.name = topic, .same_partitions = false}}, std::chrono::seconds{10});
  if (!report) return tl::unexpected(report.error());
  return report->topics.empty() ? Ledger() : ReadLedger(properties, topic);
}

}  // namespace marsad::cli
