// lib/text against the standard's own test files (Unicode 15), and against text of many scripts.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uniset.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "lib/base/utf8.h"
#include "lib/text/fold.h"
#include "lib/text/sentence.h"
#include "lib/text/sentence_break.h"
#include "lib/text/token.h"
#include "lib/text/word_break.h"
#include "tests/shared_data.h"

namespace marsad::text {
namespace {

std::string Utf8(char32_t c) {
  std::string text;
  icu::UnicodeString(static_cast<UChar32>(c)).toUTF8String(text);
  return text;
}

// "0041 0308" as text.
std::string FromHex(const std::string& points) {
  std::string text;
  for (const char* at = points.c_str(); *at != '\0';) {
    char* end = nullptr;
    const unsigned long value = std::strtoul(at, &end, 16);
    if (end == at) break;
    text += Utf8(static_cast<char32_t>(value));
    at = end;
  }
  return text;
}

struct Segments {
  std::string text;
  std::vector<size_t> ends;
};

// Lines of a break test file: "\u00F7 0061 \u00D7 0308 \u00F7", boundary or none.
std::vector<Segments> LoadBreaks(const std::filesystem::path& path) {
  constexpr std::string_view kBreak = "\u00F7";
  std::vector<Segments> lines;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    line.resize(std::min(line.find('#'), line.size()));
    if (!line.starts_with(kBreak)) continue;
    Segments& made = lines.emplace_back();
    for (size_t at = 0; at < line.size();) {
      const size_t blank = std::min(line.find_first_of(" \t", at), line.size());
      const std::string word = line.substr(at, blank - at);
      at = blank + 1;
      if (word == kBreak && !made.text.empty()) made.ends.push_back(made.text.size());
      if (!word.empty() && word.find_first_not_of("0123456789ABCDEF") == word.npos) made.text += FromHex(word);
    }
  }
  return lines;
}

#define FIND_OR_SKIP(path, name)                                                    \
  const auto path = tests::SharedData(std::string("badinput/unicode15/") + (name)); \
  if (!(path)) GTEST_SKIP() << (name) << " is not here: set MARSAD_SHARED_DATA"

TEST(UnicodeConformance, SentenceBreakTest) {
  FIND_OR_SKIP(path, "SentenceBreakTest.txt");
  const std::vector<Segments> lines = LoadBreaks(*path);
  ASSERT_GT(lines.size(), 400u);
  for (const Segments& line : lines) {
    std::vector<size_t> ends;
    SentenceBreaker breaker(line.text, SentenceRules::kStandard);
    while (const auto boundary = breaker.Next()) ends.push_back(boundary->end);
    EXPECT_EQ(ends, line.ends) << testing::PrintToString(line.text);
  }
}

bool HoldsAny(std::string_view text, const auto& is) {
  for (size_t at = 0; at < text.size(); at += CodePointAt(text, at).bytes) {
    if (is(CodePointAt(text, at).value)) return true;
  }
  return false;
}

bool IsWordChar(char32_t c) {
  const WordClass found = WordProperties::Get()[c].word_class;
  return found == WordClass::kLetter || found == WordClass::kHebrewLetter || found == WordClass::kNumeric;
}

// The standard's words of a line, without the format controls at their end, which are no part of ours.
std::vector<std::string> WordsOf(const Segments& line) {
  std::vector<std::string> words;
  size_t begin = 0;
  for (const size_t end : line.ends) {
    std::string word = line.text.substr(begin, end - begin);
    begin = end;
    if (!HoldsAny(word, IsWordChar)) continue;
    for (size_t last = PreviousBoundary(word, word.size());
         u_charType(static_cast<UChar32>(CodePointAt(word, last).value)) == U_FORMAT_CHAR;
         last = PreviousBoundary(word, word.size())) {
      word.resize(last);
    }
    words.push_back(word);
  }
  return words;
}

// Exceptions: Kana goes to a dictionary, and a word holds no emoji (WB3c joins them after a joiner).
bool IsTailored(const Segments& line) {
  return HoldsAny(line.text, [](char32_t c) {
    return WordProperties::Get()[c].word_class == WordClass::kDictionary ||
           u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_EXTENDED_PICTOGRAPHIC);
  });
}

TEST(UnicodeConformance, WordBreakTest) {
  FIND_OR_SKIP(path, "WordBreakTest.txt");
  const std::vector<Segments> lines = LoadBreaks(*path);
  ASSERT_GT(lines.size(), 1500u);
  size_t exceptions = 0;
  for (const Segments& line : lines) {
    if (IsTailored(line)) {
      ++exceptions;
      continue;
    }
    std::vector<std::string> words;
    WordBreaker breaker(line.text);
    while (const auto word = breaker.Next()) words.emplace_back(word->Cut(line.text));
    EXPECT_EQ(words, WordsOf(line)) << testing::PrintToString(line.text);
  }
  std::cout << lines.size() << " lines, " << exceptions << " left out: Kana or emoji\n";
  EXPECT_LT(exceptions, lines.size() / 4);
}

