#include "stages/normalize/wrapped.h"

#include <gtest/gtest.h>

#include <string>

#include "stages/normalize/normalize.h"
#include "stages/normalize/title.h"

namespace marsad::normalize {
namespace {

size_t LinesOf(const std::string& body) { return JoinWrapped(body, CutLines(body, {})).size(); }

// Words of five letters, wrapped at `width`.
std::string Wrapped(size_t width, int words) {
  std::string text;
  size_t column = 0;
  for (int i = 0; i < words; ++i) {
    const bool fits = column + 6 <= width;
    if (column > 0) text += fits ? ' ' : '\n';
    column = column > 0 && fits ? column + 6 : 5;
    text += "words";
  }
  return text;
}

TEST(JoinWrappedTest, AWrappedParagraphIsOneLine) {
  EXPECT_EQ(LinesOf(Wrapped(70, 60) + ".\n\n" + Wrapped(70, 60) + "."), 2u);
  EXPECT_EQ(LinesOf("A heading\n" + Wrapped(70, 60) + "."), 2u);
}

// A column of a scan; verse, lists and lines that nobody filled stay.
TEST(JoinWrappedTest, ANarrowColumnOfProseIsOneLineAParagraph) {
  const std::string paragraph = Wrapped(40, 25) + ".";
  EXPECT_EQ(LinesOf(paragraph + "\n\n" + paragraph), 2u);
  EXPECT_EQ(LinesOf(paragraph + "\n\n" + Wrapped(40, 25)), 10u);           // ends without a full stop
  EXPECT_EQ(LinesOf(paragraph + "\nShort\nlines.\n\n" + paragraph), 12u);  // lines that are not filled
  std::string verse = paragraph;
  for (size_t at = verse.find('\n'); at != verse.npos; at = verse.find('\n', at + 1)) verse[at + 1] = 'W';
  EXPECT_EQ(LinesOf(verse), 5u);
}

TEST(JoinWrappedTest, NarrowAndWideLinesStay) {
  EXPECT_EQ(LinesOf(Wrapped(40, 60)), 10u);
  EXPECT_EQ(LinesOf(Wrapped(120, 120)), 6u);
}

// Lines of `width` characters, of which those that `ends` has at their place end a sentence.
std::string Filled(size_t width, const std::string& ends) {
  std::string text;
  for (const char end : ends) {
    std::string line;
    while (line.size() + 12 < width) line += "words ";
    line.append(width - line.size() - 1, 'w');
    text += line + (end == '.' ? '.' : 'w') + "\n";
  }
  return text;
}

TEST(JoinWrappedTest, AHundredCharactersAreWrappedOneMoreIsAParagraph) {
  EXPECT_EQ(LinesOf(Filled(100, "-----")), 1u);
  EXPECT_EQ(LinesOf(Filled(101, "-----")), 5u);
}

TEST(JoinWrappedTest, LinesOfWhichMoreThanHalfEndSentencesAreParagraphs) {
  EXPECT_EQ(LinesOf(Filled(60, ".-.--")), 1u);
  EXPECT_EQ(LinesOf(Filled(60, "..-.-")), 5u);
}

TEST(JoinWrappedTest, AWideLineElsewhereTellsThatNothingWasWrapped) {
  EXPECT_EQ(LinesOf(Wrapped(70, 60) + "\n\n" + std::string(200, 'x')), 7u);
}

TEST(JoinWrappedTest, ShortParagraphsStay) {
  const std::string line = "This sentence is a paragraph of sixty characters, all of it.\n";
  EXPECT_EQ(LinesOf(line + line + line + line + line), 5u);
}

TEST(JoinWrappedTest, ALineGoesOnInSmallLetters) {
  EXPECT_EQ(LinesOf(Wrapped(60, 14)), 1u);
  EXPECT_EQ(LinesOf(Wrapped(60, 10) + ".\n" + Wrapped(60, 4)), 2u);
}

TEST(JoinWrappedTest, BulletsAndTwoLinesStay) {
  const std::string item = "* " + Wrapped(60, 10) + "\n";
  EXPECT_EQ(LinesOf(item + item + item + item), 4u);
  EXPECT_EQ(LinesOf(Wrapped(60, 10) + "\nWords " + Wrapped(60, 4)), 2u);
}

TEST(JoinWrappedTest, ASentenceGoesOnOverTheLinesBreak) {
  const std::string body = Wrapped(70, 45) + ". Over.";
  const Normalized found = Normalize({.title = "T", .body = body, .claimed_language = {}, .authors = {}, .markup = {}});
  ASSERT_EQ(found.sentences.size(), 2u);
  EXPECT_EQ(found.sentences[1].Cut(body), "Over.");
}

bool Repeats(const std::string& line, const std::string& title) {
  const Field body = MakeField(line);
  return RepeatsTitle(body, body.tokens, MakeField(title));
}

TEST(RepeatsTitleTest, PunctuationAndASitesNameDoNotMatter) {
  EXPECT_TRUE(Repeats("\"Rain in Bergen\"", "Rain in Bergen"));
  EXPECT_TRUE(Repeats("Rain in Bergen - BBC", "Rain in Bergen"));
  EXPECT_TRUE(Repeats("Rain in Bergen", "RAIN IN BERGEN | Example News"));
}

TEST(RepeatsTitleTest, MoreWordsOfProseDo) {
  EXPECT_FALSE(Repeats("Rain in Bergen was heavy", "Rain in Bergen"));
  EXPECT_FALSE(Repeats("Rain in Bergen-Nord", "Rain in Bergen"));
  EXPECT_FALSE(Repeats("Rain - the news at nine", "Rain"));
  EXPECT_FALSE(Repeats("...", ""));
}

}  // namespace
}  // namespace marsad::normalize
