#include "cli/dead/selection.h"

#include <gtest/gtest.h>

#include "marsad/v1/dead_letter.pb.h"

namespace marsad::cli {
namespace {

constexpr int64_t kNow = 1'762'160'400'000;  // 2025-11-03T09:00:00Z
constexpr int64_t kHour = 3'600'000;

v1::DeadLetter MakeLetter() {
  v1::DeadLetter letter;
  letter.set_code(v1::DeadLetter::MALFORMED);
  letter.set_stage("decode");
  letter.set_topic("news.raw");
  letter.set_key("urn:x");
  return letter;
}

bool Matches(const Selection& selection, const v1::DeadLetter& content, int64_t timestamp = kNow) {
  Result<Filter> filter = Filter::Of(selection, kNow);
  EXPECT_TRUE(filter);
  return filter->Matches({Partition(0), Offset(0), Timestamp::FromMillis(timestamp), content});
}

TEST(Moment, IsADateOrASpanBeforeNow) {
  EXPECT_EQ(ParseMoment("2025-11-03T09:00:00Z", 0), kNow);
  EXPECT_EQ(ParseMoment("2025-11-03T12:00:00.5+03:00", 0), kNow + 500);
  EXPECT_EQ(ParseMoment("2h", kNow), kNow - 2 * kHour);
  EXPECT_EQ(ParseMoment("3d", kNow), kNow - 72 * kHour);
  EXPECT_EQ(ParseMoment("90s", kNow), kNow - 90'000);
  EXPECT_EQ(ParseMoment("15m", kNow), kNow - kHour / 4);
  for (const char* text : {"", "h", "2", "2 h", "-2h", "2w", "yesterday", "2025-11-03", "99999999999999999d"}) {
    EXPECT_FALSE(ParseMoment(text, kNow)) << text;
  }
}

TEST(Filter, OneOfEachKindMustHold) {
  const v1::DeadLetter letter = MakeLetter();
  EXPECT_TRUE(Matches({}, letter));
  EXPECT_TRUE(Matches({.reasons = {"EMPTY", "MALFORMED"}, .stages = {"decode"}, .topics = {"news.raw"}}, letter));
  EXPECT_FALSE(Matches({.reasons = {"EMPTY"}, .stages = {"decode"}}, letter));
  EXPECT_FALSE(Matches({.stages = {"tag"}}, letter));
  EXPECT_FALSE(Matches({.topics = {"news"}}, letter));
  EXPECT_TRUE(Matches({.keys = {"urn:y", "urn:x"}}, letter));
  EXPECT_FALSE(Matches({.keys = {"urn:y"}}, letter));
}

TEST(Filter, NoKeyIsNotTheEmptyKey) {
  v1::DeadLetter letter = MakeLetter();
  letter.clear_key();
  EXPECT_FALSE(Matches({.keys = {""}}, letter));
  letter.set_key("");
  EXPECT_TRUE(Matches({.keys = {""}}, letter));
}

TEST(Filter, KnowsCopies) {
  v1::DeadLetter letter = MakeLetter();
  EXPECT_TRUE(Matches({.kind = "refused"}, letter));
  EXPECT_FALSE(Matches({.kind = "passed-on"}, letter));
  letter.set_passed_on(true);
  EXPECT_FALSE(Matches({.kind = "refused"}, letter));
  EXPECT_TRUE(Matches({.kind = "passed-on"}, letter));
}

TEST(Filter, SinceIsInUntilIsOut) {
  const v1::DeadLetter letter = MakeLetter();
  const Selection hour = {.since = "2h", .until = "1h"};
  EXPECT_FALSE(Matches(hour, letter, kNow - 2 * kHour - 1));
  EXPECT_TRUE(Matches(hour, letter, kNow - 2 * kHour));
  EXPECT_TRUE(Matches(hour, letter, kNow - kHour - 1));
  EXPECT_FALSE(Matches(hour, letter, kNow - kHour));
  EXPECT_EQ(Filter::Of(hour, kNow)->start().value, kNow - 2 * kHour);
}

TEST(Filter, OfAnUnknownTimeNobodyCanSayThatItLiesBetweenTwoOthers) {
  const v1::DeadLetter letter = MakeLetter();
  const auto matches = [&](const Selection& selection) {
    return Filter::Of(selection, kNow)->Matches({Partition(0), Offset(0), Timestamp(), letter});
  };
  EXPECT_TRUE(matches({}));
  EXPECT_FALSE(matches({.since = "2h"}));
  EXPECT_FALSE(matches({.until = "1h"}));
}

TEST(Filter, ReadsFromTheFirstMomentThatItWants) {
  EXPECT_EQ(Filter::Of({.until = "1h"}, kNow)->start().kind, kafka::ReadFrom::Kind::kBeginning);
  EXPECT_EQ(Filter::Of({.since = "1960-01-01T00:00:00Z"}, kNow)->start().value, 0);
}

TEST(Selection, IsEverythingOnlyWhereNothingIsGiven) {
  EXPECT_TRUE(Selection{}.everything());
  for (const Selection& one : {Selection{.reasons = {"x"}},
                               {.stages = {"x"}},
                               {.topics = {"x"}},
                               {.keys = {"x"}},
                               {.kind = "x"},
                               {.since = "x"},
                               {.until = "x"}}) {
    EXPECT_FALSE(one.everything());
  }
}

}  // namespace
}  // namespace marsad::cli
