#include "lib/base/utf8.h"

#include <gtest/gtest.h>

namespace marsad {
namespace {

// One, two, three and four bytes: a, ARABIC LETTER MEEM, ZERO WIDTH NON-JOINER, GRINNING FACE.
constexpr std::string_view kText = "a\u0645\u200C\U0001F600";

TEST(Utf8, KnowsTheLengthOfEachCharacterByItsFirstByte) {
  size_t count = 0;
  for (size_t at = 0; at < kText.size(); ++count) {
    EXPECT_EQ(Utf8Length(kText[at]), count + 1);
    at += Utf8Length(kText[at]);
  }
  EXPECT_EQ(count, 4U);
  for (const char none : {'\x80', '\xBF', '\xC0', '\xC1', '\xF5', '\xFF'}) EXPECT_EQ(Utf8Length(none), 0U);
  for (const char lead : {'\xC2', '\xDF', '\xE0', '\xEF', '\xF0', '\xF4'}) EXPECT_GT(Utf8Length(lead), 1U);
}

TEST(Utf8, FindsBoundaries) {
  const size_t boundaries[] = {0, 1, 3, 6, 10};
  for (size_t at = 0, next = 0; at <= kText.size(); ++at) {
    EXPECT_EQ(IsBoundary(kText, at), at == boundaries[next]) << at;
    if (at < kText.size()) {
      EXPECT_EQ(NextBoundary(kText, at), boundaries[next + (at == boundaries[next])]) << at;
    }
    if (at != boundaries[next]) continue;
    if (next > 0) {
      EXPECT_EQ(PreviousBoundary(kText, at), boundaries[next - 1]) << at;
    }
    ++next;
  }
  EXPECT_FALSE(IsBoundary(kText, kText.size() + 1));
  EXPECT_TRUE(IsBoundary("", 0));
}

TEST(Utf8, CutsBetweenCharacters) {
  EXPECT_EQ(PrefixAtBoundary(kText, 0), "");
  EXPECT_EQ(PrefixAtBoundary(kText, 2), "a");
  EXPECT_EQ(PrefixAtBoundary(kText, 3), "a\u0645");
  EXPECT_EQ(PrefixAtBoundary(kText, 9), "a\u0645\u200C");
  EXPECT_EQ(PrefixAtBoundary(kText, 10), kText);
  EXPECT_EQ(PrefixAtBoundary(kText, 11), kText);
}

TEST(Utf8, Counts) {
  EXPECT_EQ(CountCharacters(kText), 4U);
  EXPECT_EQ(CountUtf16(kText), 5U);
}

TEST(Utf8, AppendsWhatTheCompilerWrites) {
  std::string text;
  for (const char32_t c : {U'a', U'\u0645', U'\u200C', U'\U0001F600'}) AppendUtf8(c, &text);
  EXPECT_EQ(text, kText);
  for (const char32_t edge : {U'\x7F', U'\x80', U'\x7FF', U'\x800', U'\xFFFF', U'\x10000', U'\x10FFFF'}) {
    std::string one;
    AppendUtf8(edge, &one);
    EXPECT_EQ(Utf8Length(one[0]), one.size());
    EXPECT_TRUE(IsValidUtf8(one));
  }
}

}  // namespace
}  // namespace marsad
