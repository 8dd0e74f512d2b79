#include "lib/text/fold.h"
#include "lib/base/utf8.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <map>
#include <string>
#include <vector>

namespace marsad::text {
namespace {

std::string Normalize(const icu::Normalizer2* normalizer, const std::string& text) {
  UErrorCode error = U_ZERO_ERROR;
  std::string out;
  normalizer->normalize(icu::UnicodeString::fromUTF8(text), error).toUTF8String(out);
  EXPECT_TRUE(U_SUCCESS(error));
  return out;
}

std::string Nfc(const std::string& text) {
  UErrorCode error = U_ZERO_ERROR;
  return Normalize(icu::Normalizer2::getNFCInstance(error), text);
}

std::string Nfd(const std::string& text) {
  UErrorCode error = U_ZERO_ERROR;
  return Normalize(icu::Normalizer2::getNFDInstance(error), text);
}

std::string Utf8(const std::u32string& points) {
  std::string text;
  icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(points.data()), static_cast<int32_t>(points.size()))
      .toUTF8String(text);
  return text;
}

// Any text, but with the blocks in it where folding has much to do.
rc::Gen<std::string> Texts() {
  const auto code_point = rc::gen::weightedOneOf<char32_t>({
      {4, rc::gen::inRange<char32_t>(0x20, 0x180)},
      {4, rc::gen::inRange<char32_t>(0x300, 0x370)},
      {3, rc::gen::inRange<char32_t>(0x370, 0x530)},
      {6, rc::gen::inRange<char32_t>(0x591, 0x700)},
      {2, rc::gen::inRange<char32_t>(0x900, 0xE80)},
      {2, rc::gen::inRange<char32_t>(0x1100, 0x1200)},
      {1, rc::gen::inRange<char32_t>(0x1E00, 0x2100)},
      {2, rc::gen::inRange<char32_t>(0x3040, 0x3200)},
      {1, rc::gen::inRange<char32_t>(0xAC00, 0xAD00)},
      {2, rc::gen::inRange<char32_t>(0xFB00, 0xFFFE)},
      {1, rc::gen::inRange<char32_t>(0x10000, 0x110000)},
  });
  return rc::gen::map(rc::gen::container<std::u32string>(code_point), Utf8);
}

TEST(FoldTest, Arabic) {
  EXPECT_EQ(FoldText("\u0622\u0623\u0625\u0671\u0649\u0629\u0624\u0626"),
            "\u0627\u0627\u0627\u0627\u064A\u0647\u0648\u064A");
  EXPECT_EQ(FoldText("\u0645\u064F\u062D\u064E\u0645\u0651\u064E\u0640\u0640\u062F\u064C"),  // Muhammad, vowelled
            "\u0645\u062D\u0645\u062F");
  EXPECT_EQ(FoldText("\u0635\u0646\u0639\u0627\u0621"), "\u0635\u0646\u0639\u0627\u0621");  // the hamza of Sanaa stays
  EXPECT_EQ(FoldText("\uFEFB"), "\u0644\u0627");                                            // ligature lam-alef
  EXPECT_EQ(FoldText("\u0663\u066B\u0665 \u06F3"), "3.5 3");
}

TEST(FoldTest, PersianAndUrduLettersStay) {
  const std::string letters = "\u06A9\u06AF\u067E\u0686\u0698\u06CC\u06C1\u06BE\u06D2\u0679\u0688\u06A4\u06D5\u06CE";
  EXPECT_EQ(FoldText(letters), letters);
}

TEST(FoldTest, Latin) {
  EXPECT_EQ(FoldText("Orb\u00E1n"), "orban");
  EXPECT_EQ(FoldText("Orba\u0301n"), "orban");
  EXPECT_EQ(FoldText("ERDO\u011EAN I\u0130\u0131i"), "erdogan iiii");
  EXPECT_EQ(FoldText("Wa\u0142\u0119sa S\u00F8ren \u0110uri\u0107"), "walesa soren duric");
  EXPECT_EQ(FoldText("Stra\u00DFe \uFF21\uFB01"), "strasse afi");
}

// Wherever it stands: ASCII is folded in eights.
TEST(FoldTest, EachAsciiCharacterAtEachPlace) {
  for (int code = 0; code < 0x80; ++code) {
    const char c = static_cast<char>(code);
    const bool is_capital = c >= 'A' && c <= 'Z';
    const std::string small(1, is_capital ? static_cast<char>(c + ('a' - 'A')) : c);
    for (size_t at = 0; at <= 20; ++at) {
      const std::string plain(20, 'x');
      EXPECT_EQ(FoldText(std::string(plain).insert(at, 1, c)), std::string(plain).insert(at, small)) << at;
    }
  }
}

TEST(FoldTest, AMarkBelongsToTheLastOfEightLettersBeforeIt) {
  const Folded folded = Fold("ABCDEFGE\u0301 abcdefgh");
  ASSERT_EQ(folded.search, "abcdefge abcdefgh");
  EXPECT_EQ(folded.map.ToOriginal({7, 8}), (OriginalSpan{7, 10}));
  EXPECT_EQ(folded.map.ToOriginal({6, 7}), (OriginalSpan{6, 7}));
  EXPECT_EQ(folded.map.ToOriginal({9, 17}), (OriginalSpan{11, 19}));
}

TEST(FoldTest, CyrillicAndGreek) {
  EXPECT_EQ(FoldText("\u0401\u0436"), "\u0435\u0436");  // io -> ie
  EXPECT_EQ(FoldText("\u0435\u0308"), "\u0435");        // the same, decomposed
  EXPECT_EQ(FoldText("\u041A\u0438\u0435\u0432 \u0419"), "\u043A\u0438\u0435\u0432 \u0439");
  EXPECT_EQ(FoldText("\u0438\u0306"), "\u0439");                                                  // short i stays
  EXPECT_EQ(FoldText("\u0407"), "\u0457");                                                        // Ukrainian yi stays
  EXPECT_EQ(FoldText("\u0437\u0430\u0301\u043C\u043E\u043A"), "\u0437\u0430\u043C\u043E\u043A");  // stress
  EXPECT_EQ(FoldText("\u0391\u03B8\u03AE\u03BD\u03B1\u03C2"), "\u03B1\u03B8\u03B7\u03BD\u03B1\u03C3");
}

TEST(FoldTest, OtherScriptsKeepTheirMarks) {
  EXPECT_EQ(FoldText("\u304B\u3099"), "\u304C");        // ga is not ka
  EXPECT_EQ(FoldText("\uFF76\uFF9E"), "\u30AC");        // half width
  EXPECT_EQ(FoldText("\u1112\u1161\u11AB"), "\uD55C");  // Hangul
  EXPECT_EQ(FoldText("\u0915\u0940"), "\u0915\u0940");  // Devanagari ki
  EXPECT_EQ(FoldText("\u05E9\u05C1\u05B8"), "\u05E9");  // Hebrew points
}

TEST(FoldTest, ControlsGo) {
  EXPECT_EQ(FoldText("a\u200F\u200Cb\u00ADc\uFEFF"), "abc");
  EXPECT_EQ(FoldText("a\tb\r\nc\u00A0d"), "a\tb\r\nc d");
}

TEST(FoldTest, DiacriticsBelongToTheirLetter) {
  const std::string original = "\u0648\u064E\u0628\u064F\u0648\u062A\u0650\u064A\u0646\u064C.";  // wa-Butin, vowelled
  const Folded folded = Fold(original);
  ASSERT_EQ(folded.search, "\u0648\u0628\u0648\u062A\u064A\u0646.");
  EXPECT_EQ(folded.map.ToOriginal({2, 12}), (OriginalSpan{4, 20}));
  EXPECT_EQ(folded.map.ToOriginal({0, 2}), (OriginalSpan{0, 4}));
  EXPECT_EQ(folded.map.ToSearch({4, 20}), (SearchSpan{2, 12}));
}

TEST(FoldTest, WhatIsDroppedBetweenWordsBelongsToNone) {
  const std::string original = "a \u200Fb\u200F c";
  const Folded folded = Fold(original);
  ASSERT_EQ(folded.search, "a b c");
  EXPECT_EQ(folded.map.ToOriginal({2, 3}).Cut(original), "b");
}

TEST(FoldTest, ManyMarksTakeLinearTime) {
  std::string text = "a";
  for (int i = 0; i < 200000; ++i) text += i % 2 ? "\u0301" : "\u0316";
  EXPECT_EQ(FoldText(text), "a");
}

constexpr char kAlphaPsiliYpogegrammeni[] = "\u1F80";
constexpr char kVirama[] = "\u094D";  // of combining class 9, before the ypogegrammeni's 240

// A ypogegrammeni becomes an iota, which marks combine with, only when all marks before it are in their order.
TEST(FoldTest, AMarkStandsBeforeTheIotaThatWasAMark) {
  const std::string folded = "\u03B1\u094D\u03B9";
  const std::string composed = kAlphaPsiliYpogegrammeni;
  EXPECT_EQ(FoldText(composed + kVirama), folded);
  EXPECT_EQ(FoldText(Nfd(composed + kVirama)), folded);
  EXPECT_EQ(FoldText("\u03B1\u0345\u0313\u094D"), folded);
  for (const char* dropped : {"\u200D", "\u0640", "\u00AD", "\u064B", "\u05B0", "\u0301"})
    EXPECT_EQ(FoldText(composed + dropped + kVirama), folded) << Nfd(dropped);
  EXPECT_EQ(FoldText("\u0345\u094D"), "\u094D\u03B9");
  EXPECT_EQ(FoldText("\u200D\u0345\u00AD\u094D"), "\u094D\u03B9");
  EXPECT_EQ(FoldText("\u1F80\u09BE\u094D"), "\u03B1\u03B9\u09BE\u094D");  // a vowel of class 0 keeps its place

  const Folded spans = Fold("a" + composed + "\u200D" + kVirama + "b");
  ASSERT_EQ(spans.search, "a" + folded + "b");
  EXPECT_EQ(spans.map.ToOriginal({3, 6}), (OriginalSpan{1, 10}));
  EXPECT_EQ(spans.map.ToOriginal({8, 9}), (OriginalSpan{10, 11}));
}

bool IsSurrogate(char32_t c) { return c >= 0xD800 && c < 0xE000; }

// All characters, or syllables before a final consonant, that compose with one after them; of the Hangul syllables the
// first two of each row, for the others differ by nothing.
std::vector<std::u32string> ComposingPairs() {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* const nfc = icu::Normalizer2::getNFCInstance(error);
  EXPECT_TRUE(U_SUCCESS(error));
  std::vector<std::u32string> pairs;
  for (char32_t c = 0; c < 0x30000; ++c) {
    icu::UnicodeString apart;
    if (IsSurrogate(c) || !nfc->getRawDecomposition(static_cast<UChar32>(c), apart) || apart.countChar32() != 2)
      continue;
    const UChar32 first = apart.char32At(0);
    const UChar32 second = apart.char32At(apart.moveIndex32(0, 1));
    const bool is_hangul = c >= 0xAC00 && c < 0xD7A4;
    if (is_hangul && (c - 0xAC00) % 28 > 1) continue;
    if (nfc->composePair(first, second) == static_cast<UChar32>(c))
      pairs.push_back({static_cast<char32_t>(first), static_cast<char32_t>(second)});
  }
  return pairs;
}

// Every character that leaves nothing if it stands alone, but for accents: after another letter they may spell one.
std::vector<char32_t> Vanishing() {
  std::vector<char32_t> all;
  for (char32_t c = 1; c < 0x110000; ++c) {
    const bool is_accent = c >= 0x0300 && c < 0x0370;
    if (!IsSurrogate(c) && !is_accent && FoldText(Utf8({c})).empty()) all.push_back(c);
  }
  return all;
}

constexpr char32_t kCompatibilityKiyeok = 0x3131;
constexpr char32_t kShaddaFathaMedial = 0xFCF2;  // tatweel with two marks: three dropped characters in one
constexpr char32_t kJamoA = 0x1161;

// Whether `points` fold to `folded`, and that to itself.
testing::AssertionResult FoldsTo(const std::u32string& points, const std::string& folded) {
  const std::string once = FoldText(Utf8(points));
  const std::string twice = FoldText(once);
  if (once == folded && twice == once) return testing::AssertionSuccess();
  testing::AssertionResult failure = testing::AssertionFailure() << std::hex;
  for (const char32_t c : points) failure << "U+" << static_cast<uint32_t>(c) << ' ';
  return failure << "folds to " << once << ", then to " << twice << ", not to " << folded;
}

TEST(FoldTest, WhatIsDroppedBetweenTwoCharactersKeepsThemTogether) {
  EXPECT_EQ(FoldText(Utf8({kCompatibilityKiyeok, kShaddaFathaMedial, kJamoA})), "\uAC00");
  const char32_t kinds[] = {0x0640, 0x064B, 0x05B0,  0x0483,  0x200D,  0x00AD,
                            0x202B, 0xFE0F, 0x1D173, 0xE0041, 0xE0100, kShaddaFathaMedial};
  for (const std::u32string& pair : ComposingPairs()) {
    const std::string folded = FoldText(Utf8(pair));
    for (const char32_t dropped : kinds) {
      ASSERT_TRUE(FoldsTo({pair[0], dropped, pair[1]}, folded));
      ASSERT_TRUE(FoldsTo({pair[0], dropped, kShaddaFathaMedial, dropped, pair[1], dropped}, folded));
    }
    ASSERT_TRUE(FoldsTo(pair[0] + std::u32string(300, kinds[0]) + pair[1], folded));
  }
}

TEST(FoldTest, EveryDroppedCharacterKeepsTheOthersTogether) {
  const std::u32string pairs[] = {
      {0x1100, kJamoA}, {0xAC00, 0x11A8}, {0x304B, 0x3099}, {0x0438, 0x0306}, {0x09C7, 0x09BE}};
  const std::vector<char32_t> all = Vanishing();
  ASSERT_GT(all.size(), 4000U);
  for (const std::u32string& pair : pairs) {
    const std::string folded = FoldText(Utf8(pair));
    for (const char32_t dropped : all) ASSERT_TRUE(FoldsTo({pair[0], dropped, pair[1]}, folded));
  }
}

TEST(FoldTest, EveryCharacterIsStableBeforeWhatMayCombineWithIt) {
  for (char32_t c = 1; c < 0x30000; ++c) {
    if (IsSurrogate(c)) continue;
    for (const char32_t second : {kJamoA, char32_t{0x11A8}, char32_t{0x3099}, char32_t{0x0306}, char32_t{0x09BE}})
      ASSERT_TRUE(FoldsTo({c, kShaddaFathaMedial, second}, FoldText(Utf8({c, second}))));
  }
}

// One mark of each combining class that folding leaves in its place.
std::vector<char32_t> KeptMarks() {
  std::map<int, char32_t> marks;
  for (char32_t c = 0x0300; c < 0x20000; ++c) {
    const int combining_class = u_getCombiningClass(static_cast<UChar32>(c));
    if (combining_class > 0 && !FoldText(Utf8({c})).empty()) marks.emplace(combining_class, c);
  }
  std::vector<char32_t> all;
  all.reserve(marks.size());
  for (const auto& [combining_class, mark] : marks) all.push_back(mark);
  return all;
}

TEST(FoldTest, EveryComposedCharacterFoldsAsItsPartsBeforeAMarkOfEachClass) {
  const std::vector<char32_t> marks = KeptMarks();
  ASSERT_GT(marks.size(), 20U);
  for (const std::u32string& pair : ComposingPairs()) {
    const bool is_hangul = pair[0] >= 0x1100 && pair[1] < 0x1200;
    if (is_hangul) continue;
    const std::string composed = Nfc(Utf8(pair));
    for (const char32_t mark : marks) {
      const std::string text = composed + Utf8({mark});
      const std::string folded = FoldText(text);
      ASSERT_EQ(FoldText(Nfd(text)), folded) << text;
      ASSERT_EQ(FoldText(folded), folded) << text;
      ASSERT_EQ(FoldText(composed + Utf8({0x200D, 0x064B, mark, 0x0345})), FoldText(text + Utf8({0x0345}))) << text;
    }
  }
}

TEST(FoldTest, LongRunsOfMarksAreStable) {
  for (const char32_t dropped : {char32_t{0x0301}, kShaddaFathaMedial, char32_t{0x064B}}) {
    std::u32string text = U"\u0438";
    for (int i = 0; i < 500; ++i) text += {dropped, 0x094D, 0x093C, 0x0306};  // classes 9, 7 and 230
    const std::string once = FoldText(Utf8(text));
    EXPECT_EQ(FoldText(once), once);
  }
}

RC_GTEST_PROP(FoldProperty, IsIdempotent, ()) {
  const std::string once = FoldText(*Texts());
  RC_ASSERT(FoldText(once) == once);
}

RC_GTEST_PROP(FoldProperty, EquivalentTextsFoldTheSame, ()) {
  const std::string text = *Texts();
  RC_ASSERT(FoldText(Nfc(text)) == FoldText(text));
  RC_ASSERT(FoldText(Nfd(text)) == FoldText(text));
}

// Every code point alone, and after letters that it may combine with, against the slow way by the book.
TEST(FoldTest, EveryCodePointIsStable) {
  for (char32_t c = 1; c < 0x110000; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    std::string alone;
    icu::UnicodeString(static_cast<UChar32>(c)).toUTF8String(alone);
    const std::string folded = FoldText(alone);
    ASSERT_EQ(FoldText(folded), folded) << std::hex << static_cast<uint32_t>(c);
    ASSERT_EQ(FoldText(Nfd(alone)), folded) << std::hex << static_cast<uint32_t>(c);
  }
}

RC_GTEST_PROP(FoldProperty, MapCoversBothTexts, ()) {
  const std::string original = *Texts();
  const Folded folded = Fold(original);
  RC_ASSERT(folded.map.Covers(original.size(), folded.search.size()));
  RC_ASSERT(!folded.map.Covers(original.size() + 1, folded.search.size()));
  RC_ASSERT(OffsetMap::FromRuns(folded.map.runs()) == folded.map);
}

RC_GTEST_PROP(FoldProperty, SpansLeadBackToTheirCharacters, ()) {
  const std::string original = *Texts();
  const Folded folded = Fold(original);
  uint32_t behind_previous = 0;
  for (uint32_t begin = 0, end = 0; begin < folded.search.size(); begin = end) {
    do ++end;
    while (!IsBoundary(folded.search, end));
    const OriginalSpan span = folded.map.ToOriginal({begin, end});
    RC_ASSERT(span.begin < span.end && span.end <= original.size());
    RC_ASSERT(IsBoundary(original, span.begin) && IsBoundary(original, span.end));
    RC_ASSERT(span.end >= behind_previous);
    behind_previous = span.end;
    // What the span covers, folded by itself, has the character in it.
    const std::string piece = FoldText(span.Cut(original));
    RC_ASSERT(piece.find(folded.search.substr(begin, end - begin)) != std::string::npos);
    const SearchSpan back = folded.map.ToSearch(span);
    RC_ASSERT(back.begin <= begin && back.end >= end);
    RC_ASSERT(folded.map.ToOriginal(back) == span);
  }
}

}  // namespace
}  // namespace marsad::text