// Search text is the same for all five forms of a character; if no rule but NFKC concerns it, it is the standard's.
TEST(UnicodeConformance, NormalizationTest) {
  FIND_OR_SKIP(path, "NormalizationTest.txt");
  std::ifstream in(*path);
  size_t lines = 0;
  size_t as_is = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.starts_with('#') || line.starts_with('@')) continue;
    std::vector<std::string> forms;  // source, NFC, NFD, NFKC, NFKD
    for (size_t at = 0; forms.size() < 5; at = line.find(';', at) + 1) {
      forms.push_back(FromHex(line.substr(at, line.find(';', at) - at)));
    }
    const std::string search = FoldText(forms[0]);
    for (const std::string& form : forms) EXPECT_EQ(FoldText(form), search) << line;
    ++lines;
    as_is += search == forms[3];
  }
  std::cout << lines << " lines, search text is NFKC itself in " << as_is << '\n';
  EXPECT_GT(lines, 18000u);
  EXPECT_GT(as_is, 10000u);  // Hangul, Han, what else has no case and no diacritics
}

// What CodePointTable rests on: in planes 4 to 13 all that a table may be made of is the same everywhere.
TEST(UnicodeConformance, PlanesFourToThirteenAreEmpty) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::UnicodeSet empty(
      u"[[:Cn:]&[:WB=XX:]&[:SB=XX:]&[:LB=XX:]&[:sc=Zzzz:]&[:ccc=0:]&[:^CWKCF:]&[:^DI:]&[:^ExtPict:]]", error);
  ASSERT_TRUE(U_SUCCESS(error)) << u_errorName(error);
  EXPECT_TRUE(empty.contains(0x40000, 0xDFFFF));
  EXPECT_FALSE(empty.contains(0x40000, 0xE0000));  // default ignorable
  EXPECT_FALSE(empty.contains(0x30000, 0xDFFFF));  // ideographs
}

// "a\u{301}b" of the data file as text.
std::string Unescape(const std::string& text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    if (text.compare(at, 3, "\\u{") != 0) {
      out += text[at++];
      continue;
    }
    const size_t end = text.find('}', at);
    out += FromHex(text.substr(at + 3, end - at - 3));
    at = end + 1;
  }
  return out;
}

TEST(FoldTableTest, EveryRow) {
  std::ifstream in("lib/text/testdata/fold.tsv");
  int rows = 0;
  for (std::string line; std::getline(in, line);) {
    const size_t first = line.find('\t');
    const size_t second = line.find('\t', first + 1);
    if (line.starts_with('#') || second == line.npos) continue;
    const std::string original = Unescape(line.substr(first + 1, second - first - 1));
    EXPECT_EQ(FoldText(original), Unescape(line.substr(second + 1))) << line.substr(0, first);
    ++rows;
  }
  EXPECT_GE(rows, 25);
}

struct Alphabet {
  const char* name;
  std::vector<std::pair<char32_t, char32_t>> ranges;
};

const std::vector<Alphabet>& Alphabets() {
  static const std::vector<Alphabet> alphabets = {
      {"Arabic", {{0x0621, 0x0655}, {0x0660, 0x0670}, {0xFE70, 0xFEFD}}},
      {"Persian, Urdu, Kurdish", {{0x0621, 0x064B}, {0x066E, 0x06FF}, {0x200C, 0x200F}}},
      {"Hebrew", {{0x0591, 0x05C8}, {0x05D0, 0x05EB}, {0xFB1D, 0xFB50}}},
      {"Latin", {{0x41, 0x7B}, {0xC0, 0x250}, {0x300, 0x330}, {0x1E00, 0x1F00}}},
      {"Greek", {{0x386, 0x3CF}, {0x300, 0x315}, {0x1F00, 0x2000}}},
      {"Cyrillic", {{0x400, 0x530}, {0x300, 0x30D}}},
      {"Devanagari", {{0x900, 0x980}}},
      {"Bengali", {{0x980, 0xA00}}},
      {"Tamil", {{0xB80, 0xC00}}},
      {"Thai", {{0xE01, 0xE5C}}},
      {"Hangul", {{0x1100, 0x1200}, {0xAC00, 0xAC80}}},
      {"Japanese", {{0x3041, 0x3100}, {0x4E00, 0x4E40}, {0xFF65, 0xFFA0}}},
      {"Armenian, Georgian, Ethiopic", {{0x531, 0x590}, {0x10A0, 0x1100}, {0x1200, 0x1380}}},
      {"Emoji and controls", {{0x1F300, 0x1F650}, {0x200B, 0x2010}, {0x202A, 0x202F}, {0xFE00, 0xFE10}}},
  };
  return alphabets;
}

