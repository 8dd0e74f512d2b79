#include "stages/decode/text_article.h"

#include <gtest/gtest.h>

#include <string>

namespace marsad::decode {
namespace {

constexpr const char* kProse =
    "The town opened three public gardens in its western quarters on Monday and more will follow.";

Draft Read(const std::string& text) { return *ReadTextArticle(text); }

TEST(TextArticleTest, AMenuThatWasPastedWithTheText) {
  for (const std::string menu :
       {"Home\nNews\nSport\n\n", "Home\n\nNews\n\nSport\n\n", "Skip to content\nHome\nLocal news\nSport\n",
        "Home | News | Sport\n\n", "Main menu\n\n"}) {
    const Draft draft = Read(menu + "Town opens three gardens\n\n" + kProse);
    EXPECT_EQ(draft.title, "Town opens three gardens") << menu;
    EXPECT_EQ(draft.body, kProse) << menu;
    EXPECT_FALSE(draft.ignored_fields.empty()) << menu;
  }
}

TEST(TextArticleTest, WhatAReleaseCallsItselfIsNoTitle) {
  for (const std::string above :
       {"NEWS RELEASE\n", "For immediate release: March 2, 2026\n", "Press release: 2 March 2026\n\n"}) {
    EXPECT_EQ(Read(above + "Town opens three gardens\n\n" + kProse).title, "Town opens three gardens") << above;
  }
  EXPECT_EQ(Read(std::string("Press release: town opens gardens\n\n") + kProse).title,
            "Press release: town opens gardens");
}

TEST(TextArticleTest, AShortTitleBelowAMenuStays) {
  EXPECT_EQ(Read(std::string("Home\nSport\nGardens open\n") + kProse).title, "Gardens open");
  EXPECT_EQ(Read("Home\nGardens open\nIt was dry.").title, "Gardens open");
  EXPECT_EQ(Read(std::string("Homes\nNews\n") + kProse).title, "Homes");
}

TEST(TextArticleTest, AWiresIndentedParagraphsAreWrapped) {
  const Draft draft = Read(
      "\x01mvp0417\r\n\x02"
      "Ferry sails again =\r\n\r\n"
      "   Waren (mvp) - The ferry across the lake sails again after five\r\nWeeks. So the company said.\r\n"
      "   A fault of the engine had made repairs necessary, they said. For\r\nPupils it is free.\r\n"
      "Short line\r\nAnother\r\n\x03\r\nmvp\r\n\x04");
  EXPECT_EQ(draft.title, "Ferry sails again");
  EXPECT_EQ(draft.body,
            "Waren (mvp) - The ferry across the lake sails again after five Weeks. So the company said.\n\n"
            "A fault of the engine had made repairs necessary, they said. For Pupils it is free.\nShort line\nAnother");
}

TEST(TextArticleTest, WordsThatWereBrokenAtTheLinesEnd) {
  EXPECT_EQ(Read("Gardens open\n\nThe town has opened three pub-\nlic gardens in its wes-\ntern quarters.").body,
            "The town has opened three public gardens in its western quarters.");
  EXPECT_EQ(Read("Gardens open\n\nThe gar-\r\nden is open.").body, "The garden is open.");
  // Where a word was broken all lines were.
  EXPECT_EQ(Read("Gardens open\n\nThe town has opened three pub-\nlic gardens in its quarters\nwithout a "
                 "fence.\n\nMore\nwill be.")
                .body,
            "The town has opened three public gardens in its quarters without a fence.\n\nMore\nwill be.");
  // No broken words: a name, a letter, a dash, a list.
  const std::string whole = "The Anglo-\nSaxon x-\naxis was long -\nand wide\n-\nlow 19-\nth";
  EXPECT_EQ(Read("Gardens open\n\n" + whole).body, whole);
}

TEST(TextArticleTest, AnEmbargoAboveTheTitleStaysWithTheText) {
  const std::string note = "EMBARGOED UNTIL 06:00 GMT, TUESDAY 4 NOVEMBER 2025";
  for (const std::string& above :
       {note + "\n\n", "PRESS RELEASE\n" + note + "\n\n", note + "\nFor immediate release\n"}) {
    const Draft draft = Read(above + "Town opens three gardens\n\n" + kProse);
    EXPECT_EQ(draft.title, "Town opens three gardens") << above;
    EXPECT_EQ(draft.body, note + "\n" + kProse) << above;
  }
  EXPECT_EQ(Read(std::string("Embargo: ministers meet again\n\n") + kProse).title, "Embargo: ministers meet again");
  EXPECT_EQ(Read(note).title + Read(note).body, note) << "nothing stands below";
}

// Nothing that somebody sent as a text is lost because it holds nothing but tags; what they hide from readers of a page is.
TEST(TextArticleTest, MarkdownIsReadAsItLooks) {
  const auto draft = ReadTextArticle(
      "# Pier opens\n\n*By Jane Miller*\n\nThe **old** pier opens, says the [board](https://b.example/1).\n\n"
      "![The pier](p.jpg)\n\n## What now\n\n* One * two\n\n2 * 3 * 4 is [1] a_b_c.\n");
  ASSERT_TRUE(draft);
  EXPECT_EQ(draft->title, "Pier opens");
  EXPECT_EQ(draft->body,
            "By Jane Miller\n\nThe old pier opens, says the board.\n\n\n\nWhat now\n\nOne * two\n\n"
            "2 * 3 * 4 is [1] a_b_c.");
}

TEST(TextArticleTest, ANumberedReleaseIsNoTitle) {
  for (const char* first : {"No. 118/2026", "Press release No. 12", "Communiqu\u00E9 n\u00B0 4", "PRESS RELEASE #7",
                            "Nr. 5/2026", "10 November 2026", "No. 7\n10 November 2026"}) {
    const auto draft = ReadTextArticle(std::string(first) + "\nPier opens\nThe pier opens on Friday.");
    ASSERT_TRUE(draft);
    EXPECT_EQ(draft->title, "Pier opens") << first;
  }
  EXPECT_EQ(ReadTextArticle("Yacht No. 5\nIt sank on Friday.")->title, "Yacht No. 5");
}

TEST(TextArticleTest, TagsAloneAreText) {
  for (const std::string text :
       {"<script>alert(123)</script>", "<img src=x onerror=alert(1)>", "<a href=\"x\"></a> <b></b>"}) {
    const Draft draft = Read(text);
    EXPECT_EQ(draft.title, text);
    EXPECT_EQ(draft.warnings.size(), 1U) << text;
  }
  const Draft draft = Read("Gardens open\n\n<b>They</b> are green.<script>track()</script>");
  EXPECT_EQ(draft.body, "They are green.");
  ASSERT_EQ(draft.warnings.size(), 1U);
  EXPECT_NE(draft.warnings[0].find("tags of HTML"), std::string::npos);
  EXPECT_EQ(Read("<div></div><script>" + std::string(600, 'x') + "</script>").body, "");  // a page that scripts fill
}

}  // namespace
}  // namespace marsad::decode
