#include "stages/decode/latin_charset.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <string>

#include "lib/base/utf8.h"
#include "lib/text/charset.h"
#include "lib/text/code_point.h"

namespace marsad::decode {
namespace {

// `text` in an encoding of single bytes; characters that it does not have become question marks.
std::string Encode(const std::string& text, const std::string& charset) {
  std::map<std::string, char> bytes;
  for (int byte = 255; byte >= 0; --byte) {
    const char c = static_cast<char>(byte);
    bytes[text::ConvertToUtf8({&c, 1}, charset)->text] = c;
  }
  std::string encoded;
  for (size_t at = 0; at < text.size();) {
    const size_t end = NextBoundary(text, at);
    const auto known = bytes.find(text.substr(at, end - at));
    encoded += known == bytes.end() ? '?' : known->second;
    at = end;
  }
  return encoded;
}

// Each language's text of testdata/latin_texts.tsv, as it stands and inside of a page.
TEST(LatinCharset, EachLanguageIsReadInItsOwn) {
  std::ifstream file("stages/decode/testdata/latin_texts.tsv");
  size_t count = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    const size_t tab = line.find('\t');
    const std::string charset = line.substr(0, tab);
    const std::string text = line.substr(line.find('\t', tab + 1) + 1);
    const std::string bytes = Encode(text, charset);
    ASSERT_EQ(bytes.find('?'), bytes.npos) << line;
    const std::string expected = charset == "windows-1252" ? "" : charset;
    for (const char* declared : {"ISO-8859-1", "latin1", "windows-1252", "iso-8859-15"}) {
      EXPECT_EQ(LatinCharsetInsteadOf(declared, bytes), expected) << declared << '\t' << line;
    }
    const std::string page =
        "<html><body class=\"post\"><ul><li><a href=\"/17\">Section</a></li></ul><p>" + bytes + "</p></body></html>";
    EXPECT_EQ(LatinCharsetInsteadOf("iso-8859-1", page), expected) << line;
    EXPECT_EQ(LatinCharsetInsteadOf(charset, bytes), "") << line;
    EXPECT_FALSE(IsOtherScript(bytes)) << line;
    ++count;
  }
  EXPECT_GE(count, 28U);
}

TEST(LatinCharset, TooFewLettersAndOtherEncodingsTellNothing) {
  EXPECT_EQ(LatinCharsetInsteadOf("iso-8859-1", Encode("Most prze\u0142o\u017Cono", "windows-1250")), "");
  EXPECT_EQ(LatinCharsetInsteadOf("iso-8859-1", ""), "");
  EXPECT_EQ(LatinCharsetInsteadOf("iso-8859-1",
                                  "Boats of 30 m\xB3 and 40 m\xB3, 50 m\xB3, 60 m\xB3, 70 m\xB3, 80 m\xB3, "
                                  "90 m\xB3, 20 m\xB3, 10 m\xB3"),
            "");
  EXPECT_EQ(LatinCharsetInsteadOf("windows-1251", "\xF8\xEC\xE8\x9A\x9E\xF8\xEC\xE8\x9A\x9E"), "");
  EXPECT_EQ(LatinCharsetInsteadOf("klingon", "\xF8\xEC\xE8\x9A\x9E\xF8\xEC\xE8\x9A\x9E"), "");
}

TEST(LatinCharset, OtherScriptsStandSideBySide) {
  EXPECT_TRUE(IsOtherScript(
      Encode("\u041C\u043E\u0441\u0442 \u043E\u0442\u043A\u0440\u043E\u044E\u0442 \u0432\u043D\u043E\u0432\u044C",
             "windows-1251")));
  EXPECT_FALSE(
      IsOtherScript("Caf\xE9 \xE0 c\xF4t\xE9, tr\xE8s \xE9mu, \xE9t\xE9, for\xEAt, ma\xEEtre, d\xE9\xE7u, h\xE9las"));
  EXPECT_FALSE(IsOtherScript(""));
}

}  // namespace
}  // namespace marsad::decode
