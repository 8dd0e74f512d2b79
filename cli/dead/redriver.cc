#include "cli/dead/redriver.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "cli/show/terminal.h"
#include "lib/base/clock.h"
#include "lib/kafka/tools/topics.h"
#include "lib/record/redrive.h"
#include "marsad/v1/dead_letter.pb.h"

namespace marsad::cli {
namespace {

using std::chrono::milliseconds;

constexpr uint64_t kMaxRecords = 1000;
constexpr uint64_t kMaxBytes = 16u << 20;
// An open transaction holds up those who read after it.
constexpr std::chrono::seconds kWindow{1};
constexpr milliseconds kPatience{10000};

std::vector<record::HeaderView> Views(const record::Headers& headers) {
  std::vector<record::HeaderView> views;
  for (const record::Header& header : headers) views.push_back({header.key, header.value});
  return views;
}

std::optional<std::string_view> View(const std::optional<std::string>& bytes) {
  return bytes ? std::optional<std::string_view>(*bytes) : std::nullopt;
}

}  // namespace

Result<void> Redriver::Take(const Letter& letter) {
  Place original = OriginalPlace(letter.content);
  if (ledger_.Has(original)) {
    ++counts_.known;
    return {};
  }
  if (letter.content.redrives() >= limits_.max_redrives) {
    ++counts_.quarantined;
    return {};
  }
  const std::string& name = target_.topic.empty() ? original.topic : target_.topic;
  const Topic& topic = TopicOf(name);
  if (!topic.problem.empty()) {
    Refuse(letter, topic.problem);
    return {};
  }
  Result<OriginalRecord> record = LoadOriginal(letter.content, target_.properties);
  if (!record) {
    Refuse(letter, record.error().message);
    return {};
  }
  record->headers = record::RedriveHeaders(Views(record->headers), letter.content.redrives() + 1,
                                           {original.topic, original.partition, original.offset});
  size_t size = record::WireOverhead(record->key ? record->key->size() : 0, record->headers) +
                (record->value ? record->value->size() : 0);
  if (topic.max_bytes > 0 && size > topic.max_bytes) {
    Refuse(letter, "the record has " + std::to_string(size) + " bytes, topic " + name + " takes " +
                       std::to_string(topic.max_bytes) + " (its max.message.bytes)");
    return {};
  }
  ledger_.Add(original);
  return Send(letter, *record, name);
}

void Redriver::Refuse(const Letter& letter, const std::string& why) {
  ++counts_.failed;
  Complain("letter " + Format(Place{"", letter.partition, letter.offset}) + ": " + why);
}

const Redriver::Topic& Redriver::TopicOf(const std::string& name) {
  auto [entry, is_new] = topics_.try_emplace(name);
  if (!is_new) return entry->second;
  Result<kafka::TopicReport> report =
      kafka::CheckTopics(target_.properties, {{.name = name, .same_partitions = false}}, kPatience);
  if (!report) {
    entry->second.problem = report.error().message;
  } else if (report->topics.empty()) {
    entry->second.problem = report->problems.empty() ? "topic " + name + " is not there" : report->problems.front();
  } else {
    entry->second.partitions = report->topics.front().partitions;
    entry->second.max_bytes = static_cast<size_t>(std::max<int64_t>(report->topics.front().max_message_bytes, 0));
  }
  return entry->second;
}

Result<void> Redriver::Send(const Letter& letter, const OriginalRecord& original, const std::string& topic) {
  TimePoint now = SystemClock().Now();
  if (!started_) started_ = now;
  if (open_.records++ == 0) open_.since = now;
  open_.bytes += original.value ? original.value->size() : 0;
  ++open_.groups[v1::DeadLetter::Code_Name(letter.content.code()) + " to " + topic];
  if (producer_ != nullptr) {
    if (Result<void> sent = Produce(letter, original, topic); !sent) return sent;
  }
  bool is_full = open_.records >= kMaxRecords || open_.bytes >= kMaxBytes || now - open_.since >= kWindow;
  if (Result<void> committed = is_full ? Commit() : Result<void>(); !committed) return committed;
  return KeepRate();
}

Result<void> Redriver::Produce(const Letter& letter, const OriginalRecord& original, const std::string& topic) {
  std::vector<record::HeaderView> headers = Views(original.headers);
  // Back where it came from: the others of its key are in that partition, whoever chose it.
  bool back = topic == letter.content.topic() && letter.content.partition() < TopicOf(topic).partitions;
  Result<void> sent =
      producer_->Send({.topic = topic,
                       .key = View(original.key),
                       .value = View(original.value),
                       .headers = headers,
                       .timestamp = original.timestamp,
                       .partition = back ? std::optional(OriginalPlace(letter.content).partition) : std::nullopt});
  if (!sent) return sent;
  std::string receipt = Format(OriginalPlace(letter.content));
  return producer_->Send({.topic = target_.ledger_topic, .key = receipt, .value = topic});
}

Result<void> Redriver::Commit() {
  if (producer_ != nullptr) {
    if (Result<void> committed = producer_->Commit(); !committed) return committed;
  }
  counts_.sent += open_.records;
  for (const auto& [group, count] : open_.groups) histogram_.Count(group, count);
  open_ = {};
  return {};
}

// Waits until the next record is due; what is on its way is committed first where that would take long.
Result<void> Redriver::KeepRate() {
  if (limits_.rate <= 0 || producer_ == nullptr) return {};
  auto taken = static_cast<double>(counts_.sent + open_.records);
  TimePoint due = *started_ + std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                                  std::chrono::duration<double>(taken / limits_.rate));
  if (due - std::min(due, open_.records > 0 ? open_.since : due) >= kWindow) {
    if (Result<void> committed = Commit(); !committed) return committed;
  }
  while (SystemClock().Now() < due) {
    auto left = std::chrono::ceil<milliseconds>(due - SystemClock().Now());
    producer_->Wait(std::clamp(left, milliseconds(1), milliseconds(1000)));
  }
  return {};
}

}  // namespace marsad::cli
