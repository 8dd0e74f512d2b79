#include "lib/pipeline/testing/toy_stateful.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "lib/pipeline/testing/memory_log.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::pipeline::testing {
namespace {

constexpr std::string_view kKeyPrefix = "key/";
constexpr std::string_view kLast = "last";

}  // namespace

std::string ToyStateful::Write(const Entry& entry) {
  return std::to_string(entry.count) + " " + std::to_string(entry.sequence);
}

void ToyStateful::Put(Part* part, const std::string& key, const std::optional<Entry>& entry) {
  const auto known = part->keys.find(key);
  if (known != part->keys.end()) {
    part->order.erase(known->second.sequence);
    part->keys.erase(known);
  }
  if (!entry) return;
  part->keys[key] = *entry;
  part->order[entry->sequence] = key;
}

void ToyStateful::Change(Partition partition, const std::string& key, const std::optional<Entry>& entry,
                         Folded* folded) {
  Part& memory = partitions_[partition];
  const auto known = memory.keys.find(key);
  undo_.push_back({.partition = partition,
                   .sequence = memory.sequence,
                   .key = key,
                   .entry = known == memory.keys.end() ? std::nullopt : std::optional<Entry>(known->second)});
  Put(&memory, key, entry);
  if (entry) memory.sequence = std::max(memory.sequence, entry->sequence);
  folded->state.push_back(
      {std::string(kKeyPrefix) + key, entry ? std::optional<std::string>(Write(*entry)) : std::nullopt});
}

std::variant<Folded, Reject> ToyStateful::Fold(const Place& place, std::string_view key,
                                               const v1::EnrichedArticle& article) {
  Folded folded;
  Part& memory = partitions_[place.partition];
  const bool is_kill = article.article().pub_status() == v1::Article::CANCELED;
  const bool is_by_source = by_ == By::kSource && !is_kill;
  const std::string name(is_by_source ? std::string_view(article.article().source().name()) : key);
  const auto known = memory.keys.find(name);
  if (is_kill) {
    if (known == memory.keys.end()) return folded;
    Change(place.partition, name, std::nullopt, &folded);
    folded.state.push_back({std::string(kLast), std::to_string(memory.sequence)});
    return folded;
  }
  const std::string& title = article.article().title();
  const std::string what = title.substr(0, title.find(' '));
  if (what == "reject-count") return Reject{RejectCode::kLimitExceeded, "as told"};
  const Entry entry{.count = 1 + (known == memory.keys.end() ? 0 : known->second.count),
                    .sequence = memory.sequence + 1};
  Change(place.partition, name, entry, &folded);
  while (memory.keys.size() > window_) {
    const std::string oldest = memory.order.begin()->second;
    Change(place.partition, oldest, std::nullopt, &folded);
  }
  if (what == "throw-count") throw std::runtime_error("as told");
  if (what == "die-count") throw Death();
  v1::EnrichedArticle delta;
  delta.mutable_story()->set_id(name + "/" + std::to_string(entry.sequence));
  delta.mutable_story()->set_articles(static_cast<uint32_t>(entry.count));
  if (what == "foreign-count") delta.mutable_summary()->set_text("not mine");
  folded.delta.bytes = delta.SerializeAsString();
  return folded;
}

void ToyStateful::RollBack(Mark mark) {
  while (undo_.size() > mark) {
    const Undo& undo = undo_.back();
    Part& memory = partitions_[undo.partition];
    Put(&memory, undo.key, undo.entry);
    memory.sequence = undo.sequence;
    undo_.pop_back();
  }
}

Result<void> ToyStateful::Restore(Partition partition, std::string_view key, std::optional<std::string_view> value) {
  Part& memory = partitions_[partition];
  std::istringstream words{std::string(value.value_or(""))};
  if (key == kLast) {
    uint64_t sequence = 0;
    words >> sequence;
    memory.sequence = std::max(memory.sequence, sequence);
    return {};
  }
  if (!key.starts_with(kKeyPrefix)) return Fail("no record of the step count: " + std::string(key));
  const std::string name(key.substr(kKeyPrefix.size()));
  Entry entry;
  if (value && !(words >> entry.count >> entry.sequence)) return Fail("no count: " + std::string(*value));
  Put(&memory, name, value ? std::optional<Entry>(entry) : std::nullopt);
  memory.sequence = std::max(memory.sequence, entry.sequence);
  return {};
}

std::map<std::string, std::string> ToyStateful::Memory(Partition partition) const {
  std::map<std::string, std::string> all;
  const auto found = partitions_.find(partition);
  if (found == partitions_.end()) return all;
  for (const auto& [key, entry] : found->second.keys) all[std::string(kKeyPrefix) + key] = Write(entry);
  return all;
}

}  // namespace marsad::pipeline::testing
