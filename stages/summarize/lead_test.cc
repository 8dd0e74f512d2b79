#include "stages/summarize/lead.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

namespace marsad::summarize {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr size_t kAll = 100;
constexpr std::string_view kSigns = " \n.,:!?\"-=*#+/%@";

// Words between blanks and signs; the text is its own folded form.
std::vector<text::Token> TokensOf(std::string_view text) {
  std::vector<text::Token> tokens;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = text.find_first_not_of(kSigns, at);
    if (begin == std::string_view::npos) break;
    at = std::min(text.find_first_of(kSigns, begin), text.size());
    const bool number = text.substr(begin, at - begin).find_first_not_of("0123456789") == std::string_view::npos;
    text::Token token;
    token.original = {static_cast<uint32_t>(begin), static_cast<uint32_t>(at)};
    token.search = {static_cast<uint32_t>(begin), static_cast<uint32_t>(at)};
    token.script = number ? text::Script::kDigits : text::Script::kLatin;
    tokens.push_back(token);
  }
  return tokens;
}

std::vector<std::string> Lead(const std::string& title, const std::vector<std::string>& sentences,
                              size_t count = kAll) {
  std::string body;
  std::vector<text::OriginalSpan> spans;
  for (const std::string& sentence : sentences) {
    const auto begin = static_cast<uint32_t>(body.size());
    body += sentence;
    spans.push_back({.begin = begin, .end = static_cast<uint32_t>(body.size())});
    body += ' ';
  }
  const std::vector<text::Token> title_tokens = TokensOf(title);
  const std::vector<text::Token> body_tokens = TokensOf(body);
  std::vector<std::string> chosen;
  for (const text::OriginalSpan span : ChooseLead({.body = body,
                                       .search_title = title,
                                       .search_body = body,
                                       .sentences = spans,
                                       .list_items = {},
                                       .title_tokens = title_tokens,
                                       .body_tokens = body_tokens},
                                                  count)) {
    chosen.emplace_back(span.Cut(body));
  }
  return chosen;
}

const std::string kFirst = "Ministers signed an accord in Cairo on Tuesday.";
const std::string kSecond = "Work on the new pipeline begins next spring.";
const std::string kThird = "Opposition groups asked for the full text.";

TEST(ChooseLead, TakesTheFirstSentences) {
  EXPECT_THAT(Lead("Accord signed", {kFirst, kSecond, kThird}, 2), ElementsAre(kFirst, kSecond));
  EXPECT_THAT(Lead("", {kFirst}, 3), ElementsAre(kFirst));
  EXPECT_THAT(Lead("Accord signed", {}), IsEmpty());
  EXPECT_THAT(Lead("Accord signed", {kFirst}, 0), IsEmpty());
}

TEST(ChooseLead, SkipsWhatNoEditorWouldLeadWith) {
  const std::string skipped[] = {
      "Read this too.",                                    // three words
      "Our correspondent reports from Cairo:",             // an announcement
      "The minister said \"we will begin at once.",        // half a quotation
      "The minister said \xC2\xABwe will begin at once.",  // the same with LEFT-POINTING DOUBLE ANGLE QUOTATION MARK
      "12:30 - 14:45 - 17:10 - 19:30 a b c d",             // a timetable
      "----- ===== ***** ##### one two three four +++++ ///// %%%%% @@@@@",
  };
  for (const std::string& sentence : skipped) {
    EXPECT_THAT(Lead("Accord", {kFirst, sentence, kSecond}), ElementsAre(kFirst, kSecond)) << sentence;
  }
  std::string endless = "This goes on";
  while (endless.size() < 1001) endless += " and on";
  EXPECT_THAT(Lead("Accord", {endless, kFirst}), ElementsAre(kFirst));
}

TEST(ChooseLead, AMarkTooManyInTheFirstSentenceIsASlip) {
  const std::string slip = "The minister said \"the works begin at once.";
  EXPECT_THAT(Lead("Accord", {slip, kFirst}), ElementsAre(slip, kFirst));
  // Here the quotation goes on.
  EXPECT_THAT(Lead("Accord", {slip, kFirst, "All of it will be paid for.\"", kSecond}), ElementsAre(kFirst, kSecond));
}

TEST(ChooseLead, AFullStopTooFewInTheFirstSentenceIsASlip) {
  const std::string slip = "The ministry of works said that it will close both bridges in May";
  EXPECT_THAT(Lead("Accord", {slip, kFirst, kSecond}), ElementsAre(slip, kFirst, kSecond));
  EXPECT_THAT(Lead("Accord", {kFirst, slip, kSecond}), ElementsAre(kFirst, kSecond));
  EXPECT_THAT(Lead(slip, {slip, kFirst, kSecond}), ElementsAre(kFirst, kSecond));  // the title, said again
}

TEST(ChooseLead, KeepsWholeQuotations) {
  const std::string quotes[] = {
      "The minister said \"we will begin at once\" on Tuesday.",
      "Der Minister sagte \xE2\x80\x9Ewir beginnen sofort\xE2\x80\x9C am Dienstag.",
      "Le ministre a dit \xC2\xAB nous commençons \xC2\xBB mardi soir.",
  };
  for (const std::string& sentence : quotes) EXPECT_THAT(Lead("Accord", {sentence}), ElementsAre(sentence));
}

