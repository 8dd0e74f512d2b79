#include "lib/record/record.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "lib/record/testing/wire_pieces.h"
#include "lib/record/wire.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::record {
namespace {

using testing::Delimited;
using testing::kArticle;
using testing::kEntity;
using testing::kOtherEntity;
using testing::kUnknownFixed32;
using testing::kUnknownFixed64;
using testing::kUnknownGroup;
using testing::kUnknownVarint;
using testing::RunOf;
using testing::Tag;
using testing::Varint;

TEST(Strip, TakesOutTheFieldAndTheRunsOfTheStage) {
  const std::string bytes = kArticle + kEntity + RunOf("decode") + kOtherEntity + RunOf("tag") + RunOf("summarize");
  const auto kept = Strip(bytes, Field::kEntities, "tag");
  ASSERT_TRUE(kept);
  EXPECT_EQ(*kept, kArticle + RunOf("decode") + RunOf("summarize"));
}

TEST(Strip, LeavesUnknownFieldsAsTheyAre) {
  const std::string unknown = kUnknownVarint + kUnknownFixed32 + kUnknownGroup + kUnknownFixed64;
  const auto kept = Strip(kEntity + unknown + kEntity + kArticle + unknown, Field::kEntities, "tag");
  ASSERT_TRUE(kept);
  EXPECT_EQ(*kept, unknown + kArticle + unknown);
}

TEST(Strip, KeepsALengthThatIsWrittenTheLongWay) {
  const std::string article = Tag(1, 2) + std::string("\x83\x00", 2) + "abc";  // 3 in two bytes
  const auto kept = Strip(article + kEntity, Field::kEntities, "tag");
  ASSERT_TRUE(kept);
  EXPECT_EQ(*kept, article);
}

// The parser reads five bytes of a tag and cuts them to 32 bits: whoever hid a field so would be read all the same.
TEST(Strip, KnowsATagByWhatTheParserReadsInIt) {
  const std::string disguised = Varint((uint64_t{1} << 34) | (3 << 3 | 2)) + Varint(5) + "Cairo";
  EXPECT_EQ(*Strip(kArticle + disguised, Field::kEntities, "tag"), kArticle);
  EXPECT_EQ(*Strip(kArticle + disguised, Field::kText, "normalize"), kArticle + disguised);
  const std::string six_bytes = "\x9A\x80\x80\x80\x80\x01" + Varint(5) + "Cairo";
  EXPECT_FALSE(Strip(kArticle + six_bytes, Field::kEntities, "tag"));
}

TEST(Strip, GoesByTheLastNameOfARun) {
  const std::string renamed = Delimited(15, Delimited(1, "tag") + Delimited(1, "decode"));
  EXPECT_EQ(*Strip(renamed, Field::kEntities, "tag"), renamed);
  EXPECT_EQ(*Strip(renamed, Field::kEntities, "decode"), "");
}

TEST(Strip, DropsTheNumberWhateverItsWireType) {
  EXPECT_EQ(*Strip(Tag(3, 0) + Varint(5) + kArticle, Field::kEntities, "tag"), kArticle);
}

TEST(Strip, RefusesBrokenBytes) {
  const std::vector<std::string> broken = {
      std::string("\x00", 1),               // field number 0
      Tag(1, 2) + Varint(5) + "abc",        // longer than what is left
      Tag(9, 3) + Tag(1, 0) + Varint(7),    // a group without end
      Tag(9, 4),                            // an end without group
      Tag(6, 0) + std::string(11, '\xff'),  // a varint of eleven bytes
      Tag(7, 5) + "ab",                     // two of four bytes
      Tag(6, 6),                            // no such wire type
      "\xff\xff",
      Tag(1, 2) + Varint(1ull << 40),
  };
  for (const std::string& bytes : broken) {
    EXPECT_FALSE(Strip(bytes, Field::kText, "normalize")) << ::testing::PrintToString(bytes);
    EXPECT_FALSE(Strip(kArticle + bytes, Field::kText, "normalize")) << ::testing::PrintToString(bytes);
    EXPECT_FALSE(HoldsOnly(bytes, Field::kArticle)) << ::testing::PrintToString(bytes);
  }
}

TEST(HoldsOnly, WantsTheOwnFieldAlone) {
  EXPECT_TRUE(HoldsOnly("", Field::kEntities));
  EXPECT_TRUE(HoldsOnly(kEntity + kOtherEntity, Field::kEntities));
  EXPECT_FALSE(HoldsOnly(kEntity + kArticle, Field::kEntities));
  EXPECT_FALSE(HoldsOnly(kEntity + kUnknownVarint, Field::kEntities));
  EXPECT_FALSE(HoldsOnly(Tag(3, 0) + Varint(1), Field::kEntities));
}

TEST(AppendStageRun, WritesWhatTheContractSays) {
  const Reject failure{RejectCode::kTooLarge, "much too large"};
  std::string bytes = kArticle;
  AppendStageRun({.stage = "tag",
                  .build = "1.2.3",
                  .bundle = "ab",
                  .failure = &failure,
                  .started_micros = -1,
                  .finished_micros = 1'700'000'000'000'001},
                 &bytes);
  v1::EnrichedArticle message;
  ASSERT_TRUE(message.ParseFromString(bytes));
  ASSERT_EQ(message.runs_size(), 1);
  const v1::StageRun& run = message.runs(0);
  EXPECT_EQ(run.stage(), "tag");
  EXPECT_EQ(run.build(), "1.2.3");
  EXPECT_EQ(run.bundle(), "ab");
  EXPECT_EQ(run.status(), v1::StageRun::FAILED);
  EXPECT_EQ(run.code(), "TOO_LARGE");
  EXPECT_EQ(run.started().seconds(), -1);
  EXPECT_EQ(run.started().nanos(), 999'999'000);
  EXPECT_EQ(run.finished().seconds(), 1'700'000'000);
  EXPECT_EQ(run.finished().nanos(), 1000);
  EXPECT_EQ(message.article().uri(), "uri-1");
}

TEST(AppendStageRun, LeavesOutWhatThereIsNot) {
  std::string bytes;
  AppendStageRun({.stage = "tag", .build = "", .bundle = ""}, &bytes);
  v1::EnrichedArticle message;
  ASSERT_TRUE(message.ParseFromString(bytes));
  EXPECT_EQ(message.runs(0).status(), v1::StageRun::OK);
  EXPECT_FALSE(message.runs(0).has_build());
  EXPECT_FALSE(message.runs(0).has_bundle());
  EXPECT_FALSE(message.runs(0).has_code());
}

TEST(Record, ShowsNoRuns) {
  Record record;
  ASSERT_TRUE(record.Parse(kArticle + RunOf("decode")));
  record.AppendRun({.stage = "tag", .build = "", .bundle = ""});
  ASSERT_TRUE(record.Append(kEntity));
  EXPECT_EQ(record.message().runs_size(), 0);
  EXPECT_EQ(record.message().entities_size(), 1);
  EXPECT_EQ(record.bytes().substr(0, kArticle.size() + RunOf("decode").size()), kArticle + RunOf("decode"));
}

TEST(Record, RefusesWhatDoesNotParseAndIsEmptyThen) {
  Record record;
  ASSERT_TRUE(record.Parse(kArticle));
  // Well formed at its top level; broken inside the article.
  EXPECT_FALSE(record.Parse(kEntity + Delimited(1, Tag(1, 2) + Varint(9) + "abc")));
  EXPECT_EQ(record.bytes(), "");
  EXPECT_EQ(record.message().ByteSizeLong(), 0u);
  ASSERT_TRUE(record.Parse(kEntity));
  EXPECT_EQ(record.message().entities(0).name(), "Cairo");
}

TEST(Record, RefusesWhatNestsTooDeep) {
  const auto nested = [](int depth) {
    std::string bytes;
    for (int i = 0; i < depth; ++i) bytes += Tag(20, 3);
    for (int i = 0; i < depth; ++i) bytes += Tag(20, 4);
    return bytes;
  };
  Record record;
  EXPECT_TRUE(record.Parse(nested(15)));
  EXPECT_FALSE(record.Parse(nested(40)));
  EXPECT_FALSE(record.Parse(nested(100'000)));
}

TEST(Record, AFailedAppendChangesNothing) {
  Record record;
  ASSERT_TRUE(record.Parse(kArticle + kEntity));
  // The first entity is whole, the second is broken inside.
  EXPECT_FALSE(record.Append(kOtherEntity + Delimited(3, Tag(2, 2) + Varint(9) + "abc")));
  EXPECT_EQ(record.bytes(), kArticle + kEntity);
  ASSERT_EQ(record.message().entities_size(), 1);
  EXPECT_EQ(record.message().entities(0).name(), "Cairo");
}

bool ParserAccepts(const std::string& bytes) {
  google::protobuf::io::CodedInputStream input(reinterpret_cast<const uint8_t*>(bytes.data()),
                                               static_cast<int>(bytes.size()));
  input.SetRecursionLimit(kMaxDepth);
  v1::EnrichedArticle message;
  return message.MergeFromCodedStream(&input) && input.ConsumedEntireMessage();
}

// A record with messages in messages, packed numbers, strings and unknown fields.
std::string FullRecord() {
  v1::EnrichedArticle message;
  message.mutable_article()->set_title("a title");
  message.mutable_article()->mutable_published()->mutable_utc()->set_seconds(50);
  message.mutable_article()->add_markup()->mutable_span()->set_end(4);
  v1::Text* text = message.mutable_text();
  text->add_blocks()->mutable_span()->set_end(300);
  for (const uint32_t value : {0U, 1U, 127U, 128U, 70'000U}) {
    text->mutable_tokens()->add_gap(value);
    text->mutable_tokens()->add_length(value);
  }
  message.add_entities()->add_mentions()->mutable_span()->set_begin(7);
  return message.SerializeAsString() + kUnknownGroup + kUnknownVarint + Delimited(2, kUnknownGroup);
}

TEST(Parses, WhatTheParserAccepts) {
  const auto parses = [](const std::string& bytes) { return Parses(bytes, *v1::EnrichedArticle::descriptor()); };
  EXPECT_TRUE(parses(""));
  EXPECT_TRUE(parses(FullRecord()));
  EXPECT_FALSE(parses(Delimited(2, Delimited(5, Delimited(2, "\x80")))));  // a packed number without its end
  for (const int bits : {28, 31, 32, 33, 34, 35, 36, 60}) {                // of tags, of field 1 or an unknown one
    for (const uint32_t tag : {1U << 3 | 2, 7U << 3 | 5, 3U}) {
      const std::string bytes = Varint(uint64_t{1} << bits | tag) + std::string("\x04\x0A\x02id");
      EXPECT_EQ(parses(bytes), ParserAccepts(bytes)) << bits << ' ' << tag;
    }
  }
  for (int depth = 15; depth < 25; ++depth) {
    std::string groups;
    for (int i = 0; i < depth; ++i) groups = Tag(20, 3) + groups + Tag(20, 4);
    for (const std::string& bytes : {groups, Delimited(2, groups), Delimited(1, Delimited(8, groups))}) {
      EXPECT_EQ(parses(bytes), ParserAccepts(bytes)) << depth;
    }
  }
}

RC_GTEST_PROP(Parses, SaysOfBrokenRecordsWhatTheParserSays, ()) {
  std::string bytes = FullRecord();
  const size_t changes = *rc::gen::inRange<size_t>(1, 4);
  for (size_t i = 0; i < changes; ++i) {
    const size_t at = *rc::gen::inRange<size_t>(0, bytes.size());
    switch (*rc::gen::inRange(0, 3)) {
      case 0:
        bytes[at] = static_cast<char>(*rc::gen::inRange(0, 256));
        break;
      case 1:
        bytes.erase(at, 1);
        break;
      default:
        bytes.insert(at, 1, static_cast<char>(*rc::gen::inRange(0, 256)));
    }
  }
  RC_ASSERT(Parses(bytes, *v1::EnrichedArticle::descriptor()) == ParserAccepts(bytes));
}

TEST(Record, TheMessageReadsWhatWasAppendedOnceItIsAskedFor) {
  Record record;
  ASSERT_TRUE(record.Parse(kArticle));
  ASSERT_TRUE(record.Append(kEntity));
  record.AppendRun({.stage = "tag", .build = "", .bundle = ""});
  ASSERT_TRUE(record.Append(kOtherEntity));
  EXPECT_EQ(record.message().entities_size(), 2);
  EXPECT_EQ(record.message().runs_size(), 0);
  ASSERT_TRUE(record.Append(kEntity));
  record.Strip(Field::kEntities, "tag");
  EXPECT_EQ(record.bytes(), kArticle);
  EXPECT_EQ(record.message().entities_size(), 0);
}

TEST(Record, TellsTheTimesOfAnArticleThatWasAppended) {
  v1::EnrichedArticle message;
  message.mutable_article()->mutable_received()->set_seconds(100);
  Record record;
  record.Clear();
  ASSERT_TRUE(record.Append(message.SerializeAsString()));
  EXPECT_EQ(record.times().received, 100'000'000);
}

TEST(Record, TellsItsTimes) {
  v1::EnrichedArticle message;
  message.mutable_article()->mutable_received()->set_seconds(100);
  auto* published = message.mutable_article()->mutable_published();
  published->mutable_utc()->set_seconds(50);
  published->mutable_utc()->set_nanos(7000);
  published->set_offset_minutes(0);
  const auto times = [&] {
    Record record;
    EXPECT_TRUE(record.Parse(message.SerializeAsString()));
    return record.times();
  };
  EXPECT_EQ(times().received, 100'000'000);
  EXPECT_EQ(times().published, 50'000'007);
  published->set_future(true);
  EXPECT_EQ(times().published, std::nullopt);
  published->set_future(false);
  published->set_precision(v1::Time::DAY);
  EXPECT_EQ(times().published, std::nullopt);
  published->set_precision(v1::Time::SECOND);
  published->clear_offset_minutes();
  EXPECT_EQ(times().published, std::nullopt);
  EXPECT_EQ(Record().times().received, std::nullopt);
}

// A record may come from anybody: these are no moments, and must not overflow on the way to microseconds.
TEST(Record, ATimeBeyondTheCalendarIsUnknown) {
  for (const int64_t seconds : {std::numeric_limits<int64_t>::min(), std::numeric_limits<int64_t>::max(),
                                int64_t{253'402'300'800}, int64_t{-62'135'596'801}}) {
    v1::EnrichedArticle message;
    message.mutable_article()->mutable_received()->set_seconds(seconds);
    auto* published = message.mutable_article()->mutable_published();
    published->mutable_utc()->set_seconds(seconds);
    published->set_offset_minutes(0);
    Record record;
    ASSERT_TRUE(record.Parse(message.SerializeAsString()));
    EXPECT_EQ(record.times().received, std::nullopt) << seconds;
    EXPECT_EQ(record.times().published, std::nullopt) << seconds;
  }
}

TEST(Record, TellsWhatItHasAndWhatFailed) {
  v1::EnrichedArticle message;
  message.mutable_article()->set_uri("u");
  message.add_entities();
  const auto add_run = [&](const char* stage, v1::StageRun::Status status) {
    message.add_runs()->set_stage(stage);
    message.mutable_runs()->rbegin()->set_status(status);
  };
  add_run("normalize", v1::StageRun::FAILED);
  add_run("tag", v1::StageRun::FAILED);
  add_run("tag", v1::StageRun::OK);
  Record record;
  ASSERT_TRUE(record.Parse(message.SerializeAsString()));
  EXPECT_TRUE(record.Has(Field::kArticle));
  EXPECT_TRUE(record.Has(Field::kEntities));
  EXPECT_FALSE(record.Has(Field::kText));
  EXPECT_FALSE(record.Has(Field::kRuns)) << "no stage may go by them";
  EXPECT_TRUE(record.HasFailed("normalize"));
  EXPECT_FALSE(record.HasFailed("tag")) << "the last run counts";
  EXPECT_FALSE(record.HasFailed("summarize"));
  EXPECT_EQ(record.uri(), "u");
  EXPECT_EQ(Name(Field::kText), "text");
  v1::EnrichedArticle text;
  text.mutable_text()->set_language("ar");
  ASSERT_TRUE(record.Append(text.SerializeAsString()));
  EXPECT_TRUE(record.Has(Field::kText)) << "what was appended counts";
}

}  // namespace
}  // namespace marsad::record
