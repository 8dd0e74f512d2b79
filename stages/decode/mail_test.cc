#include "stages/decode/mail.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "stages/decode/text_article.h"

namespace marsad::decode {
namespace {

Draft Read(const std::string& text) { return *ReadTextArticle(text); }

const std::string kHead =
    "From: Jane Miller <jane@harbour.example>\nTo: desk@bugle.example\nSubject: Pier opens\n"
    "Date: Mon, 7 Dec 2026 09:15:00 +0100\n\n";
const std::string kProse = "The old pier of Stonebrook opens on Friday.\n\nIt is 41 metres long.";

// Each block of testdata/mails.txt is a mail that says the same in another language or form.
TEST(MailTest, WhatEachLanguageAndProgramCallsTheHeaders) {
  std::ifstream file("stages/decode/testdata/mails.txt");
  std::stringstream all;
  all << file.rdbuf();
  std::string rest = all.str();
  size_t mails = 0;
  for (size_t at = rest.find("\n====\n"); at != rest.npos; at = rest.find("\n====\n")) {
    rest.erase(0, at + 6);
    if (rest.empty()) break;
    const std::string text = rest.substr(0, rest.find("\n====\n"));
    const size_t arrow = text.find("\n=>\n");
    ASSERT_NE(arrow, text.npos) << text;
    const Draft draft = Read(text.substr(0, arrow));
    const std::string wanted = text.substr(arrow + 4);
    std::string got = draft.title + "\n" + (draft.authors.empty() ? "-" : draft.authors[0]) + "\n" + draft.body;
    EXPECT_EQ(got, wanted.substr(0, wanted.find_last_not_of('\n') + 1)) << text;
    ASSERT_TRUE(draft.published) << text;
    EXPECT_EQ(draft.published->unix_seconds + int64_t{draft.published->offset_minutes.value_or(0)} * 60, 1796638500)
        << text;
    ++mails;
  }
  EXPECT_GE(mails, 12U);
}

TEST(MailTest, NoAddressOfTheHeadersIsKept) {
  const Draft draft = Read(kHead + kProse + "\n\nHarbour board\njane@harbour.example\nTel. +44 1632 960 220");
  EXPECT_EQ(draft.body, kProse);
  for (const std::string& field : draft.ignored_fields) EXPECT_EQ(field.find('@'), field.npos) << field;
  const std::string said = kProse + " Write to jane@harbour.example for a seat.";
  EXPECT_EQ(Read(kHead + said).body, said);
}

TEST(MailTest, WhatEndsAMail) {
  for (const std::string end :
       {"-- \nHarbour board\nPier Road 1", "Best regards,\nJane Miller\nHarbour board", "Sent from my iPhone",
        "This message and any attachments are confidential.\nDelete it if it is not for you.",
        "-----Original Message-----\nFrom: a@b.example\nTo: c@d.example\n\nPlease send news.",
        "On Sunday Ann Holt wrote:\n> Is there news?\n> Ann", "To unsubscribe write to list@harbour.example"}) {
    EXPECT_EQ(Read(kHead + kProse + "\n\n" + end).body, kProse) << end;
  }
  EXPECT_EQ(Read(kHead + "Dear editors,\n\nPlease find below our news.\n\n" + kProse).body, kProse);
}

TEST(MailTest, TheTitleIsTheSubjectWithoutItsMarks) {
  const auto title = [](const std::string& subject) {
    return Read("From: a@b.example\nTo: c@d.example\nSubject: " + subject + "\n\nThe pier opens.\n\nIt is long.").title;
  };
  for (const std::string mark : {"Re: ", "RE: FW: ", "AW: WG: ", "Re[2]: ", "TR : ", "[EXTERNAL] Fwd: ", "RV: "})
    EXPECT_EQ(title(mark + "Pier opens"), "Pier opens") << mark;
  EXPECT_EQ(title("Pier: it opens"), "Pier: it opens");
  EXPECT_EQ(title("[Stonebrook] Pier opens"), "[Stonebrook] Pier opens");
  // A subject that only says what it is leaves the title to the text.
  EXPECT_EQ(title("Press release"), "The pier opens.");
}

TEST(MailTest, APersonIsAnAuthorAndAnOfficeIsNone) {
  const auto author = [](const std::string& sender) {
    const Draft draft = Read("From: " + sender + "\nTo: c@d.example\nSubject: Pier opens\n\n" + kProse);
    return draft.authors.empty() ? std::string() : draft.authors[0];
  };
  EXPECT_EQ(author("\"Jane Miller\" <jane@b.example>"), "Jane Miller");
  EXPECT_EQ(author("Miller, Jane <jane@b.example>"), "Jane Miller");
  EXPECT_EQ(author("Jane Miller [mailto:jane@b.example]"), "Jane Miller");
  EXPECT_EQ(author("jane@b.example (Jane Miller)"), "Jane Miller");
  EXPECT_EQ(author("Otto von Holt"), "Otto von Holt");
  for (const std::string office : {"Press Office <p@b.example>", "jane@b.example", "City of Stonebrook <p@b.example>",
                                   "Jane Miller, Press Office <p@b.example>", "Harbour <p@b.example>"})
    EXPECT_EQ(author(office), "") << office;
  const Draft draft = Read(kHead + "By Ann Holt\n\n" + kProse);
  EXPECT_EQ(draft.authors, std::vector<std::string>{"Ann Holt"});
}

// Each step is linear: a hundred thousand blank lines, addresses and lines that hold one.
TEST(MailTest, LongMailsAreReadOnce) {
  constexpr size_t kMany = 100'000;
  std::string addresses;
  std::string lines;
  for (size_t i = 0; i < kMany; ++i) {
    addresses += "a" + std::to_string(i) + "@b.example, ";
    lines += "Seat of c@d.example\n";
  }
  const Draft draft =
      Read("From: e@f.example\nTo: " + addresses + std::string(kMany, '\n') + "Subject: Pier opens\n\n" + lines);
  EXPECT_EQ(draft.title, "Pier opens");
  EXPECT_EQ(draft.body.size(), lines.size() - 1);
}

TEST(MailTest, TextsThatAreNoMails) {
  for (const std::string text : {"From: the hills\nThe water comes down.", "Date: 7 December 2026\nThe pier opens.",
                                 "To: all who read this\nSubject: trees\nTrees are green."}) {
    Draft draft;
    EXPECT_FALSE(ReadMail(text, &draft)) << text;
    EXPECT_TRUE(draft.ignored_fields.empty());
  }
}

}  // namespace
}  // namespace marsad::decode
