#include "lib/base/utf8.h"
#include "lib/text/utf8.h"

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <fstream>
#include <string>

#include "tests/shared_data.h"

namespace marsad::text {
namespace {

const std::string kFffd = "\xEF\xBF\xBD";  // REPLACEMENT CHARACTER

std::string Encode(uint32_t c) {
  std::string out;
  if (c < 0x80) return out += static_cast<char>(c);
  if (c < 0x800) return out = {static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 63))};
  if (c < 0x10000) {
    return out = {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 63)),
                  static_cast<char>(0x80 | (c & 63))};
  }
  return out = {static_cast<char>(0xF0 | c >> 18), static_cast<char>(0x80 | (c >> 12 & 63)),
                static_cast<char>(0x80 | (c >> 6 & 63)), static_cast<char>(0x80 | (c & 63))};
}

TEST(Utf8, EveryCharacterIsValidAndNoSurrogateIs) {
  for (uint32_t c = 0; c <= 0x10FFFF; ++c) {
    const bool surrogate = c >= 0xD800 && c <= 0xDFFF;
    ASSERT_EQ(IsValidUtf8(Encode(c)), !surrogate) << std::hex << c;
  }
  EXPECT_FALSE(IsValidUtf8("\xF4\x90\x80\x80"));  // U+110000
}

TEST(Utf8, FindsAnErrorAtEveryPlaceOfABlock) {
  for (size_t at = 0; at < 40; ++at) {
    std::string text(40, 'a');
    EXPECT_TRUE(IsValidUtf8(text));
    text[at] = '\x80';
    EXPECT_FALSE(IsValidUtf8(text)) << at;
    text[at] = '\xD8';
    EXPECT_FALSE(IsValidUtf8(text)) << at;
  }
}

TEST(Utf8, RefusesTextThatEndsWithinACharacter) {
  const std::string text = "12345678" + Encode(0x1F600);
  for (size_t size = 9; size < text.size(); ++size) EXPECT_FALSE(IsValidUtf8(text.substr(0, size))) << size;
  EXPECT_TRUE(IsValidUtf8(text));
}

// The examples of The Unicode Standard 15.0, tables 3-8 to 3-11.
TEST(Utf8, ReplacesMaximalSubparts) {
  struct Case {
    std::string broken, repaired;
    uint32_t repairs;
  };
  const Case cases[] = {
      {"a\xF1\x80\x80\xE1\x80\xC2z\x80z\x80\xBFz",
       "a" + kFffd + kFffd + kFffd + "z" + kFffd + "z" + kFffd + kFffd + "z", 6},
      {"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41", kFffd + kFffd + kFffd + kFffd + kFffd + kFffd + kFffd + kFffd + "A", 8},
      {"\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41", kFffd + kFffd + kFffd + kFffd + kFffd + kFffd + kFffd + kFffd + "A", 8},
      {"\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42", kFffd + kFffd + kFffd + kFffd + kFffd + "A" + kFffd + kFffd + "B", 7},
      {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", kFffd + kFffd + kFffd + kFffd + "A", 4},
  };
  for (const Case& c : cases) {
    const Repaired repaired = RepairUtf8(c.broken);
    EXPECT_EQ(repaired.text, c.repaired);
    EXPECT_EQ(repaired.repairs, c.repairs);
  }
}

TEST(Utf8, LeavesValidTextAlone) {
  const std::string text = std::string("a\0b", 3) + Encode(0x645) + Encode(0xFFFD) + Encode(0x1F600);
  EXPECT_EQ(RepairUtf8(text).text, text);
  EXPECT_EQ(RepairUtf8(text).repairs, 0U);
  EXPECT_EQ(CountCharacters(text), 6U);
  EXPECT_EQ(CountUtf16(text), 7U);
  EXPECT_EQ(CountCharacters(""), 0U);
}

TEST(Utf8, FindsLetters) {
  EXPECT_TRUE(HasLetter("12 a"));
  EXPECT_TRUE(HasLetter("... " + Encode(0x645)));  // MEEM
  EXPECT_TRUE(HasLetter(Encode(0x4E2D)));
  EXPECT_FALSE(HasLetter(""));
  EXPECT_FALSE(HasLetter("12, 13! " + Encode(0x661) + Encode(0x1F600)));  // ARABIC-INDIC DIGIT ONE, GRINNING FACE
}

TEST(Utf8, RepairsRandomBytes) {
  EXPECT_TRUE(rc::check("what comes out is valid, and valid parts stay", [] {
    // Lead and continuation bytes often, so that near misses are common.
    const auto bytes = *rc::gen::container<std::string>(
        rc::gen::oneOf(rc::gen::arbitrary<char>(),
                       rc::gen::element('\xE0', '\xED', '\xF0', '\xF4', '\xC2', '\x80', '\x9F', '\xA0', '\xBF', 'a')));
    const Repaired repaired = RepairUtf8(bytes);
    RC_ASSERT(IsValidUtf8(repaired.text));
    RC_ASSERT(IsValidUtf8(bytes) == (repaired.repairs == 0));
    RC_ASSERT(RepairUtf8("x" + bytes + "y").text == "x" + repaired.text + "y");
  }));
}

std::string FromHex(const std::string& hex) {
  std::string bytes;
  std::string digits;
  for (const char c : hex) {
    if (c == ' ') continue;
    digits += c;
    if (digits.size() < 2) continue;
    bytes += static_cast<char>(std::stoi(digits, nullptr, 16));
    digits.clear();
  }
  return bytes;
}

// Lines "number:invalid hex:BYTES:WHEN SKIPPED:WHEN REPLACED" and "number:valid hex:BYTES".
TEST(Utf8, AgreesWithUtf8tests) {
  const auto path = tests::SharedData("badinput/utf8tests/utf8tests.txt");
  if (!path) GTEST_SKIP() << "badinput/utf8tests is not here: set MARSAD_SHARED_DATA";
  std::ifstream in(*path);
  int valid = 0;
  int invalid = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> parts;
    for (size_t begin = 0, end = 0; end != std::string::npos; begin = end + 1) {
      end = line.find(':', begin);
      parts.push_back(line.substr(begin, end == std::string::npos ? end : end - begin));
    }
    if (parts.at(1) == "valid hex") {
      ++valid;
      EXPECT_TRUE(IsValidUtf8(FromHex(parts.at(2)))) << line;
    } else if (parts.at(1) == "invalid hex") {
      ++invalid;
      EXPECT_EQ(RepairUtf8(FromHex(parts.at(2))).text, FromHex(parts.at(4))) << line;
    }
  }
  EXPECT_GT(valid, 10);
  EXPECT_GT(invalid, 50);
}

}  // namespace
}  // namespace marsad::text
