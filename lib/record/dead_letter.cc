#include "lib/record/dead_letter.h"

#include <google/protobuf/timestamp.pb.h>

#include <algorithm>
#include <array>

#include "lib/base/utf8.h"
#include "lib/record/redrive.h"
#include "lib/record/sha256.h"
#include "marsad/v1/dead_letter.pb.h"

namespace marsad::record {
namespace {

constexpr size_t kMaxDetailBytes = 1024;
// Of each article that failed.
constexpr size_t kMaxNamed = 100;
constexpr size_t kMaxUriBytes = 256;
constexpr size_t kMaxStageBytes = 64;
constexpr size_t kMaxReasonBytes = 200;
// W3C trace context says 55 bytes; a header far beyond is no trace.
constexpr size_t kMaxTraceBytes = 256;
constexpr std::string_view kTrace = "traceparent";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

// Length of the valid UTF-8 character that `text` begins with, 0 if there is none.
size_t CharacterLength(std::string_view text) {
  const size_t length = Utf8Length(text.front());
  return length <= text.size() && IsValidUtf8(text.substr(0, length)) ? length : 0;
}

// `detail` as valid UTF-8 of at most `max_bytes`, cut between characters.
std::string Presentable(std::string_view detail, size_t max_bytes) {
  std::string text;
  while (!detail.empty()) {
    const size_t length = CharacterLength(detail);
    const std::string_view character = length == 0 ? kReplacement : detail.substr(0, length);
    if (text.size() + character.size() > max_bytes) break;
    text.append(character);
    detail.remove_prefix(std::max<size_t>(length, 1));
  }
  return text;
}

v1::DeadLetter Skeleton(const Original& original, const Cause& cause, const std::string& detail) {
  v1::DeadLetter letter;
  letter.set_code(static_cast<v1::DeadLetter::Code>(cause.reject->code));
  letter.set_detail(detail);
  letter.set_stage(std::string(cause.stage));
  if (!cause.build.empty()) letter.set_build(std::string(cause.build));
  if (!cause.bundle.empty()) letter.set_bundle(std::string(cause.bundle));
  letter.set_topic(std::string(original.topic));
  letter.set_partition(original.partition.number());
  letter.set_offset(original.offset.value());
  if (original.timestamp.known()) {
    letter.mutable_timestamp()->set_seconds(original.timestamp.millis() / 1000);
    letter.mutable_timestamp()->set_nanos(static_cast<int32_t>(original.timestamp.millis() % 1000) * 1'000'000);
  }
  if (original.value) {
    letter.set_value_bytes(original.value->size());
    letter.set_value_sha256(Sha256Hex(*original.value));
  }
  if (cause.passed_on) letter.set_passed_on(true);
  if (cause.failures != nullptr && cause.failures->count > 0) {
    letter.set_failure_count(cause.failures->count);
    if (cause.failures->refused > 0) letter.set_refused_articles(cause.failures->refused);
  }
  if (const uint32_t redrives = FindRedrives(original.headers); redrives > 0) letter.set_redrives(redrives);
  return letter;
}

void AddHeaders(HeadersView headers, v1::DeadLetter* letter) {
  for (const HeaderView& header : headers) {
    v1::DeadLetter::Header* copy = letter->add_headers();
    copy->set_key(std::string(header.key));
    if (header.value) copy->set_value(std::string(*header.value));
  }
}

void AddFailures(const Failures& failures, v1::DeadLetter* letter) {
  for (const Failures::Named& named : failures.named) {
    v1::DeadLetter::Failure* copy = letter->add_failures();
    if (!named.uri.empty()) copy->set_uri(named.uri);
    copy->set_stage(named.stage);
    copy->set_code(static_cast<v1::DeadLetter::Code>(named.code));
    copy->set_detail(named.detail);
    if (named.passed_on) copy->set_passed_on(true);
  }
}

// The names are Kafka Connect's, so that its tools show our dead letters as they show their own.
Headers MakeHeaders(const Original& original, const Cause& cause, const std::string& detail) {
  Headers headers = {
      {"content-type", "application/x-protobuf; messageType=marsad.v1.DeadLetter"},
      {"__connect.errors.topic", std::string(original.topic)},
      {"__connect.errors.partition", std::to_string(original.partition.number())},
      {"__connect.errors.offset", std::to_string(original.offset.value())},
      {"__connect.errors.stage", std::string(cause.stage)},
      {"__connect.errors.exception.class.name", std::string(Name(cause.reject->code))},
      {"__connect.errors.exception.message", detail},
  };
  const auto trace = FindHeader(original.headers, kTrace);
  if (trace && trace->size() <= kMaxTraceBytes) headers.push_back({std::string(kTrace), std::string(*trace)});
  return headers;
}

// How much a dead letter holds, from all of it downwards.
struct Rung {
  bool value;
  bool headers;
  bool key;
  bool failures;
};
constexpr std::array<Rung, 5> kLadder = {{{true, true, true, true},
                                          {false, true, true, true},
                                          {false, false, true, true},
                                          {false, false, false, true},
                                          {false, false, false, false}}};

void FillValue(const Original& original, bool has_room, v1::DeadLetter* letter) {
  if (!original.value) return;
  if (has_room) {
    letter->set_value(std::string(*original.value));
  } else {
    letter->set_value_omitted(true);
  }
}

void FillHeaders(const Original& original, bool has_room, v1::DeadLetter* letter) {
  if (has_room) {
    AddHeaders(original.headers, letter);
  } else if (!original.headers.empty()) {
    letter->set_headers_omitted(true);
  }
}

void Fill(const Original& original, const Failures* failures, const Rung& rung, v1::DeadLetter* letter) {
  FillValue(original, rung.value, letter);
  FillHeaders(original, rung.headers, letter);
  if (rung.key && original.key) letter->set_key(std::string(*original.key));
  if (rung.failures && failures != nullptr) AddFailures(*failures, letter);
}

// A lower bound that costs no copy: a rung far over the limit is not even built.
size_t LeastSize(const Original& original, const Rung& rung) {
  size_t size = rung.value && original.value ? original.value->size() : 0;
  if (rung.key && original.key) size += 2 * original.key->size();
  return size;
}

}  // namespace

void Note(const Failure& failure, Failures* failures) {
  ++failures->count;
  failures->refused += !failure.passed_on;
  if (failures->named.size() == kMaxNamed) return;
  failures->named.push_back({.uri = Presentable(failure.uri, kMaxUriBytes),
                             .stage = Presentable(failure.stage, kMaxStageBytes),
                             .code = failure.reject.code,
                             .detail = Presentable(failure.reject.detail, kMaxReasonBytes),
                             .passed_on = failure.passed_on});
}

DeadLetterRecord MakeDeadLetter(const Original& original, const Cause& cause, size_t max_bytes) {
  const std::string detail = Presentable(cause.reject->detail, kMaxDetailBytes);
  const v1::DeadLetter skeleton = Skeleton(original, cause, detail);
  DeadLetterRecord record;
  record.headers = MakeHeaders(original, cause, detail);
  for (const Rung& rung : kLadder) {
    const bool is_last = &rung == &kLadder.back();
    if (!is_last && (cause.omit_original || LeastSize(original, rung) > max_bytes)) continue;
    v1::DeadLetter letter = skeleton;
    Fill(original, cause.failures, rung, &letter);
    const size_t key_size = rung.key && original.key ? original.key->size() : 0;
    if (!is_last && letter.ByteSizeLong() + WireOverhead(key_size, record.headers) > max_bytes) continue;
    letter.SerializeToString(&record.value);
    if (rung.key && original.key) record.key.emplace(*original.key);
    break;
  }
  return record;
}

}  // namespace marsad::record
