#include "stages/decode/article/moment.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdio>
#include <ctime>
#include <string>

namespace marsad::decode {
namespace {

TEST(ParseMoment, KeepsWhatTheSourceSaid) {
  struct Case {
    const char* text;
    Moment moment;
  };
  const Case cases[] = {
      {"2025-11-03T14:30:05Z", {1762180205, 0, 0, Precision::kSecond}},
      {"2025-11-03t14:30:05z", {1762180205, 0, 0, Precision::kSecond}},
      {"2025-11-03T14:30:05+03:00", {1762169405, 0, 180, Precision::kSecond}},
      {"2025-11-03T14:30:05-0530", {1762200005, 0, -330, Precision::kSecond}},
      {"2025-11-03T14:30:05+03", {1762169405, 0, 180, Precision::kSecond}},
      {"2025-11-03T14:30:05 +03:00", {1762169405, 0, 180, Precision::kSecond}},
      {"2025-11-03T14:30:05-00:00", {1762180205, 0, std::nullopt, Precision::kSecond}},
      {"2025-11-03 14:30", {1762180200, 0, std::nullopt, Precision::kMinute}},
      {" 2025-11-03 ", {1762128000, 0, std::nullopt, Precision::kDay}},
      {"2025-11-03T14:30:05.123456789123Z", {1762180205, 123'456'789, 0, Precision::kMillisecond}},
      {"2025-11-03T14:30:05,5Z", {1762180205, 500'000'000, 0, Precision::kMillisecond}},
      {"2016-12-31T23:59:60Z", {1483228800, 0, 0, Precision::kSecond}},  // a leap second
      {"2024-02-29", {1709164800, 0, std::nullopt, Precision::kDay}},
  };
  for (const Case& c : cases) {
    const auto moment = ParseMoment(c.text);
    ASSERT_TRUE(moment) << c.text;
    EXPECT_EQ(moment->unix_seconds, c.moment.unix_seconds) << c.text;
    EXPECT_EQ(*moment, c.moment) << c.text;
  }
}

TEST(ParseMoment, RefusesWhatDoesNotExist) {
  for (const char* text :
       {"", "yesterday", "2025-02-29", "2025-13-01", "2025-11-31", "2025-11-03T24:00", "2025-11-03T14:60", "03/11/2025",
        "0000-01-01", "9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+01:00", "2025-11-03T14:30:61Z", "+025-11-03"}) {
    EXPECT_FALSE(ParseMoment(text)) << text;
  }
}

TEST(ParseMoment, ReadsWhatTheCLibraryWrites) {
  EXPECT_TRUE(rc::check([] {
    const auto seconds = *rc::gen::inRange<int64_t>(1, 253402300800);
    const std::time_t time = seconds;
    std::tm parts;
    gmtime_r(&time, &parts);
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", parts.tm_year + 1900, parts.tm_mon + 1,
                  parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
    RC_ASSERT(ParseMoment(text).value().unix_seconds == seconds);
  }));
}

TEST(MomentFromUnix, TellsSecondsFromMilliseconds) {
  EXPECT_EQ(MomentFromUnix(1762180205), (Moment{1762180205, 0, 0, Precision::kSecond}));
  EXPECT_EQ(MomentFromUnix(1762180205123), (Moment{1762180205, 123'000'000, 0, Precision::kMillisecond}));
  EXPECT_FALSE(MomentFromUnix(-1));
  EXPECT_FALSE(MomentFromUnix(INT64_MAX));
}

TEST(IsFuture, AllowsForClocksAndUnknownZones) {
  constexpr int64_t kNow = 1762180205;
  const auto at = [](int64_t seconds, std::optional<int> zone) { return Moment{seconds, 0, zone, Precision::kSecond}; };
  EXPECT_FALSE(IsFuture(at(kNow + 300, 180), kNow * 1000));
  EXPECT_TRUE(IsFuture(at(kNow + 301, 180), kNow * 1000));
  EXPECT_FALSE(IsFuture(at(kNow + 50400, std::nullopt), kNow * 1000));
  EXPECT_TRUE(IsFuture(at(kNow + 50401, std::nullopt), kNow * 1000));
}

}  // namespace
}  // namespace marsad::decode
