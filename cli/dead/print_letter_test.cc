#include "cli/dead/print_letter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/dead/histogram.h"
#include "marsad/v1/dead_letter.pb.h"

namespace marsad::cli {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr int64_t kMoment = 1'762'160'400'123;  // 2025-11-03T09:00:00.123Z
constexpr const char* kKhabar = "\u062e\u0628\u0631";
constexpr const char* kOverride = "\u202e";  // RIGHT-TO-LEFT OVERRIDE

v1::DeadLetter MakeLetter() {
  v1::DeadLetter letter;
  letter.set_code(v1::DeadLetter::LIMIT_EXCEEDED);
  letter.set_detail("the title has 300 characters");
  letter.set_stage("decode");
  letter.set_topic("news.raw");
  letter.set_partition(2);
  letter.set_offset(77);
  letter.set_key(kKhabar);
  letter.set_value("first\nsecond");
  letter.set_value_bytes(12);
  letter.set_value_sha256("5ca1ab1e");
  auto* header = letter.add_headers();
  header->set_key("nothing");
  return letter;
}

std::string Row(const v1::DeadLetter& content, bool sent = false) {
  return PrintRow({Partition(1), Offset(5), Timestamp::FromMillis(kMoment), content}, sent, Terminal{});
}
std::string Whole(const v1::DeadLetter& content, ShowLetterOptions options = {}) {
  return PrintLetter({Partition(1), Offset(5), Timestamp::FromMillis(kMoment), content}, options, Terminal{});
}

TEST(PrintRow, StandsBelowItsHeading) {
  const std::string heading = PrintHeading(Terminal{});
  const std::string row = Row(MakeLetter());
  EXPECT_THAT(row, StartsWith("2025-11-03T09:00:00Z  1:5 "));
  EXPECT_EQ(row.find("LIMIT_EXCEEDED"), heading.find("reason"));
  EXPECT_EQ(row.find("news.raw:2:77"), heading.find("original"));
  EXPECT_THAT(row, HasSubstr(std::string("\u2068") + kKhabar + "\u2069"));
}

TEST(PrintRow, NotesWhatBecameOfIt) {
  v1::DeadLetter letter = MakeLetter();
  letter.set_redrives(2);
  EXPECT_THAT(Row(letter), HasSubstr(" x2 "));
  letter.set_passed_on(true);
  EXPECT_THAT(Row(letter), HasSubstr("copy x2"));
  letter.set_value_omitted(true);
  EXPECT_THAT(Row(letter), HasSubstr("left out x2"));
  EXPECT_THAT(Row(letter, true), HasSubstr("sent again"));
}

TEST(PrintRow, KeepsForeignTextHarmless) {
  v1::DeadLetter letter = MakeLetter();
  const std::string hostile = std::string("\x1b[2J\n") + kOverride;
  letter.set_detail(hostile);
  letter.set_stage(hostile);
  letter.set_key(hostile);
  EXPECT_THAT(Row(letter), AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr(kOverride)), EndsWith("\n")));
  EXPECT_THAT(Whole(letter), AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr(kOverride))));
}

TEST(PrintLetter, TellsAll) {
  EXPECT_THAT(Whole(MakeLetter()),
              AllOf(StartsWith("LIMIT_EXCEEDED  the title"), HasSubstr("news.raw:2:77"), HasSubstr("(null)"),
                    HasSubstr("12 bytes, sha256 5ca1ab1e"), HasSubstr("\nfirst\nsecond\n"), HasSubstr("refused")));
  v1::DeadLetter kill = MakeLetter();
  kill.clear_value();
  EXPECT_THAT(Whole(kill), HasSubstr("(null)"));
}

TEST(PrintLetter, AnUnknownTimeIsNotTheYear1970) {
  const v1::DeadLetter letter = MakeLetter();
  EXPECT_THAT(PrintRow({Partition(1), Offset(5), Timestamp(), letter}, false, Terminal{}), StartsWith("unknown   "));
  EXPECT_THAT(PrintLetter({Partition(1), Offset(5), Timestamp(), letter}, {}, Terminal{}),
              AllOf(HasSubstr("1:5, unknown\n"), Not(HasSubstr("1970"))));
}

TEST(PrintLetter, NamesEachArticleThatFailed) {
  v1::DeadLetter letter = MakeLetter();
  letter.set_stage("tag");
  letter.set_passed_on(true);
  letter.set_failure_count(250);
  letter.set_refused_articles(3);
  for (const char* uri : {"urn:a", "urn:b"}) {
    auto* failure = letter.add_failures();
    failure->set_uri(uri);
    failure->set_stage("tag");
    failure->set_code(v1::DeadLetter::STAGE_FAILED);
    failure->set_detail("broke\x1b");
    failure->set_passed_on(uri == std::string("urn:a"));
  }
  EXPECT_THAT(Whole(letter), AllOf(HasSubstr("urn:a"), HasSubstr("urn:b"), HasSubstr(" in tag: STAGE_FAILED: "),
                                   HasSubstr("(went on)\n"), HasSubstr("(refused)\n"), HasSubstr("and 248 more\n"),
                                   HasSubstr("3 refused;"), Not(HasSubstr("\x1b"))));
  EXPECT_THAT(Row(letter), EndsWith(" (and 249 more failures)\n"));
}

TEST(PrintValue, ShowsOtherBytesAsHexadecimal) {
  EXPECT_EQ(PrintValue(std::string_view("\0abc\xff", 5), 100),
            "00000000  00 61 62 63 ff                                   .abc.\n");
  EXPECT_EQ(PrintValue(std::string(40, '\0'), 16),
            "00000000  00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ................\n... (24 bytes more)\n");
}

TEST(LetterAsJson, IsOneLineWithAReadableKey) {
  v1::DeadLetter letter = MakeLetter();
  letter.clear_value();
  letter.clear_headers();
  letter.set_key("\"\xff");
  EXPECT_THAT(LetterAsJson({Partition(1), Offset(5), Timestamp::FromMillis(kMoment), letter}, true),
              AllOf(StartsWith("{\"partition\":1,\"offset\":5,\"key\":\"\\\"\uFFFD\",\"sent_again\":true,\"letter\":{"),
                    EndsWith("}}\n")));
}

TEST(Histogram, OrdersByCountOrName) {
  Histogram histogram;
  for (const char* name : {"a", "b", "b"}) histogram.Count(name);
  const std::string largest = histogram.Table(Histogram::Order::kLargestFirst);
  EXPECT_LT(largest.find('b'), largest.find('a'));
  EXPECT_EQ(histogram.Json("stage", Histogram::Order::kByName),
            "{\"stage\":\"a\",\"letters\":1}\n{\"stage\":\"b\",\"letters\":2}\n");
  for (int i = 0; i < 200; ++i) histogram.Count("b");
  EXPECT_NE(histogram.Table(Histogram::Order::kByName).find("        1  #\n"), std::string::npos);  // one is never none
  const v1::DeadLetter letter = MakeLetter();
  EXPECT_EQ(GroupOf({Partition(1), Offset(5), Timestamp::FromMillis(kMoment), letter}, "hour"), "2025-11-03T09:00Z");
  EXPECT_EQ(GroupOf({Partition(1), Offset(5), Timestamp(), letter}, "hour"), "unknown");
}

}  // namespace
}  // namespace marsad::cli
