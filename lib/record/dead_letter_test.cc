#include "lib/record/dead_letter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "lib/record/header.h"
#include "lib/record/sha256.h"
#include "marsad/v1/dead_letter.pb.h"

namespace marsad::record {
namespace {

constexpr size_t kPlenty = 1u << 20;
// From the SHA-256 test vectors (FIPS 180-4, "abc").
constexpr std::string_view kSha256OfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

class DeadLetterTest : public testing::Test {
 protected:
  v1::DeadLetter Make(size_t max_bytes = kPlenty) {
    record_ = MakeDeadLetter(
        original_, {.stage = "decode", .build = "9.9", .bundle = "b00", .reject = &reject_, .failures = failures_},
        max_bytes);
    v1::DeadLetter letter;
    EXPECT_TRUE(letter.ParseFromString(record_.value));
    return letter;
  }
  std::string HeaderOf(std::string_view name) const {
    for (const Header& header : record_.headers) {
      if (header.key == name) return header.value.value_or("(null)");
    }
    return "(none)";
  }
  // As Kafka counts: key, value, names and values of headers.
  size_t Size() const {
    size_t size = record_.value.size() + (record_.key ? record_.key->size() : 0);
    for (const Header& header : record_.headers) size += header.key.size() + (header.value ? header.value->size() : 0);
    return size;
  }

