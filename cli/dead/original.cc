#include "cli/dead/original.h"

#include <google/protobuf/util/time_util.h>

#include "lib/record/sha256.h"
#include "marsad/v1/dead_letter.pb.h"

namespace marsad::cli {
namespace {

using google::protobuf::util::TimeUtil;

// Anyone can write a letter, with a time that no clock has: that one is unknown.
bool IsMoment(const google::protobuf::Timestamp& time) {
  return time.seconds() >= TimeUtil::kTimestampMinSeconds && time.seconds() <= TimeUtil::kTimestampMaxSeconds;
}

bool IsTheSame(const OriginalRecord& record, const v1::DeadLetter& letter) {
  if (record.value) return record::Sha256Hex(*record.value) == letter.value_sha256();
  return !letter.has_value_sha256();
}

OriginalRecord Copy(const kafka::ReadRecord& record) {
  OriginalRecord copy;
  if (record.key) copy.key.emplace(*record.key);
  if (record.value) copy.value.emplace(*record.value);
  copy.headers = record::CopyHeaders(record.headers);
  copy.timestamp = record.timestamp;
  return copy;
}

Result<OriginalRecord> Fetch(const v1::DeadLetter& letter, const kafka::Properties& properties) {
  Place place = OriginalPlace(letter);
  const std::string what = "the letter leaves out what was too large for it, and its original " + Format(place);
  std::optional<OriginalRecord> found;
  Result<void> read = ForEachRecord({.properties = properties,
                                     .topic = place.topic,
                                     .from = {kafka::ReadFrom::Kind::kOffset, place.offset.value(), place.partition}},
                                    [&](const kafka::ReadRecord& record) {
                                      if (record.offset == place.offset) found = Copy(record);
                                      return false;
                                    });
  if (!read) return Fail(what + " cannot be read: " + read.error().message);
  if (!found) return Fail(what + " is no longer there");
  if (!IsTheSame(*found, letter)) return Fail(what + " is not what it was: its sha256 is another");
  return std::move(*found);
}

}  // namespace

Result<OriginalRecord> LoadOriginal(const v1::DeadLetter& letter, const kafka::Properties& properties) {
  if (letter.value_omitted() || letter.headers_omitted()) return Fetch(letter, properties);
  OriginalRecord record;
  if (letter.has_key()) record.key = letter.key();
  if (letter.has_value()) record.value = letter.value();
  for (const auto& header : letter.headers()) {
    record.headers.push_back({header.key(), std::nullopt});
    if (header.has_value()) record.headers.back().value = header.value();
  }
  if (letter.has_timestamp() && IsMoment(letter.timestamp())) {
    record.timestamp = Timestamp::FromMillis(TimeUtil::TimestampToMilliseconds(letter.timestamp()));
  }
  return record;
}

}  // namespace marsad::cli
