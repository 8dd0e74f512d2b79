// Any pieces in any order, and any damage to them: the record is what protobuf's parser says.
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "lib/record/record.h"
#include "lib/record/testing/wire_pieces.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::record {
namespace {

using google::protobuf::util::MessageDifferencer;
using testing::Delimited;
using testing::kArticle;
using testing::kEntity;
using testing::kOtherEntity;
using testing::kUnknownFixed32;
using testing::kUnknownFixed64;
using testing::kUnknownGroup;
using testing::kUnknownVarint;
using testing::RunOf;

// Pieces of records, known and unknown, that stand one after the other in any order.
rc::Gen<std::vector<std::string>> Pieces() {
  const auto unknown =
      rc::gen::map(rc::gen::tuple(rc::gen::inRange<uint32_t>(16, 40), rc::gen::string<std::string>()),
                   [](const auto& field) { return Delimited(std::get<0>(field), std::get<1>(field)); });
  const auto known =
      rc::gen::element(kArticle, kEntity, kOtherEntity, RunOf("decode"), RunOf("tag"), RunOf("summarize"),
                       kUnknownVarint, kUnknownFixed32, kUnknownFixed64, kUnknownGroup);
  return rc::gen::container<std::vector<std::string>>(rc::gen::oneOf(known, unknown));
}

std::string Join(const std::vector<std::string>& pieces) {
  std::string bytes;
  for (const std::string& piece : pieces) bytes += piece;
  return bytes;
}

RC_GTEST_PROP(StripProperty, KeepsEveryOtherPieceInOrder, ()) {
  const auto pieces = *Pieces();
  std::string expected;
  for (const std::string& piece : pieces) {
    if (piece != kEntity && piece != kOtherEntity && piece != RunOf("tag")) expected += piece;
  }
  const auto kept = Strip(Join(pieces), Field::kEntities, "tag");
  RC_ASSERT(kept.has_value());
  RC_ASSERT(*kept == expected);
}

RC_GTEST_PROP(StripProperty, ReprocessingGivesTheSameBytes, ()) {
  const auto once = [](const std::string& bytes) {
    Record record;
    RC_ASSERT(record.Parse(bytes).has_value());
    record.Strip(Field::kEntities, "tag");
    RC_ASSERT(record.Append(kEntity).has_value());
    record.AppendRun({.stage = "tag", .build = "1", .bundle = ""});
    return std::string(record.bytes());
  };
  const std::string first = once(Join(*Pieces()));
  RC_ASSERT(once(first) == first);
}

RC_GTEST_PROP(RecordProperty, MessageIsThatOfTheBytes, ()) {
  Record record;
  RC_ASSERT(record.Parse(Join(*Pieces())).has_value());
  const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 4));
  for (const int step : steps) {
    if (step == 0) record.Strip(Field::kEntities, "tag");
    if (step == 1) record.Strip(Field::kArticle, "decode");
    if (step == 2) RC_ASSERT(record.Append(kOtherEntity).has_value());
    if (step == 3) record.AppendRun({.stage = "tag", .build = "1", .bundle = ""});
  }
  v1::EnrichedArticle expected;
  RC_ASSERT(expected.ParseFromString(std::string(record.bytes())));
  expected.clear_runs();
  RC_ASSERT(MessageDifferencer::Equals(expected, record.message()));
  RC_ASSERT(expected.SerializeAsString() == record.message().SerializeAsString());
}

// What becomes of any bytes: refused, where protobuf refuses them too, or stripped like the message that protobuf
// reads.
void ExpectAgreement(const std::string& bytes) {
  Record record;
  const bool parsed = record.Parse(bytes).has_value();
  v1::EnrichedArticle oracle;
  ASSERT_EQ(parsed, oracle.ParseFromString(bytes)) << ::testing::PrintToString(bytes);
  if (!parsed) return;
  const auto kept = Strip(bytes, Field::kEntities, "tag");
  ASSERT_TRUE(kept);
  oracle.clear_entities();
  oracle.mutable_unknown_fields()->DeleteByNumber(3);
  oracle.clear_runs();
  record.Strip(Field::kEntities, "tag");
  EXPECT_EQ(record.bytes(), *kept);
  EXPECT_EQ(oracle.SerializeAsString(), record.message().SerializeAsString()) << ::testing::PrintToString(bytes);
}

const std::string kSample = kUnknownGroup + kArticle + RunOf("tag") + kEntity + kUnknownFixed32 + kUnknownVarint;

TEST(RecordDamage, EveryTruncation) {
  for (size_t size = 0; size <= kSample.size(); ++size) ExpectAgreement(kSample.substr(0, size));
}

TEST(RecordDamage, EveryByteWithEveryValue) {
  for (size_t at = 0; at < kSample.size(); ++at) {
    for (int value = 0; value < 256; ++value) {
      std::string bytes = kSample;
      bytes[at] = static_cast<char>(value);
      ExpectAgreement(bytes);
    }
  }
}

RC_GTEST_PROP(RecordDamage, ManyEdits, ()) {
  std::string bytes = Join(*Pieces());
  const auto edits = *rc::gen::container<std::vector<std::pair<size_t, char>>>(
      rc::gen::pair(rc::gen::arbitrary<size_t>(), rc::gen::arbitrary<char>()));
  for (const auto& [at, byte] : edits) {
    if (!bytes.empty()) bytes[at % bytes.size()] = byte;
  }
  ExpectAgreement(bytes);
}

}  // namespace
}  // namespace marsad::record
