#include "lib/text/escape.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

#include "lib/base/utf8.h"

namespace marsad::text {
namespace {

const std::string kFsi = "\xE2\x81\xA8";  // FIRST STRONG ISOLATE
const std::string kPdi = "\xE2\x81\xA9";  // POP DIRECTIONAL ISOLATE
const std::string kRlo = "\xE2\x80\xAE";  // RIGHT-TO-LEFT OVERRIDE
const std::string kMeem = "\xD9\x85";     // ARABIC LETTER MEEM

TEST(EscapeControls, ShowsTerminalControls) {
  EXPECT_EQ(EscapeControls("a\x1B[2Jb\x07"), "a\\u{1B}[2Jb\\u{7}");
  EXPECT_EQ(EscapeControls("\xC2\x9B"
                           "1m"),
            "\\u{9B}1m");  // CSI in one character
  EXPECT_EQ(EscapeControls(std::string("a\0b\x7F", 4)), "a\\u{0}b\\u{7F}");
  EXPECT_EQ(EscapeControls("a\xE2\x80\xA8"
                           "b"),
            "a\\u{2028}b");  // LINE SEPARATOR
}

TEST(EscapeControls, ShowsBidiControls) {
  EXPECT_EQ(EscapeControls(kMeem + kRlo + "x" + kPdi), kMeem + "\\u{202E}x\\u{2069}");
  EXPECT_EQ(EscapeControls("\xD8\x9C"), "\\u{61C}");  // ARABIC LETTER MARK
}

TEST(EscapeControls, KeepsLineFeedsOnlyWhereAsked) {
  EXPECT_EQ(EscapeControls("a\nb\r", true), "a\nb\\u{D}");
  EXPECT_EQ(EscapeControls("a\nb"), "a\\u{A}b");
}

TEST(EscapeControls, LeavesTextAlone) {
  const std::string text = "caf\xC3\xA9 " + kMeem + " \xF0\x9F\x98\x80";
  EXPECT_EQ(EscapeControls(text), text);
  EXPECT_EQ(EscapeControls(""), "");
}

TEST(EscapeControls, NothingHarmfulIsLeftOfRandomBytes) {
  EXPECT_TRUE(rc::check([](const std::string& bytes) {
    const std::string once = EscapeControls(bytes);
    RC_ASSERT(IsValidUtf8(once));
    RC_ASSERT(EscapeControls(once) == once);
    for (const char c : once) RC_ASSERT(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
  }));
}

TEST(Isolate, WrapsAndDropsWhatCouldReachOut) {
  EXPECT_EQ(Isolate(kMeem), kFsi + kMeem + kPdi);
  EXPECT_EQ(Isolate("a" + kPdi + kRlo + "b"), kFsi + "ab" + kPdi);
  EXPECT_EQ(Isolate(""), kFsi + kPdi);
  EXPECT_EQ(Isolate("a\xFF"), kFsi + "a\xEF\xBF\xBD" + kPdi);
}

}  // namespace
}  // namespace marsad::text
