#include "stages/decode/article/clean.h"
#include "lib/base/utf8.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

#include "lib/text/utf8.h"

namespace marsad::decode {
namespace {

TEST(CleanText, MakesEveryLineBreakALineFeed) {
  EXPECT_EQ(CleanText("a\r\nb\rc\n\nd\ve\ff\xC2\x85g\r").text, "a\nb\nc\n\nd\ne\nf\ng\n");
  EXPECT_EQ(CleanText("a\r\nb").dropped, 0U);
}

TEST(CleanText, DropsAndCountsControls) {
  const Cleaned cleaned = CleanText(std::string("a\0b\x1B[1m\x7F\xC2\x9B\tc", 12));
  EXPECT_EQ(cleaned.text, "ab[1m\tc");
  EXPECT_EQ(cleaned.dropped, 4U);
}

// Wherever it stands: texts are looked at in blocks.
TEST(CleanText, FindsASingleControlAtEachPlace) {
  const std::string plain(100, 'x');
  for (size_t at = 0; at <= plain.size(); ++at) {
    for (const char* control : {"\x01", "\x1F", "\x7F", "\xC2\x80", "\r"}) {
      const std::string kept = *control == '\r' ? "\n" : "";
      std::vector<uint32_t> places = {static_cast<uint32_t>(at)};
      const Cleaned cleaned = CleanText(std::string(plain).insert(at, control), places);
      EXPECT_EQ(cleaned.text, std::string(plain).insert(at, kept)) << at;
      EXPECT_EQ(cleaned.dropped, kept.empty() ? 1U : 0U) << at;
      EXPECT_EQ(places[0], at);
    }
  }
}

TEST(CleanText, LeavesEverythingElseAlone) {
  const std::string text = "\xC2\xA0 caf\xC3\xA9 \xD9\x85\xD9\x8F \xE2\x80\x8F\xE2\x80\xAB \xF0\x9F\x98\x80  x";
  EXPECT_EQ(CleanText(text).text,
            text);  // NO-BREAK SPACE, DAMMA, RIGHT-TO-LEFT MARK and EMBEDDING are the source's own
}

TEST(CleanText, IsDoneAfterOnce) {
  EXPECT_TRUE(rc::check([](const std::string& bytes) {
    const std::string text = text::RepairUtf8(bytes).text;
    const Cleaned once = CleanText(text);
    RC_ASSERT(IsValidUtf8(once.text));
    RC_ASSERT(CleanText(once.text).text == once.text);
    const Cleaned line = CleanLine(text);
    RC_ASSERT(line.text.find_first_of("\n\t") == std::string::npos);
    RC_ASSERT(CleanLine(line.text).text == line.text);
  }));
}

TEST(CleanLine, JoinsLines) {
  EXPECT_EQ(CleanLine("  a \n\n b\tc  d ").text, "a b c  d");
  EXPECT_EQ(CleanLine(" \n ").text, "");
}

// What lies between two places before is, cleaned, what lies between them after.
TEST(CleanText, MovesPlaces) {
  EXPECT_TRUE(rc::check([](const std::vector<uint8_t>& picks, const std::vector<uint8_t>& cuts) {
    constexpr std::string_view kPieces[] = {"a",        "\r\n", "\r", "\x07", "\xC2\x85",
                                            "\xC3\xA9", "\t",   " ",  "b",    "\xC2\x9B"};
    std::string text;
    std::vector<uint32_t> at = {0};
    for (const uint8_t pick : picks) {
      text += kPieces[pick % std::size(kPieces)];
      at.push_back(static_cast<uint32_t>(text.size()));
    }
    std::vector<uint32_t> places;
    places.reserve(cuts.size());
    for (const uint8_t cut : cuts) places.push_back(at[cut % at.size()]);
    std::sort(places.begin(), places.end());
    std::vector<uint32_t> moved = places;
    const std::string cleaned = CleanText(text, moved).text;
    for (size_t i = 0; i < places.size(); ++i) {
      RC_ASSERT(cleaned.substr(0, moved[i]) + CleanText(text.substr(places[i])).text == cleaned ||
                text.substr(0, places[i]).ends_with("\r"));
    }
    std::vector<uint32_t> in_line = places;
    const std::string line = CleanLine(text, in_line).text;
    for (const uint32_t place : in_line) RC_ASSERT(place <= line.size());
    RC_ASSERT(std::is_sorted(in_line.begin(), in_line.end()));
  }));
}

TEST(CleanLine, MovesPlaces) {
  std::vector<uint32_t> places = {0, 2, 3, 5, 6, 8};
  EXPECT_EQ(CleanLine("  a\n b \x07", places).text, "a b");
  EXPECT_EQ(places, (std::vector<uint32_t>{0, 0, 1, 2, 3, 3}));
}

TEST(LanguageTag, TakesWhatHasTheForm) {
  EXPECT_EQ(LanguageTag("ar"), "ar");
  EXPECT_EQ(LanguageTag("pt_BR"), "pt-BR");
  EXPECT_EQ(LanguageTag("English"), "en");
  EXPECT_EQ(LanguageTag("AR"), "ar");
  EXPECT_EQ(LanguageTag("EN-GB"), "en-GB");
  EXPECT_EQ(LanguageTag("Deutsch"), "de");
  EXPECT_EQ(LanguageTag("fran\xC3\xA7"
                        "ais"),
            "fr");
  EXPECT_EQ(LanguageTag("tr_TR.UTF-8"), "tr-TR");
  EXPECT_EQ(LanguageTag("sr_RS@latin"), "sr-RS");
  EXPECT_FALSE(LanguageTag("Klingonese"));
  EXPECT_FALSE(LanguageTag(".UTF-8"));
  EXPECT_EQ(LanguageTag("zh-Hant-TW"), "zh-Hant-TW");
  for (const char* text : {"", "a", "Arabic language", "ar-", "-ar", "a1", "ar-toolongsubtag", "\xD8\xB9"}) {
    EXPECT_FALSE(LanguageTag(text)) << text;
  }
}

TEST(CountryCode, TakesTwoLetters) {
  EXPECT_EQ(CountryCode("eg"), "EG");
  for (const char* text : {"", "E", "EGY", "E1", "\xD9\x85"}) EXPECT_FALSE(CountryCode(text)) << text;
}

}  // namespace
}  // namespace marsad::decode
