#include "lib/text/token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utext.h>

#include <memory>
#include <string>
#include <vector>

namespace marsad::text {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Words(const std::string& text) {
  std::vector<std::string> words;
  for (const Token& token : Tokenize(text, Fold(text))) words.emplace_back(token.original.Cut(text));
  return words;
}

bool IsWordOrNumber(const icu::UnicodeString& piece) {
  for (int32_t i = 0; i < piece.length(); i = piece.moveIndex32(i, 1)) {
    const int32_t value = u_getIntPropertyValue(piece.char32At(i), UCHAR_WORD_BREAK);
    if (value == U_WB_ALETTER || value == U_WB_HEBREW_LETTER || value == U_WB_NUMERIC) return true;
  }
  return false;
}

// ICU's words, without the format controls at their end.
std::vector<std::string> IcuWords(const std::string& text) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> breaker(
      icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), error));
  const icu::UnicodeString whole = icu::UnicodeString::fromUTF8(text);
  breaker->setText(whole);
  std::vector<std::string> words;
  int32_t from = breaker->first();
  for (int32_t to = breaker->next(); to != icu::BreakIterator::DONE; from = to, to = breaker->next()) {
    icu::UnicodeString piece = whole.tempSubStringBetween(from, to);
    if (!IsWordOrNumber(piece)) continue;
    while (u_charType(piece.char32At(piece.length() - 1)) == U_FORMAT_CHAR) {
      piece.truncate(piece.moveIndex32(piece.length(), -1));
    }
    piece.toUTF8String(words.emplace_back());
  }
  return words;
}

// Text of every class that the rules know, but without what ICU tailors (colon, @, Hangul), its dictionaries divide, or
// emoji join, and without hashtags.
rc::Gen<std::string> Texts() {
  const auto code_point = rc::gen::suchThat(
      rc::gen::weightedOneOf<char32_t>({{10, rc::gen::inRange<char32_t>(0x20, 0x7F)},
                                        {8, rc::gen::inRange<char32_t>(0x5D0, 0x700)},
                                        {4, rc::gen::inRange<char32_t>(0x2E, 0x3B)},
                                        {4, rc::gen::elementOf(std::u32string(U"'\"_.,;\u2019\u00B7\u05F3\u05F4"))},
                                        {2, rc::gen::inRange<char32_t>(0x300, 0x530)},
                                        {2, rc::gen::inRange<char32_t>(0x5B0, 0x5EB)},
                                        {1, rc::gen::inRange<char32_t>(0x900, 0xD80)},
                                        {2, rc::gen::inRange<char32_t>(0x2000, 0x2030)}}),
      [](char32_t c) {
        const bool is_number_since_15_1 = (c >= 0x600 && c <= 0x605) || c == 0x6DD;  // ours are of Unicode 15.0
        return c != ':' && c != '@' && c != '#' && !is_number_since_15_1;
      });
  return rc::gen::map(rc::gen::container<std::u32string>(code_point), [](const std::u32string& points) {
    std::string text;
    icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(points.data()), static_cast<int32_t>(points.size()))
        .toUTF8String(text);
    return text;
  });
}

TEST(TokenTest, UnderscoresPartTheWordsOfAHashtag) {
  EXPECT_THAT(Words("#John_McCain said snake_case #_a__b_ #c"),
              ElementsAre("John", "McCain", "said", "snake_case", "a", "b", "c"));
  EXPECT_THAT(Words("#\u062C\u0648\u0646_\u0645\u0627\u0643\u064A\u0646"),  // Arabic: the same name
              ElementsAre("\u062C\u0648\u0646", "\u0645\u0627\u0643\u064A\u0646"));
}

RC_GTEST_PROP(TokenProperty, BoundariesAreThoseOfIcu, ()) {
  const std::string text = *Texts();
  RC_ASSERT(Words(text) == IcuWords(text));
}