TEST(ChooseLead, SaysNothingTwice) {
  EXPECT_THAT(Lead("Ministers signed an accord in Cairo on Tuesday", {kFirst, kSecond, kSecond, kThird}),
              ElementsAre(kSecond, kThird));
  // A lead that has the title's words and more is no repeat.
  EXPECT_THAT(Lead("Ministers signed an accord", {kFirst}), ElementsAre(kFirst));
}

TEST(ChooseLead, SevenWordsOfTenInBothAreTheSameThing) {
  const std::string ten = "Alva brought coal down every field garden house into June.";
  const std::string seven = "Alva brought coal down every field garden.";
  const std::string six = "Alva brought coal down every field.";
  EXPECT_THAT(Lead("", {ten, seven, kSecond}), ElementsAre(ten, kSecond));
  EXPECT_THAT(Lead("", {ten, six, kSecond}), ElementsAre(ten, six, kSecond));
  const std::string exchanged = "Alva brought coal down every field garden, nothing over there.";  // 7 of 13
  EXPECT_THAT(Lead("", {ten, exchanged, kSecond}), ElementsAre(ten, exchanged, kSecond));
}

TEST(ChooseLead, LeavesOutLinesThatNothingEndsAmongSentences) {
  const std::string standfirst = "The ministry says that the work is over";
  EXPECT_THAT(Lead("Accord", {standfirst, kFirst, kSecond}), ElementsAre(kFirst, kSecond));
  // Some papers write no full stop at a paragraph's end.
  EXPECT_THAT(Lead("Accord", {standfirst, kFirst}), ElementsAre(standfirst, kFirst));
  EXPECT_THAT(Lead("Accord", {standfirst}), ElementsAre(standfirst));
}

TEST(ChooseLead, TakesNoHeadlinesFromAList) {
  const std::string body = "Ferry to sail again next spring\nMinister opens the bridge at last";
  const std::vector<text::OriginalSpan> items = {{0, 31}, {32, 65}};
  const std::vector<text::Token> tokens = TokensOf(body);
  const Article article = {.body = body,
                           .search_title = {},
                           .search_body = body,
                           .sentences = items,
                           .list_items = items,
                           .title_tokens = {},
                           .body_tokens = tokens};
  EXPECT_THAT(ChooseLead(article, kAll), IsEmpty());
}

TEST(IsEnded, KnowsWhatEndsASentence) {
  for (const char* ended : {"It is.", "Is it?", "\"It is.\"", "(It is.)", "It is\u2026", "It is.[12]",
                            "\u0647\u0644\u061F", "\u0627\u0646\u062A\u0647\u06CC\u06D4", "\u5B8C\u3002"}) {
    EXPECT_TRUE(IsEnded(ended)) << ended;
  }
  for (const char* open : {"It is", "", "It is (so)", "It is:", "In 2025", "\"It is\""})
    EXPECT_FALSE(IsEnded(open)) << open;
}

TEST(Join, KeepsLinesThatNothingEndsApart) {
  const std::string body = "One two\nThree four.\nFive";
  const std::vector<text::OriginalSpan> spans = {{0, 7}, {8, 19}, {20, 24}};
  EXPECT_EQ(Join(body, spans), "One two\nThree four. Five");
}

TEST(Join, WhatWasCutBeginsWithACapital) {
  const std::string body = "But at nine they left. iron is dear.";
  const std::vector<text::OriginalSpan> spans = {{4, 22}, {23, 36}};
  EXPECT_EQ(Join(body, spans), "At nine they left. iron is dear.");
  const std::string turkish = "Ancak iki vekil gitti.";
  const std::vector<text::OriginalSpan> rest = {{6, 22}};
  EXPECT_EQ(Join(turkish, rest, "tr"), "\u0130ki vekil gitti.");
}

TEST(Join, MakesOneLine) {
  const std::string body = "One two.\n\nThree\n  four.  Five";
  const std::vector<text::OriginalSpan> spans = {{0, 8}, {10, 23}};
  EXPECT_EQ(Join(body, spans), "One two. Three four.");
  EXPECT_EQ(Join(body, {}), "");
}

TEST(ChooseLead, KeepsOrderAndCount) {
  EXPECT_TRUE(rc::check([] {
    const auto sentences = *rc::gen::container<std::vector<std::string>>(
        rc::gen::container<std::string>(rc::gen::element('a', 'b', 'c', ' ', '"', ':', '1', '.', '\n')));
    const auto count = *rc::gen::inRange<size_t>(0, 5);
    const std::vector<std::string> chosen = Lead("a b c", sentences, count);
    RC_ASSERT(chosen.size() <= count);
    auto from = sentences.begin();
    for (const std::string& sentence : chosen) {
      from = std::find(from, sentences.end(), sentence);
      RC_ASSERT(from != sentences.end());
      ++from;
    }
  }));
}

}  // namespace
}  // namespace marsad::summarize
