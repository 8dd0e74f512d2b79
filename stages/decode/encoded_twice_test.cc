#include "stages/decode/encoded_twice.h"

#include <gtest/gtest.h>

#include <string>

#include "lib/text/charset.h"

namespace marsad::decode {
namespace {

const std::string kFrench =
    "Le th\u00E9\u00E2tre a \u00E9t\u00E9 r\u00E9nov\u00E9 : \u00AB\u00A0l\u2019\u00E9t\u00E9\u00A0\u00BB.";
const std::string kArabic =
    "\u0627\u0641\u062A\u062A\u062D\u062A \u0627\u0644\u0628\u0644\u062F\u064A\u0629 \u062D\u062F\u064A\u0642\u0629.";
const std::string kRussian = "\u041C\u043E\u0441\u0442 \u043E\u0442\u043A\u0440\u044B\u043B\u0438.";

std::string Twice(const std::string& text, const char* charset) { return text::ConvertToUtf8(text, charset)->text; }

TEST(EncodedTwice, IsUndone) {
  const std::pair<std::string, const char*> cases[] = {{kFrench, "windows-1252"},  {kArabic, "windows-1252"},
                                                       {kArabic, "windows-1256"},  {kRussian, "windows-1251"},
                                                       {kRussian, "windows-1252"}, {kFrench, "windows-1256"}};
  for (const auto& [text, charset] : cases) {
    const std::string twice = Twice(text, charset);
    if (twice.find("\uFFFD") != twice.npos) continue;  // a byte that the encoding does not have was lost
    const std::optional<EncodedOnce> once = UndoSecondEncoding(twice);
    ASSERT_TRUE(once) << text << charset << twice;
    EXPECT_EQ(once->text, text);
    EXPECT_EQ(once->charset, charset);
  }
}

TEST(EncodedTwice, OrdinaryTextsAndMixedOnesStay) {
  const std::string mixed = Twice(kFrench, "windows-1252") + " caf\u00E9";
  for (const std::string& text : {kFrench, kArabic, kRussian, std::string("plain"), std::string(), mixed,
                                  std::string("\u00C3\u00C2 \u00D0\u00D1 \u00D8\u00D9 \u00C3\u00C2")}) {
    EXPECT_FALSE(UndoSecondEncoding(text)) << text;
  }
}

}  // namespace
}  // namespace marsad::decode
