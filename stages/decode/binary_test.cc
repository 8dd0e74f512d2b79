#include "stages/decode/binary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "lib/text/charset.h"
#include "stages/decode/encoding.h"
#include "tests/shared_data.h"

namespace marsad::decode {
namespace {

namespace fs = std::filesystem;
using namespace std::string_view_literals;
using testing::HasSubstr;

std::string Load(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string Refusal(std::string_view bytes) {
  const auto checked = CheckSignature(bytes);
  return checked ? "" : checked.error().detail;
}

TEST(CheckSignature, SaysWhatTheBytesAre) {
  const std::pair<std::string, const char*> cases[] = {
      {std::string("\x1F\x8B\x08\0\0\0\0\0\0\3\xAB\xE6\2\0\xE8\xF7\x93\x3D", 18),
       "begin as gzip does, which is not un"},
      {"BZh91AY&SY\xDD\1 rest", "begin as bzip2 does"},
      {std::string("\xFD"
                   "7zXZ\0\0\4",
                   8),
       "begin as xz does"},
      {"\x28\xB5\x2F\xFD\4", "begin as zstd does"},
      {"PK\3\4rest", "begin as a ZIP archive (as .docx, .odt and .epub are) does, which is not decoded here: send the"},
      {"%PDF-1.7\n1 0 obj", "begin as a PDF document does"},
      {"{\\rtf1\\ansi News}", "begin as an RTF document does"},
      {"\x89PNG\r\n\x1A\n", "begin as a PNG picture does"},
      {std::string("\xFF\xD8\xFF\xE0\0\x10JFIF", 10), "begin as a JPEG picture does"},
      {std::string("GIF89a\1\0\1\0", 10), "begin as a GIF picture does"},
      {std::string("RIFF\x24\0\0\0WEBPVP8 ", 16), "begin as a WebP picture does"},
      {std::string("\0\0\0\x20"
                   "ftypisom",
                   12),
       "begin as an MP4 film or HEIF picture does"},
      {std::string("\x7F"
                   "ELF\2\1\1\0",
                   8),
       "begin as a program (ELF) does"},
      {"a.txt" + std::string(252, '\0') + "ustar", "begin as a tar archive does"},
  };
  for (const auto& [bytes, sentence] : cases) EXPECT_THAT(Refusal(bytes), HasSubstr(sentence));
}

TEST(CheckSignature, LeavesTextAlone) {
  for (const std::string_view text : {"GIF89a is thirty"sv, "PAR1 is a loudspeaker"sv, "ID3 tags: a guide"sv,
                                      "BZh is no word"sv, "PK wins"sv, "RIFF raff, WEBP"sv, "\xFF\xD8\xFF in Russian"sv,
                                      "\xFD"
                                      "7zXZ"sv,
                                      "Obj"sv, "{\"title\":\"A\"}"sv, ""sv}) {
    EXPECT_EQ(Refusal(text), "");
  }
}

TEST(CheckControls, AllowsOneCharacterInTen) {
  EXPECT_TRUE(
      CheckControls("123456789\x01"
                    "123456789\x02"
                    "ab"));
  const auto refused = CheckControls(
      "abc\x01"
      "def\x02"
      "ghi");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().detail,
            "the bytes are no text: of 11 characters 2 are control characters; allowed is one in ten");
}

TEST(CheckControls, PassesOverPaddingAndFrames) {
  EXPECT_TRUE(CheckControls("A title\nA body" + std::string(1'000, '\0')));
  EXPECT_TRUE(CheckControls("\x16\x16\x01ZCZC 12\x02 FLASH harbour closed\r\n\x03\x04"));
  EXPECT_TRUE(CheckControls("\x1B[1ma\x1B[0m\tb\fc\vd\r\n"));
  EXPECT_TRUE(CheckControls(""));
}

TEST(ToUtf8, KnowsUtf16And32WithoutAByteOrderMark) {
  const std::string folder = "lib/text/testdata/charset/";
  const std::string arabic = Load(folder + "arabic.utf-16le.txt");
  const auto read = ToUtf8(arabic, "");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->text(), Load(folder + "arabic.utf-8.txt"));
  EXPECT_TRUE(read->charset_guessed);
  // The same in Hebrew: SHIN, LAMED, VAV, FINAL MEM.
  EXPECT_EQ(ToUtf8("\xE9\x05\xDC\x05\xD5\x05\xDD\x05 \0\xE9\x05\xDC\x05"sv, "")->charset, "UTF-16LE");
  EXPECT_EQ(ToUtf8("T\0\0\0w\0\0\0o\0\0\0"sv, "")->text(), "Two");
  EXPECT_EQ(ToUtf8("\0\0\6\x45\0\0\0 \0\0\6\x45"sv, "")->text(), "\xD9\x85 \xD9\x85");  // MEEM
  EXPECT_EQ(ToUtf8("Even, with a \0 in it"sv, "")->charset, "UTF-8");
  EXPECT_EQ(ToUtf8("\0T\0w\0o\0 \0w\0o\0r\0d\0s"sv, "")->text(), "Two words");
  // HIRAGANA NI, HO, N in ISO-2022-JP
  EXPECT_EQ(ToUtf8("\x1B$B$K$[$s\x1B(B is \x1B$B$K$[$s\x1B(B", "")->text(),
            "\xE3\x81\xAB\xE3\x81\xBB\xE3\x82\x93 is \xE3\x81\xAB\xE3\x81\xBB\xE3\x82\x93");
  EXPECT_EQ(ToUtf8("Costs \x1B$5 in red", "")->charset, "UTF-8") << "an escape of a terminal";
}

std::string Utf16(std::u16string_view text, bool is_big) {
  std::string bytes = is_big ? "\xFE\xFF" : "\xFF\xFE";
  for (const char16_t unit : text) {
    const char halves[] = {static_cast<char>(unit & 0xFF), static_cast<char>(unit >> 8)};
    bytes += halves[is_big];
    bytes += halves[!is_big];
  }
  return bytes;
}

// A mark alone makes no text: what is behind it must be one, in whatever script.
TEST(ToUtf8, BelievesAMarkOfUtf16IfTextFollows) {
  const std::u16string_view texts[] = {
      u"\u0627\u0641\u062A\u062A\u062D \u0627\u0644\u0648\u0632\u064A\u0631 UN",                             // Arabic
      u"\u90E8\u9577\u5728\u9031\u4E94\u958B\u653E\u4E86\u78BC\u982D\u3002",                                 // Chinese
      u"\u5927\u81E3\u306F\u91D1\u66DC\u306B\u30D5\u30A7\u30EA\u30FC\u3092\u518D\u958B\u3057\u305F",         // Japanese
      u"\uC7A5\uAD00\uC774 \uBD80\uB450\uB97C \uC5F4\uC5C8\uB2E4 (\u6E2F)",                                  // Korean
      u"\u0412\u0440\u0430\u0447 \u043E\u0442\u043A\u0440\u044B\u043B NATO-\u0446\u0435\u043D\u0442\u0440",  // Russian
      u"\u0E17\u0E48\u0E32\u0E40\u0E23\u0E37\u0E2D",                                                         // Thai
      u"The pier opens \xD83D\xDEA2 on Friday",
      u"Yes"};
  for (const std::u16string_view text : texts) {
    for (const bool is_big : {false, true}) {
      const std::string bytes = Utf16(text, is_big);
      const auto read = ToUtf8(bytes, "");
      ASSERT_TRUE(read) << bytes;
      EXPECT_EQ(read->charset, is_big ? "UTF-16BE" : "UTF-16LE");
      EXPECT_EQ(read->repairs, 0U);
    }
  }
  const auto utf8 = ToUtf8("\xFF\xFEThe pier opens on Friday.", "");
  ASSERT_TRUE(utf8);
  EXPECT_EQ(utf8->text(), "The pier opens on Friday.");
  EXPECT_EQ(utf8->disbelieved, "UTF-16LE");
}

TEST(ToUtf8, RefusesNoiseWithAMarkOfUtf16) {
  uint32_t state = 7;
  const auto next = [&] { return static_cast<char>((state = state * 1664525 + 1013904223) >> 24); };
  for (int i = 0; i < 500; ++i) {
    std::string noise = i % 2 == 0 ? "\xFF\xFE" : "\xFE\xFF";
    for (int k = 0; k < 80 + 2 * i; ++k) noise += next();
    const auto read = ToUtf8(noise, "");
    EXPECT_TRUE(!read || !CheckControls(read->text())) << "noise " << i;
    if (!read) {
      EXPECT_THAT(read.error().detail, HasSubstr("no text"));
    }
  }
  // Numbers of 16 bits that all are letters of some script: Hangul and Han in turn.
  std::u16string letters;
  for (char16_t k = 0; k < 40; ++k) letters += static_cast<char16_t>((k % 2 == 0 ? 0xAC00 : 0x4E00) + 97 * k);
  EXPECT_FALSE(ToUtf8(Utf16(letters, false), ""));
}

TEST(ToUtf8, TakesNoNoiseForText) {
  uint32_t state = 1;
  const auto next = [&] { return static_cast<char>((state = state * 1664525 + 1013904223) >> 24); };
  for (int i = 0; i < 1'000; ++i) {
    std::string noise(40 + i, ' ');
    std::generate(noise.begin(), noise.end(), next);
    // As headers of files do: numbers of 32 bits, most of them small.
    if (i % 2 == 0) {
      for (size_t k = 0; k + 4 < noise.size() / 2; k += 4) noise.replace(k + 1, 3, 3, '\0');
    }
    const auto read = ToUtf8(noise, "");
    EXPECT_TRUE(!read || !CheckControls(read->text())) << "noise " << i;
  }
}

// Whoever sends a compressed article must hear of it: none may pass as words.
TEST(ToUtf8, RefusesEveryFileOfGofuzzGzip) {
  const auto folder = tests::SharedData("badinput/gofuzz/gzip/corpus");
  if (!folder) GTEST_SKIP() << "badinput/gofuzz is not here: set MARSAD_SHARED_DATA";
  int count = 0;
  for (const auto& entry : fs::directory_iterator(*folder)) {
    ++count;
    const std::string bytes = Load(entry.path());
    const auto read = ToUtf8(bytes, "");
    EXPECT_TRUE(!read || !CheckControls(read->text())) << entry.path();
  }
  EXPECT_GT(count, 300);
}

// The project's own texts, in every script and encoding that they are kept in.
TEST(ToUtf8, TakesAllSamples) {
  int count = 0;
  for (const char* folder : {"lib/text/testdata/charset", "stages/normalize/golden", "cli/samples", "cli/demo"}) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.path().extension() != ".txt" && entry.path().extension() != ".json") continue;
      ++count;
      const std::string bytes = Load(entry.path());
      const auto read = ToUtf8(bytes, "");
      ASSERT_TRUE(read) << entry.path() << ": " << read.error().detail;
      EXPECT_TRUE(CheckControls(read->text())) << entry.path();
    }
  }
  EXPECT_GT(count, 40);
}

}  // namespace
}  // namespace marsad::decode