// Text of one alphabet with blanks and marks between.
rc::Gen<std::string> TextOf(const Alphabet& alphabet) {
  const auto letter = rc::gen::exec([&alphabet] {
    const size_t which = *rc::gen::inRange<size_t>(0, 5);
    if (which == 0) return *rc::gen::elementOf(std::u32string(U" .,:;!?\u061F\u200F\u200D'\"\n0"));
    const auto& [first, behind] = alphabet.ranges[which % alphabet.ranges.size()];
    return *rc::gen::inRange(first, behind);
  });
  return rc::gen::map(rc::gen::container<std::u32string>(letter), [](const std::u32string& points) {
    std::string text;
    for (const char32_t c : points) text += Utf8(c);
    return text;
  });
}

std::string Normalize(const icu::Normalizer2* normalizer, const std::string& text) {
  UErrorCode error = U_ZERO_ERROR;
  std::string out;
  normalizer->normalize(icu::UnicodeString::fromUTF8(text), error).toUTF8String(out);
  return out;
}

void CheckSpans(const std::string& text) {
  const Folded folded = Fold(text);
  RC_ASSERT(folded.map.Covers(text.size(), folded.search.size()));
  uint32_t behind = 0;
  for (const Token& token : Tokenize(text, folded)) {
    RC_ASSERT(token.original.begin >= behind && token.original.begin < token.original.end);
    RC_ASSERT(IsBoundary(text, token.original.begin) && IsBoundary(text, token.original.end));
    RC_ASSERT(IsBoundary(folded.search, token.search.begin) && IsBoundary(folded.search, token.search.end));
    behind = token.original.end;
    // There and back loses nothing.
    const SearchSpan there = folded.map.ToSearch(token.original);
    const OriginalSpan back = folded.map.ToOriginal(there);
    RC_ASSERT(folded.map.ToSearch(back) == there);
  }
  RC_ASSERT(behind <= text.size());
  for (const OriginalSpan sentence : Sentences(text, "")) {
    RC_ASSERT(IsBoundary(text, sentence.begin) && IsBoundary(text, sentence.end) && sentence.begin < sentence.end);
  }
}

// Each character that the map calls kept leads to one of as many bytes, and from there to itself.
void CheckKept(const std::string& text) {
  const Folded folded = Fold(text);
  uint32_t at = 0;
  for (const OffsetMap::Run& run : folded.map.runs()) {
    for (const uint32_t end = at + run.same; at < end;) {
      const OriginalSpan one = {at, at + CodePointAt(text, at).bytes};
      const SearchSpan there = folded.map.ToSearch(one);
      RC_ASSERT(there.size() == one.size());
      RC_ASSERT(folded.map.ToOriginal(there) == one);
      RC_ASSERT(FoldText(one.Cut(text)) == there.Cut(folded.search));
      at = one.end;
    }
    at += run.original;
  }
}

void CheckFold(const std::string& text) {
  UErrorCode error = U_ZERO_ERROR;
  const std::string search = FoldText(text);
  RC_ASSERT(FoldText(search) == search);
  RC_ASSERT(FoldText(Normalize(icu::Normalizer2::getNFCInstance(error), text)) == search);
  RC_ASSERT(FoldText(Normalize(icu::Normalizer2::getNFDInstance(error), text)) == search);
  RC_ASSERT(FoldText(Normalize(icu::Normalizer2::getNFKCInstance(error), text)) == search);
}

// Two texts with a line feed between fold and divide as each alone does.
void CheckTogether(const std::string& first, const std::string& second) {
  const std::string both = first + '\n' + second;
  const Folded folded = Fold(both);
  RC_ASSERT(folded.search == FoldText(first) + '\n' + FoldText(second));
  std::vector<std::string> alone;
  for (const std::string& text : {first, second}) {
    for (const Token& token : Tokenize(text, Fold(text))) alone.emplace_back(token.original.Cut(text));
  }
  std::vector<std::string> together;
  for (const Token& token : Tokenize(both, folded)) together.emplace_back(token.original.Cut(both));
  RC_ASSERT(together == alone);
}

class ScriptProperty : public testing::TestWithParam<Alphabet> {};

TEST_P(ScriptProperty, FoldSpansAndTogether) {
  const rc::Gen<std::string> texts = TextOf(GetParam());
  const bool holds = rc::check(GetParam().name, [&] {
    const std::string first = *texts;
    const std::string second = *texts;
    CheckFold(first);
    CheckSpans(first);
    CheckKept(first);
    CheckTogether(first, second);
  });
  EXPECT_TRUE(holds);
}

INSTANTIATE_TEST_SUITE_P(Scripts, ScriptProperty, testing::ValuesIn(Alphabets()),
                         [](const auto& param) { return "Alphabet" + std::to_string(param.index); });

}  // namespace
}  // namespace marsad::text