RC_GTEST_PROP(TokenProperty, SpansAreInOrderAndFoldToTheSearchText, ()) {
  const std::string text = *Texts();
  const Folded folded = Fold(text);
  uint32_t behind_original = 0;
  uint32_t behind_search = 0;
  for (const Token& token : Tokenize(text, folded)) {
    RC_ASSERT(token.original.begin >= behind_original && token.original.end <= text.size());
    RC_ASSERT(token.search.begin >= behind_search && token.search.end <= folded.search.size());
    // Not equal: a mark can melt into what stands before the word, once a tatweel between them is dropped.
    RC_ASSERT(token.search.Cut(folded.search).find(FoldText(token.original.Cut(text))) != std::string_view::npos);
    RC_ASSERT(token.proclitic <= token.search.size());
    behind_original = token.original.end;
    behind_search = token.search.end;
  }
}

TEST(TokenTest, WordsAndNumbers) {
  EXPECT_THAT(Words("The U.S. paid $3.5bn (1,200.50) on 12/10."),
              ElementsAre("The", "U.S", "paid", "3.5bn", "1,200.50", "on", "12", "10"));
  EXPECT_THAT(Words("l'\u00C9tat can\u2019t _ __ -- \U0001F600"), ElementsAre("l'\u00C9tat", "can\u2019t"));
  EXPECT_THAT(Words("  \n"), IsEmpty());
  EXPECT_THAT(Words(""), IsEmpty());
}

TEST(TokenTest, AnArabicWordKeepsItsDiacritics) {
  const std::string text = "\u0645\u064F\u062D\u064E\u0645\u0651\u064E\u062F\u064C\u060C \u0663\u066B\u0665";
  const Folded folded = Fold(text);
  const std::vector<Token> tokens = Tokenize(text, folded);
  ASSERT_EQ(tokens.size(), 2u);
  EXPECT_EQ(tokens[0].search.Cut(folded.search), "\u0645\u062D\u0645\u062F");
  EXPECT_EQ(tokens[0].script, Script::kArabic);
  EXPECT_EQ(tokens[0].proclitic, 0);
  EXPECT_EQ(tokens[1].search.Cut(folded.search), "3.5");
  EXPECT_EQ(tokens[1].script, Script::kDigits);
}

TEST(TokenTest, FormatControlsAtTheEndStayOutside) {
  EXPECT_THAT(Words("\u200Fab\u200F cd\u200Def\u200D"), ElementsAre("ab", "cd\u200Def"));
}

TEST(TokenTest, Scripts) {
  const std::string text = "a \u0431 \u03B1 \u05D0 \u6F22 \u30A2 \uAC00 \u0915 7 B7 7b \u0E01";
  std::vector<Script> scripts;
  for (const Token& token : Tokenize(text, Fold(text))) scripts.push_back(token.script);
  EXPECT_THAT(scripts, ElementsAre(Script::kLatin, Script::kCyrillic, Script::kGreek, Script::kHebrew, Script::kHan,
                                   Script::kKana, Script::kHangul, Script::kDevanagari, Script::kDigits, Script::kLatin,
                                   Script::kLatin, Script::kOther));
}

TEST(TokenTest, DictionariesDivideWhatHasNoSpaces) {
  EXPECT_THAT(Words("\u6771\u4EAC\u3067\u4F1A\u8B70AI"), ElementsAre("\u6771\u4EAC", "\u3067", "\u4F1A\u8B70", "AI"));
}

TEST(TokenTest, LongestProcliticCandidate) {
  const std::string text = "\u0648\u0644\u0644\u0648\u0644\u0627\u064A\u0627\u062A";  // WLLWLAYAT
  const std::vector<Token> tokens = Tokenize(text, Fold(text));
  ASSERT_EQ(tokens.size(), 1u);
  EXPECT_EQ(tokens[0].proclitic, 6);
}

}  // namespace
}  // namespace marsad::text
