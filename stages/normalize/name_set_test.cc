#include "stages/normalize/name_set.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/utf8.h"
#include "lib/text/code_point.h"
#include "lib/text/fold.h"
#include "lib/text/sentence_break.h"
#include "tests/seed.h"

namespace marsad::normalize {
namespace {

// What the header promises, with nothing told beforehand.
std::string Letters(std::string_view name) {
  const std::string folded = text::FoldText(name);
  std::string letters;
  for (size_t at = 0; at < folded.size();) {
    const text::CodePoint c = text::CodePointAt(folded, at);
    const text::SentenceClass found = text::SentenceBreaker::ClassOf(c.value);
    if (found == text::SentenceClass::kLower || found == text::SentenceClass::kOtherLetter ||
        found == text::SentenceClass::kUpper || found == text::SentenceClass::kNumeric) {
      letters += folded.substr(at, c.bytes);
    }
    at += c.bytes;
  }
  return letters;
}

// Letters that fold to each other, marks that combine with them, signs and blanks, in several scripts and lengths of UTF-8.
constexpr char32_t kCharacters[] = {U'a',   U'A',   U'e',   U'-',   U'.',   U' ',   0x00E9, 0x0301, 0x0130, 0x0131,
                                    0x00DF, 0x0327, 0x0391, 0x03B1, 0x0345, 0x0430, 0x0410, 0x0306, 0x0439, 0x0627,
                                    0x0623, 0x0654, 0x0653, 0x0622, 0x0644, 0x0640, 0x064B, 0x0651, 0x064A, 0x0626,
                                    0x0649, 0x06CC, 0x0629, 0x0647, 0x200C, 0x00A0, 0x0915, 0x4E2D, 0xFF21, 0x1F600};

std::string RandomName(std::mt19937* random, size_t most) {
  std::string name;
  for (size_t left = 1 + (*random)() % most; left > 0; --left) {
    AppendUtf8(kCharacters[(*random)() % std::size(kCharacters)], &name);
  }
  return name;
}

TEST(NameSet, ContainsWhatHasTheSameLetters) {
  std::mt19937 random(static_cast<uint32_t>(tests::Seed()));
  NameSet set;
  std::vector<std::string> known;
  for (int i = 0; i < 300; ++i) {
    const std::string name = RandomName(&random, 12);
    if (Letters(name).empty()) continue;
    set.Add(name);
    known.push_back(Letters(name));
  }
  int found = 0;
  for (int i = 0; i < 20'000; ++i) {
    // Long enough to be told by its opening, and often a known name in other signs.
    std::string asked = i % 2 == 0 ? known[random() % known.size()] : RandomName(&random, 12);
    if (i % 4 == 0) asked = std::string(random() % 4, ' ') + asked + RandomName(&random, 2);
    const bool is_known = std::find(known.begin(), known.end(), Letters(asked)) != known.end();
    found += is_known ? 1 : 0;
    ASSERT_EQ(set.Contains(asked), is_known) << asked;
    if (is_known) {
      ASSERT_TRUE(set.MayBegin(asked + " and more")) << asked;
    }
  }
  EXPECT_GT(found, 1000);
}

}  // namespace
}  // namespace marsad::normalize
