#include "stages/decode/article/notes.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace marsad::decode {
namespace {

constexpr int64_t kSixOnTheFourth = 1762236000;  // 2025-11-04T06:00:00Z
const std::string kProse = "The harbour board approved a budget of 41 million crowns on Tuesday.\n";

Draft Noted(const std::string& body) {
  Draft draft;
  draft.title = "Board approves budget";
  draft.body = body;
  TakeNotes(&draft);
  EXPECT_EQ(draft.body, body);
  return draft;
}

TEST(NotesTest, AnEmbargoWithDateTimeAndZone) {
  for (const std::string note :
       {"EMBARGOED UNTIL 0600 GMT, TUESDAY NOV. 4, 2025", "(Embargoed until 06:00 GMT on 4 November 2025)",
        "By Jane Miller\nNot for release before 7 a.m. CET, 4 November 2025",
        "EMBARGOED UNTIL 1:00 a.m. ET, Tuesday, November 4, 2025",
        "Embargoed until 10 p.m. Pacific Time, Monday, Nov. 3, 2025",
        "HOLD FOR RELEASE UNTIL 12:00 a.m. CT, November 4, 2025", "Sperrfrist: 4. November 2025, 07.00 Uhr MEZ",
        "EMBARGO: 09:00 GMT+3, 4 November 2025",
        // "Publication is forbidden until the hour 6 in the morning, time of Greenwich, 4 November 2025"
        "\u0645\u062D\u0638\u0648\u0631 \u0627\u0644\u0646\u0634\u0631 \u062D\u062A\u0649 "
        "\u0627\u0644\u0633\u0627\u0639\u0629 "
        "6 \u0635\u0628\u0627\u062D\u0627 \u0628\u062A\u0648\u0642\u064A\u062A \u063A\u0631\u064A\u0646\u062A\u0634 "
        "4 \u0646\u0648\u0641\u0645\u0628\u0631 2025",
        // The same until 9:00, time of Mecca.
        "\u0645\u062D\u0638\u0648\u0631 \u0627\u0644\u0646\u0634\u0631 \u062D\u062A\u0649 9:00 "
        "\u0635\u0628\u0627\u062D\u0627 \u0628\u062A\u0648\u0642\u064A\u062A \u0645\u0643\u0629 "
        "4 \u0646\u0648\u0641\u0645\u0628\u0631 2025",
        // "until 6:00, time of Greenwich," with the Arabic comma, then the day
        "\u0645\u062D\u0638\u0648\u0631 \u0627\u0644\u0646\u0634\u0631 \u062D\u062A\u0649 6:00 "
        "\u0628\u062A\u0648\u0642\u064A\u062A \u063A\u0631\u064A\u0646\u062A\u0634\u060C "
        "4 \u0646\u0648\u0641\u0645\u0628\u0631 2025"}) {
    const Draft draft = Noted(note + "\n" + kProse);
    ASSERT_TRUE(draft.embargoed_until.has_value()) << note;
    EXPECT_EQ(draft.embargoed_until->unix_seconds, kSixOnTheFourth) << note;
    EXPECT_TRUE(draft.warnings.empty());
  }
}

// Summer time is that of the day; "et" is a zone only after a.m. or p.m.
TEST(NotesTest, AnEmbargoInAZoneWithSummerTime) {
  constexpr int64_t kSixInTheEveningInJuly = 1'784'224'800;  // 2026-07-16T18:00:00Z
  const Draft summer = Noted("EMBARGOED UNTIL 2:00 p.m. ET, Thursday, July 16, 2026\n" + kProse);
  ASSERT_TRUE(summer.embargoed_until.has_value());
  EXPECT_EQ(summer.embargoed_until->unix_seconds, kSixInTheEveningInJuly);
  const Draft french = Noted("EMBARGO : 16 juillet 2026, 14:00 et pas avant\n" + kProse);
  EXPECT_FALSE(french.embargoed_until.has_value());
}

// The notes of testdata/embargoes.tsv, of 8 December 2026.
TEST(NotesTest, AnEmbargoInTheZoneOfACity) {
  constexpr int64_t kMidnight = 1796688000;
  std::ifstream in("stages/decode/testdata/embargoes.tsv");
  int notes = 0;
  for (std::string row; std::getline(in, row); ++notes) {
    if (row.starts_with('#')) continue;
    const Draft draft = Noted(row.substr(6) + "\n\nThe pier opens.");
    ASSERT_TRUE(draft.embargoed_until) << row;
    const int minutes = std::stoi(row.substr(0, 2)) * 60 + std::stoi(row.substr(3, 2));
    EXPECT_EQ(draft.embargoed_until->unix_seconds, kMidnight + int64_t{minutes} * 60) << row;
  }
  EXPECT_GT(notes, 10);
}

TEST(NotesTest, LettersMayBeWrittenInAnyForm) {
  for (const std::string word : {"\u062A\u064E\u0640\u0635\u062D\u064A\u062D",                    // FATHA, TATWEEL
                                 "\uFF23\uFF2F\uFF32\uFF32\uFF25\uFF23\uFF34\uFF29\uFF2F\uFF2E",  // FULLWIDTH C ...
                                 "du\u0308zeltme",
                                 "\u200F\u200E\u061C\u2066\u2069"
                                 "Correction"}) {  // DIAERESIS; marks
    EXPECT_EQ(Noted(word + ": the budget is 41 million.\n" + kProse).correction, word + ": the budget is 41 million.");
  }
}

TEST(NotesTest, AnEmbargoThatDoesNotSayAllIsAWarning) {
  for (const std::string note : {"EMBARGOED UNTIL 06:00, TUESDAY NOV. 4, 2025", "Embargoed until Tuesday",
                                 "Strictly embargoed", "Embargoed until 4 November 2025 GMT"}) {
    const Draft draft = Noted(note + "\n" + kProse);
    EXPECT_FALSE(draft.embargoed_until.has_value()) << note;
    ASSERT_EQ(draft.warnings.size(), 1u) << note;
    EXPECT_NE(draft.warnings[0].find("embargo"), std::string::npos);
  }
}

TEST(NotesTest, RunningTextIsNoEmbargo) {
  for (const std::string& body :
       {kProse + "Embargoed until 06:00 GMT, 4 November 2025\n",
        std::string("The report is embargoed until 06:00 GMT on 4 November 2025.\n"),
        // "The court decided to forbid publication until 06:00 GMT, 4 November 2025."
        std::string("\u0642\u0631\u0631\u062A \u0627\u0644\u0645\u062D\u0643\u0645\u0629 \u062D\u0638\u0631 "
                    "\u0627\u0644\u0646\u0634\u0631 \u062D\u062A\u0649 06:00 GMT 4 "
                    "\u0646\u0648\u0641\u0645\u0628\u0631 2025.")}) {
    const Draft draft = Noted(body);
    EXPECT_FALSE(draft.embargoed_until.has_value()) << body;
    EXPECT_TRUE(draft.warnings.empty()) << body;
  }
}

TEST(NotesTest, WhatTheSourceStatesWins) {
  Draft draft;
  draft.body = "Embargoed until 06:00 GMT, 4 November 2025\n(Corrects the sum)\n" + kProse;
  draft.embargoed_until = Moment{.unix_seconds = 1};
  draft.correction = "The sum";
  TakeNotes(&draft);
  EXPECT_EQ(draft.embargoed_until->unix_seconds, 1);
  EXPECT_EQ(draft.correction, "The sum");
}

TEST(NotesTest, ACorrection) {
  EXPECT_EQ(Noted("(Corrects the sum in paragraph 1) " + kProse).correction, "Corrects the sum in paragraph 1");
  const std::string last = "This story has been corrected to show that the sum is 41 million.";
  EXPECT_EQ(Noted(kProse + kProse + last).correction, last);
  EXPECT_EQ(Noted(kProse + "Correction: the sum was wrong.\n" + kProse + kProse + kProse + kProse).correction, "");
  EXPECT_EQ(Noted("Corrects himself, he said.\n" + kProse).correction, "");
}

// The lines of testdata/corrections.tsv as the last of a text.
TEST(NotesTest, ACorrectionBelowTheTextMayHaveADate) {
  std::ifstream in("stages/decode/testdata/corrections.tsv");
  int rows = 0;
  for (std::string row; std::getline(in, row); ++rows) {
    if (row.starts_with('#')) continue;
    const size_t tab = row.find('\t');
    const std::string line = row.substr(tab + 1);
    EXPECT_EQ(Noted(kProse + kProse + line).correction, row.starts_with("correction") ? line : "") << line;
  }
  EXPECT_GE(rows, 20);
}

}  // namespace
}  // namespace marsad::decode