  std::vector<HeaderView> headers_ = {{"Content-Type", "text/plain"}, {"empty", ""}, {"null", std::nullopt}};
  Original original_ = {.topic = "news.raw",
                        .partition = Partition(3),
                        .offset = Offset(42),
                        .timestamp = Timestamp::FromMillis(1'700'000'000'123),
                        .key = "a key",
                        .value = "abc",
                        .headers = headers_};
  Reject reject_ = {RejectCode::kBadField, "urgency is 12, 1 to 9 are allowed"};
  const Failures* failures_ = nullptr;
  DeadLetterRecord record_;
};

TEST_F(DeadLetterTest, HoldsTheWholeRecordAndItsCause) {
  const v1::DeadLetter letter = Make();
  EXPECT_EQ(letter.code(), v1::DeadLetter::BAD_FIELD);
  EXPECT_EQ(letter.detail(), "urgency is 12, 1 to 9 are allowed");
  EXPECT_EQ(letter.stage(), "decode");
  EXPECT_EQ(letter.build(), "9.9");
  EXPECT_EQ(letter.bundle(), "b00");
  EXPECT_EQ(letter.topic(), "news.raw");
  EXPECT_EQ(letter.partition(), 3);
  EXPECT_EQ(letter.offset(), 42);
  EXPECT_EQ(letter.timestamp().seconds(), 1'700'000'000);
  EXPECT_EQ(letter.timestamp().nanos(), 123'000'000);
  EXPECT_EQ(letter.key(), "a key");
  EXPECT_EQ(letter.value(), "abc");
  EXPECT_EQ(letter.value_bytes(), 3u);
  EXPECT_EQ(letter.value_sha256(), kSha256OfAbc);
  EXPECT_FALSE(letter.has_value_omitted());
  EXPECT_FALSE(letter.has_passed_on());
  EXPECT_EQ(letter.redrives(), 0u);
  ASSERT_EQ(letter.headers_size(), 3);
  EXPECT_EQ(letter.headers(0).key(), "Content-Type");
  EXPECT_EQ(letter.headers(0).value(), "text/plain");
  EXPECT_TRUE(letter.headers(1).has_value());
  EXPECT_FALSE(letter.headers(2).has_value());
  EXPECT_EQ(record_.key, "a key");
}

TEST_F(DeadLetterTest, HasTheHeadersOfKafkaConnect) {
  Make();
  EXPECT_EQ(HeaderOf("content-type"), "application/x-protobuf; messageType=marsad.v1.DeadLetter");
  EXPECT_EQ(HeaderOf("__connect.errors.topic"), "news.raw");
  EXPECT_EQ(HeaderOf("__connect.errors.partition"), "3");
  EXPECT_EQ(HeaderOf("__connect.errors.offset"), "42");
  EXPECT_EQ(HeaderOf("__connect.errors.stage"), "decode");
  EXPECT_EQ(HeaderOf("__connect.errors.exception.class.name"), "BAD_FIELD");
  EXPECT_EQ(HeaderOf("__connect.errors.exception.message"), "urgency is 12, 1 to 9 are allowed");
  EXPECT_EQ(HeaderOf("traceparent"), "(none)");
}

TEST_F(DeadLetterTest, CarriesTheTraceAndCountsRedrives) {
  const std::string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  headers_.push_back({"traceparent", trace});
  headers_.push_back({"Marsad-Redrives", "2"});
  original_.headers = headers_;
  EXPECT_EQ(Make().redrives(), 2u);
  EXPECT_EQ(HeaderOf("traceparent"), trace);
}

TEST_F(DeadLetterTest, TrustsNoForeignHeader) {
  const std::string huge(5000, 'x');
  for (const std::string_view count : {"-1", "2x", "", "99999999999999999999", " 2"}) {
    std::vector<HeaderView> headers = {{"marsad-redrives", count}, {"traceparent", huge}};
    original_.headers = headers;
    EXPECT_EQ(Make().redrives(), 0u) << count;
    EXPECT_EQ(HeaderOf("traceparent"), "(none)");
  }
}

TEST_F(DeadLetterTest, NullsStayNulls) {
  original_.key.reset();
  original_.value.reset();
  original_.timestamp = Timestamp();
  const v1::DeadLetter letter = Make();
  EXPECT_FALSE(letter.has_key());
  EXPECT_FALSE(letter.has_value());
  EXPECT_FALSE(letter.has_value_sha256());
  EXPECT_FALSE(letter.has_value_omitted());
  EXPECT_FALSE(letter.has_timestamp());
  EXPECT_EQ(record_.key, std::nullopt);
}

TEST_F(DeadLetterTest, LeavesOutTheValueFirst) {
  const std::string value(20'000, 'v');
  original_.value = value;
  const v1::DeadLetter letter = Make(10'000);
  EXPECT_FALSE(letter.has_value());
  EXPECT_TRUE(letter.value_omitted());
  EXPECT_EQ(letter.value_bytes(), 20'000u);
  EXPECT_EQ(letter.value_sha256(), Sha256Hex(value));
  EXPECT_EQ(letter.headers_size(), 3);
  EXPECT_FALSE(letter.headers_omitted());
  EXPECT_EQ(letter.key(), "a key");
}

TEST_F(DeadLetterTest, ThenTheHeadersThenTheKey) {
  const std::string large(9'000, 'h');
  headers_.push_back({"large", large});
  original_.headers = headers_;
  const v1::DeadLetter letter = Make(8'192);
  EXPECT_TRUE(letter.value_omitted()) << "the ladder goes by importance, not by what happens to fit";
  EXPECT_TRUE(letter.headers_omitted());
  EXPECT_EQ(letter.headers_size(), 0);
  EXPECT_EQ(letter.key(), "a key");

  original_.key = large;
  const v1::DeadLetter keyless = Make(8'192);
  EXPECT_FALSE(keyless.has_key());
  EXPECT_EQ(record_.key, std::nullopt);
  EXPECT_EQ(keyless.offset(), 42);
}

TEST_F(DeadLetterTest, SaysNothingOfHeadersThatTheRecordDidNotHave) {
  const std::string large(9'000, 'k');
  original_.headers = {};
  original_.key = large;
  const v1::DeadLetter letter = Make(8'192);
  EXPECT_FALSE(letter.has_key());
  EXPECT_FALSE(letter.headers_omitted());
}

Failures ManyFailures(size_t count) {
  const std::string uri(300, 'u');
  const Reject reject = {RejectCode::kBadField, std::string(500, 'd') + "\xff"};
  Failures failures;
  for (size_t i = 0; i < count; ++i) {
    Note({.uri = std::to_string(i) + uri, .stage = "tag", .reject = reject, .passed_on = i % 2 == 0}, &failures);
  }
  return failures;
}

TEST_F(DeadLetterTest, NamesTheFirstHundredFailuresAndCountsTheRest) {
  const Failures failures = ManyFailures(251);
  failures_ = &failures;
  const v1::DeadLetter letter = Make();
  EXPECT_EQ(letter.failure_count(), 251u);
  EXPECT_EQ(letter.refused_articles(), 125u);
  ASSERT_EQ(letter.failures_size(), 100);
  EXPECT_EQ(letter.failures(7).uri(), "7" + std::string(255, 'u'));
  EXPECT_EQ(letter.failures(7).detail(), std::string(200, 'd'));
  EXPECT_FALSE(letter.failures(7).passed_on());
  EXPECT_TRUE(letter.failures(8).passed_on());
}

TEST_F(DeadLetterTest, LeavesOutTheNamesOfFailuresLast) {
  const Failures failures = ManyFailures(100);
  failures_ = &failures;
  const std::string value(60'000, 'v');
  original_.value = value;
  v1::DeadLetter letter = Make(70'000);
  EXPECT_TRUE(letter.value_omitted());
  EXPECT_EQ(letter.failures_size(), 100);
  letter = Make(8'192);
  EXPECT_EQ(letter.failures_size(), 0);
  EXPECT_EQ(letter.failure_count(), 100u);
  EXPECT_LE(Size(), 8'192u);
}

TEST_F(DeadLetterTest, LeavesOutTheKeyBeforeTheNamesOfFailures) {
  const Failures failures = ManyFailures(100);
  failures_ = &failures;
  const std::string key(40'000, 'k');
  original_.key = key;
  const v1::DeadLetter letter = Make(70'000);
  EXPECT_FALSE(letter.has_key());
  EXPECT_EQ(letter.failures_size(), 100);
}

TEST_F(DeadLetterTest, DetailIsBoundedAndValid) {
  reject_.detail = "\u0639";  // AIN, two bytes
  for (int i = 0; i < 12; ++i) reject_.detail += reject_.detail;
  reject_.detail.insert(0, "x");
  const std::string detail = Make().detail();
  EXPECT_EQ(detail.size(), 1023u) << "1,024 would cut a character";
  EXPECT_EQ(detail, HeaderOf("__connect.errors.exception.message"));

  // Truncated, overlong, surrogate, beyond U+10FFFF, a stray continuation byte.
  reject_.detail =
      "a\xD8"
      "b\xC0\xAF"
      "c\xED\xA0\x80"
      "d\xF4\x90\x80\x80"
      "e\x80"
      "f\xF0\x9F\x98\x80";
  const std::string bad = "\uFFFD";  // REPLACEMENT CHARACTER
  EXPECT_EQ(Make().detail(), "a" + bad + "b" + bad + bad + "c" + bad + bad + bad + "d" + bad + bad + bad + bad + "e" +
                                 bad + "f\U0001F600");
}

TEST_F(DeadLetterTest, HeadersCountToTheLastByte) {
  const std::string header(3'000, 'x');
  const std::string value(20'000, 'y');
  headers_ = {{"h", header}};
  original_ = {.topic = "t", .key = "k", .value = value, .headers = headers_};
  EXPECT_TRUE(Make(1 << 20).has_value());
  const size_t whole = record_.value.size() + WireOverhead(original_.key->size(), record_.headers);
  EXPECT_TRUE(Make(whole).has_value());
  EXPECT_FALSE(Make(whole - 1).has_value());
}

RC_GTEST_FIXTURE_PROP(DeadLetterTest, NeverExceedsItsLimit, ()) {
  const auto text = [](size_t most) {
    return rc::gen::map(rc::gen::inRange<size_t>(0, most), [](size_t n) { return std::string(n, 'x'); });
  };
  const std::string key = *text(12'000);
  const std::string value = *text(40'000);
  const std::string header = *text(12'000);
  reject_.detail = *rc::gen::string<std::string>();
  headers_ = {{"h", header}, {"i", header}};
  original_ = {.topic = "t", .key = key, .value = value, .headers = headers_};
  const size_t limit = *rc::gen::inRange<size_t>(8'192, 60'000);
  const v1::DeadLetter letter = Make(limit);
  RC_ASSERT(Size() <= limit);
  RC_ASSERT(letter.value_sha256() == Sha256Hex(value));
  RC_ASSERT(letter.value_bytes() == value.size());
  RC_ASSERT(letter.value_omitted() != letter.has_value());
  // Nothing is left out without need: with 1 KiB for framing and cause, what fits is there.
  if (2 * key.size() + value.size() + 2 * header.size() + 4'096 < limit) RC_ASSERT(letter.value() == value);
}

TEST(Headers, LastOfANameCountsAndCaseDoesNot) {
  const std::vector<HeaderView> headers = {
      {"Content-Type", "a"}, {"x", "1"}, {"content-TYPE", "b"}, {"X", std::nullopt}};
  EXPECT_EQ(FindHeader(headers, "content-type"), "b");
  EXPECT_EQ(FindHeader(headers, "x"), std::nullopt);
  EXPECT_EQ(FindHeader(headers, "content"), std::nullopt);
}

TEST(Headers, CopyLeavesOutByName) {
  const std::vector<HeaderView> headers = {{"A", "1"}, {"b", std::nullopt}, {"CE_DataSchema", "3"}, {"a", ""}};
  const std::vector<std::string_view> without = {"ce_dataschema"};
  const Headers copies = CopyHeaders(headers, without);
  ASSERT_EQ(copies.size(), 3u);
  EXPECT_EQ(copies[0].key, "A");
  EXPECT_EQ(copies[0].value, "1");
  EXPECT_EQ(copies[1].value, std::nullopt);
  EXPECT_EQ(copies[2].value, "");
}

TEST(RejectCodes, AreTheContract) {
  const auto* codes = v1::DeadLetter::Code_descriptor();
  for (int i = 0; i < codes->value_count(); ++i) {
    EXPECT_EQ(Name(static_cast<RejectCode>(codes->value(i)->number())), codes->value(i)->name())
        << "a new code needs a RejectCode";
  }
}

TEST(Sha256, TestVectors) {
  EXPECT_EQ(Sha256Hex("abc"), kSha256OfAbc);
  EXPECT_EQ(Sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

}  // namespace
}  // namespace marsad::record
