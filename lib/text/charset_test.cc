#include "lib/text/charset.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <fstream>
#include <sstream>
#include <string>

#include "lib/base/utf8.h"

namespace marsad::text {
namespace {

// testdata/charset/LANGUAGE.CHARSET.txt: the same text in several encodings, made with Python's codecs.
std::string Sample(const std::string& language, const std::string& charset) {
  std::ifstream in(std::string("lib/text/testdata/charset/") + language + "." + charset + ".txt", std::ios::binary);
  EXPECT_TRUE(in.good()) << language << " " << charset;
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

struct Case {
  const char* language;
  const char* charset;
};
constexpr Case kCases[] = {
    {"arabic", "windows-1256"}, {"arabic", "iso-8859-6"},   {"russian", "windows-1251"}, {"russian", "koi8-r"},
    {"russian", "iso-8859-5"},  {"french", "windows-1252"}, {"turkish", "windows-1254"},
};

TEST(ConvertToUtf8, AgreesWithPython) {
  for (const Case& c : kCases) {
    const auto converted = ConvertToUtf8(Sample(c.language, c.charset), c.charset);
    ASSERT_TRUE(converted) << c.charset;
    EXPECT_EQ(converted->text, Sample(c.language, "utf-8")) << c.charset;
    EXPECT_EQ(converted->repairs, 0U) << c.charset;
  }
  EXPECT_EQ(ConvertToUtf8(Sample("arabic", "utf-16le"), "utf-16le")->text, Sample("arabic", "utf-8"));
}

TEST(IsAssigned, KnowsWhatUnicodeHas) {
  for (const char32_t c : {0x41U, 0x627U, 0x4E2DU, 0x1F600U, 0xFFFDU}) EXPECT_TRUE(IsAssigned(c)) << uint32_t{c};
  for (const char32_t c : {0x378U, 0xE000U, 0xFFFFU, 0xF0000U, 0x2FFFU}) EXPECT_FALSE(IsAssigned(c)) << uint32_t{c};
}

TEST(ConvertToUtf8, KnowsAliasesAndSaysThePreferredName) {
  EXPECT_EQ(ConvertToUtf8("a", "CP1256")->charset, "windows-1256");
  EXPECT_EQ(ConvertToUtf8("a", "UTF8")->charset, "UTF-8");
  EXPECT_EQ(ConvertToUtf8("a", "arabic")->charset, "ISO-8859-6");
  EXPECT_EQ(ConvertToUtf8("a", "koi8-r")->charset, "KOI8-R");
  EXPECT_EQ(ConvertToUtf8("a", "gb2312")->charset, "GB18030");
}

// What is declared as ISO 8859-1 was written on Windows: curly quotes lie in 0x80 to 0x9F.
TEST(ConvertToUtf8, ReadsLatin1AsWindows1252) {
  const auto converted = ConvertToUtf8("\x93hi\x94", "iso-8859-1");
  EXPECT_EQ(converted->text, "\xE2\x80\x9Chi\xE2\x80\x9D");  // LEFT, RIGHT DOUBLE QUOTATION MARK
  EXPECT_EQ(converted->charset, "windows-1252");
}

TEST(ConvertToUtf8, ReadsThai) {
  for (const char* name : {"windows-874", "tis-620", "TIS620"}) {
    const auto converted = ConvertToUtf8("\xA1\x85", name);
    ASSERT_TRUE(converted) << name;
    EXPECT_EQ(converted->text, "\xE0\xB8\x81\xE2\x80\xA6") << name;  // KO KAI, HORIZONTAL ELLIPSIS
    EXPECT_EQ(converted->charset, "windows-874") << name;
  }
}

TEST(ConvertToUtf8, RefusesWhatIsUnknownOrDangerous) {
  for (const char* name : {"", "klingon", "utf-7", "SCSU", "BOCU-1", "IMAP-mailbox-name", "LMBCS-1", "HZ"}) {
    const auto converted = ConvertToUtf8("a", name);
    ASSERT_FALSE(converted) << name;
    EXPECT_NE(converted.error().message.find(std::string("\"") + name + "\""), std::string::npos);
  }
}

TEST(ConvertToUtf8, CountsBytesThatTheEncodingDoesNotKnow) {
  const std::string fffd = "\xEF\xBF\xBD";
  const auto undefined = ConvertToUtf8("a\x81z", "windows-1252");
  EXPECT_EQ(undefined->text, "a" + fffd + "z");
  EXPECT_EQ(undefined->repairs, 1U);
  const auto lone = ConvertToUtf8(std::string("\x00\xD8"
                                              "a\x00",
                                              4),
                                  "utf-16le");
  EXPECT_EQ(lone->text, fffd + "a");
  EXPECT_EQ(lone->repairs, 1U);
  const auto cut = ConvertToUtf8(std::string("a\0b", 3), "utf-16le");
  EXPECT_EQ(cut->text, "a" + fffd);
  EXPECT_EQ(cut->repairs, 1U);
  EXPECT_EQ(ConvertToUtf8("\xFF\xFF", "utf-8")->repairs, 2U);
}

TEST(ConvertToUtf8, ConvertsTextLongerThanItsBuffers) {
  std::string bytes;
  std::string expected;
  for (int i = 0; i < 20000; ++i) {
    bytes += "\xE6\xE3";  // in windows-1256: WAW, MEEM
    expected += "\xD9\x88\xD9\x85";
  }
  EXPECT_TRUE(ConvertToUtf8(bytes, "windows-1256")->text == expected);
}

TEST(ConvertToUtf8, MakesValidTextOfAnyBytes) {
  EXPECT_TRUE(rc::check([](const std::string& bytes) {
    for (const char* charset : {"windows-1256", "iso-8859-6", "utf-16", "utf-16be", "utf-32", "shift_jis", "gb18030",
                                "iso-2022-jp", "big5", "koi8-r"}) {
      const auto converted = ConvertToUtf8(bytes, charset);
      RC_ASSERT(converted.has_value());
      RC_ASSERT(IsValidUtf8(converted->text));
    }
  }));
}

TEST(DetectCharset, FindsTheEncodingOfNews) {
  for (const Case& c : kCases) {
    const std::string bytes = Sample(c.language, c.charset);
    const auto charset = DetectCharset(bytes);
    ASSERT_TRUE(charset) << c.language << " " << c.charset;
    EXPECT_EQ(ConvertToUtf8(bytes, *charset)->text, Sample(c.language, "utf-8")) << c.charset << " as " << *charset;
  }
  EXPECT_EQ(DetectCharset("\xFF\xFE" + Sample("arabic", "utf-16le")), "UTF-16LE");
}

TEST(DetectCharset, TakesBinaryDataForNothing) {
  EXPECT_EQ(DetectCharset(""), std::nullopt);
  EXPECT_EQ(DetectCharset(std::string(1000, '\xFF')), std::nullopt);
  EXPECT_EQ(DetectCharset("\xFF\xFF\xFF"), std::nullopt);
  EXPECT_EQ(DetectCharset(std::string("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\6\0\0\0\\r\xA8"
                                      "f",
                                      33)),
            std::nullopt);
  EXPECT_EQ(DetectCharset(std::string("\x1F\x8B\x08\0\0\0\0\0\0\3\xAB\xE6\2\0\xE8\xF7\x93\x3D", 18)), std::nullopt);
  std::string noise;
  for (uint32_t i = 0, state = 1; i < 5000; ++i)
    noise += static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
  EXPECT_EQ(DetectCharset(noise), std::nullopt);
}

TEST(ConvertToUtf8, ShowsABrokenNameSafely) {
  const auto converted = ConvertToUtf8("x", "\xD4\x1B" + std::string(10'000, 'x'));
  ASSERT_FALSE(converted);
  EXPECT_TRUE(IsValidUtf8(converted.error().message));
  EXPECT_EQ(converted.error().message.find('\x1B'), std::string::npos);
  EXPECT_LT(converted.error().message.size(), 400U);
}

}  // namespace
}  // namespace marsad::text
