// A record from anybody on its way through a stage, and the dead letter of it. The last two bytes of an input say which
// field is the stage's own and where the record ends and the stage's delta begins.
#include <google/protobuf/io/coded_stream.h>

#include <array>
#include <vector>

#include "lib/record/dead_letter.h"
#include "lib/record/record.h"
#include "lib/record/redrive.h"
#include "lib/record/wire.h"
#include "marsad/v1/dead_letter.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "tests/fuzz/check.h"

namespace {

using marsad::fuzz::Require;
using marsad::record::Field;
using marsad::v1::EnrichedArticle;

struct Owner {
  Field field;
  const char* stage;
};
constexpr std::array<Owner, 5> kOwners = {{{Field::kArticle, "decode"},
                                           {Field::kText, "normalize"},
                                           {Field::kEntities, "tag"},
                                           {Field::kSummary, "summarize"},
                                           {Field::kStory, "cluster"}}};

bool ParserTakes(std::string_view bytes, EnrichedArticle* message) {
  google::protobuf::io::CodedInputStream input(reinterpret_cast<const uint8_t*>(bytes.data()),
                                               static_cast<int>(bytes.size()));
  input.SetRecursionLimit(marsad::record::kMaxDepth);
  message->Clear();
  return message->MergeFromCodedStream(&input) && input.ConsumedEntireMessage();
}

// Whether the message is what protobuf reads in the bytes, the runs aside.
void RequireAgreement(const marsad::record::Record& record) {
  EnrichedArticle expected;
  Require(ParserTakes(record.bytes(), &expected), "the bytes of a record parse");
  expected.clear_runs();
  Require(expected.SerializeAsString() == record.message().SerializeAsString(), "message and bytes say the same");
}

void CheckStage(marsad::record::Record* record, const Owner& owner, std::string_view delta) {
  record->Strip(owner.field, owner.stage);
  RequireAgreement(*record);
  Require(!record->Has(owner.field), "a stage does not see its own field");
  Require(!record->HasFailed(owner.stage), "nor that it ran before");
  const std::string stripped(record->bytes());
  record->Strip(owner.field, owner.stage);
  Require(stripped == record->bytes(), "what was taken out is not there again");
  EnrichedArticle ignored;
  const bool is_appended = record->Append(delta).has_value();
  Require(is_appended == ParserTakes(delta, &ignored), "a delta is appended if it parses");
  if (!is_appended) Require(stripped == record->bytes(), "a delta that is refused changes nothing");
  const marsad::record::Times times = record->times();  // no overflow, whatever the record claims
  constexpr int64_t kLastMicro = 253'402'300'800'000'000;
  Require(times.received.value_or(0) < kLastMicro + 10'000'000, "times lie within the calendar");
  record->AppendRun({.stage = owner.stage, .build = "1", .bundle = ""});
  RequireAgreement(*record);
}

// The bytes as value, header and sentence.
void CheckLetter(std::string_view bytes) {
  constexpr size_t kMaxBytes = 70'000;  // the names of failures included
  const std::vector<marsad::record::HeaderView> headers = {
      {bytes.substr(0, 20), bytes}, {"marsad-original", bytes}, {"marsad-redrives", bytes.substr(0, 5)}};
  const marsad::record::Reject reject = {marsad::record::RejectCode::kMalformed, std::string(bytes)};
  const std::string_view start = bytes.substr(0, 300);  // more than is kept of each
  const marsad::record::Reject one = {marsad::record::RejectCode::kBadField, std::string(start)};
  marsad::record::Failures failures;
  for (size_t i = 0; i < 101; ++i) Note({.uri = start, .stage = "tag", .reject = one}, &failures);
  const auto made = marsad::record::MakeDeadLetter(
      {.topic = "t", .key = bytes, .value = bytes, .headers = headers},
      {.stage = "tag", .build = "1", .bundle = "", .reject = &reject, .failures = &failures}, kMaxBytes);
  marsad::v1::DeadLetter letter;
  Require(letter.ParseFromString(made.value), "a letter parses");
  Require(made.value.size() + marsad::record::WireOverhead(made.key ? made.key->size() : 0, made.headers) <= kMaxBytes,
          "a letter keeps its limit");
  Require(letter.value_omitted() || letter.value() == bytes, "a letter holds the value or says that it does not");
  Require(letter.failure_count() == 101, "every failure is counted");
  marsad::fuzz::RequireUtf8(letter.detail());
  for (const auto& failure : letter.failures()) {
    marsad::fuzz::RequireUtf8(failure.uri());
    marsad::fuzz::RequireUtf8(failure.detail());
  }
  const auto again = RedriveHeaders(headers, 2, {"t", marsad::Partition(0), marsad::Offset(1)});
  Require(again.size() == headers.size(), "headers do not grow");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static marsad::record::Record record;  // as a worker has it: what it held before must not show
  std::string_view bytes = marsad::fuzz::BytesOf(data, size);
  CheckLetter(bytes);
  if (size < 2) return 0;
  const Owner& owner = kOwners[data[size - 2] % kOwners.size()];
  bytes.remove_suffix(2);
  const std::string_view delta = bytes.substr(bytes.size() - bytes.size() * data[size - 1] / 256);
  bytes.remove_suffix(delta.size());
  EnrichedArticle expected;
  const bool is_record = record.Parse(bytes).has_value();
  Require(is_record == ParserTakes(bytes, &expected), "what parses is a record, and nothing else");
  if (is_record) CheckStage(&record, owner, delta);
  return 0;
}
