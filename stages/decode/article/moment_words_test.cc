#include "stages/decode/article/moment_words.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <fstream>
#include <string>

#include "lib/text/utf8.h"

namespace marsad::decode {
namespace {

// As testdata/dates.tsv writes it.
std::string Show(const std::optional<Moment>& moment) {
  if (!moment) return "none";
  const int offset = moment->offset_minutes.value_or(0);
  const std::time_t local = moment->unix_seconds + std::time_t{offset} * 60;
  std::tm parts;
  gmtime_r(&local, &parts);
  char text[64];
  const char* form = moment->precision == Precision::kDay      ? "%Y-%m-%d"
                     : moment->precision == Precision::kMinute ? "%Y-%m-%dT%H:%M"
                                                               : "%Y-%m-%dT%H:%M:%S";
  std::strftime(text, sizeof text, form, &parts);
  if (moment->precision == Precision::kDay) return text;
  if (!moment->offset_minutes) return std::string(text) + "?";
  char zone[16];
  std::snprintf(zone, sizeof zone, "%c%02d:%02d", offset < 0 ? '-' : '+', std::abs(offset) / 60, std::abs(offset) % 60);
  return text + std::string(zone);
}

TEST(ParseWordyMoment, ReadsWhatFeedsWrite) {
  std::ifstream cases("stages/decode/testdata/dates.tsv");
  int count = 0;
  for (std::string line; std::getline(cases, line);) {
    if (line.empty() || line[0] == '#') continue;
    const size_t tab = line.find('\t');
    EXPECT_EQ(Show(ParseMoment(line.substr(0, tab))), line.substr(tab + 1)) << line;
    ++count;
  }
  EXPECT_GT(count, 40);
}

TEST(ParseWordyMoment, ReadsFractionsAndLongText) {
  EXPECT_EQ(ParseWordyMoment("3 Nov 2025 14:30:05.25 GMT")->nanos, 250'000'000);
  EXPECT_EQ(ParseWordyMoment("3 Nov 2025 14:30:05.25 GMT")->precision, Precision::kMillisecond);
  EXPECT_FALSE(ParseWordyMoment("3 Nov 2025" + std::string(300, ' ')));
}

TEST(ParseWordyMoment, TakesAnything) {
  EXPECT_TRUE(rc::check([](const std::vector<uint8_t>& picks, const std::string& bytes) {
    constexpr std::string_view kPieces[] = {"3",   "11",  "2025", ":", "-",        "+",        " ",
                                            "nov", "gmt", "(",    ")", ".",        ",",        "T",
                                            "14",  "pm",  "/",    "Z", "\xD9\xA3", "20251103", "99999999999999999999"};
    std::string text;
    for (const uint8_t pick : picks) text += kPieces[pick % std::size(kPieces)];
    for (const std::string& each : {text, text::RepairUtf8(bytes).text}) {
      const std::optional<Moment> moment = ParseWordyMoment(each);
      if (!moment) continue;
      RC_ASSERT(moment->nanos >= 0 && moment->nanos < 1'000'000'000);
      RC_ASSERT(std::abs(moment->offset_minutes.value_or(0)) <= 15 * 60);
    }
  }));
}

}  // namespace
}  // namespace marsad::decode
