#include "lib/pipeline/chain_checks.h"

#include <string>

#include "lib/pipeline/chain_rejects.h"
#include "lib/pipeline/collector.h"

namespace marsad::pipeline {

std::optional<Reject> CheckKill(const Input& input, size_t max_bytes) {
  if (!input.key || input.key->empty()) {
    return Reject{RejectCode::kKeylessKill, "a null value without a key does not say which article it ends"};
  }
  const size_t size = OverheadOf(input);
  if (size > max_bytes) return RejectTooLarge("the kill, which is key and headers,", size, max_bytes);
  return std::nullopt;
}

std::optional<Reject> CheckNeeds(std::span<const Need> needs, const record::Record& record) {
  for (const Need& need : needs) {
    if (record.Has(need.field)) continue;
    const std::string what =
        "the record has no \"" + std::string(record::Name(need.field)) + "\": " + std::string(need.owner);
    if (record.HasFailed(need.owner)) return Reject{RejectCode::kUpstreamFailed, what + ", which makes it, failed"};
    return Reject{RejectCode::kMissingField, what + ", which makes it, has to run before"};
  }
  return std::nullopt;
}

record::RecordPlace PlaceOf(const Input& input, std::string_view topic) {
  return record::FindOriginal(input.headers).value_or(record::RecordPlace{topic, input.partition, input.offset});
}

InputRecord InputRecordOf(const Input& input, std::string_view topic) {
  const record::RecordPlace place = PlaceOf(input, topic);
  return {.value = *input.value,
          .headers = input.headers,
          .timestamp = input.timestamp,
          .topic = place.topic,
          .partition = place.partition,
          .offset = place.offset};
}

}  // namespace marsad::pipeline
