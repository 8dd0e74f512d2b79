#include "stages/tag/gazetteer_explain.h"

#include <gtest/gtest.h>

#include <string>

namespace marsad::tag {
namespace {

constexpr char kHeader[] = "key\ttype\ttier\tids\tcountry\tas_of\ten\tfr\n";

std::shared_ptr<const Gazetteer> Parse(const std::string& rows) {
  const GazetteerFile files[] = {{"list.tsv", kHeader + rows}};
  return *Gazetteer::Parse(files);
}

// "words: reason" of each reading, those that are found with a + before it.
std::string Why(const std::string& rows, const std::string& text, const std::string& language = "en") {
  const auto gazetteer = Parse(rows);
  std::string all;
  for (const NameReading& reading : ExplainNames(gazetteer, text, language)) {
    all += (reading.is_found ? "+" : "") + reading.words + ": " + reading.reason + "\n";
  }
  return all;
}

TEST(ExplainNames, WhatIsFoundAndWhatALongerNameTakes) {
  const std::string rows = "x\tLOC\t1\tdesk:x\t\t\tXland\t\ny\tORG\t1\tdesk:y\t\t\tBank of Xland\t\n";
  EXPECT_EQ(Why(rows, "They saw Xland."), "+Xland: the name stands for nothing else\n");
  EXPECT_EQ(Why(rows, "The Bank of Xland said"),
            "+Bank of Xland: the name stands for nothing else\n"
            "Xland: 'Bank of Xland' is taken for Bank of Xland (desk:y)\n");
}

TEST(ExplainNames, EachRuleThatHoldsANameBack) {
  EXPECT_EQ(Why("x\tLOC\t1\tdesk:x\t\t\tXland\t\n", "an xland of mine"), "xland: must begin with a capital\n");
  EXPECT_EQ(Why("x\tORG\t1\tdesk:x\t\t\t=XO\t\n", "Xo said"), "Xo: must stand letter by letter: XO\n");
  EXPECT_EQ(Why("x\tLOC\t1\tdesk:x\t\t\tXland\tXlande\n", "Near Xlande"),
            "Xlande: counts in articles of other languages only: fr\n");
  EXPECT_EQ(Why("x\tPER\t1\tdesk:x\t\t\tNora Field\t\n", "Later Field left."),
            "Field: a surname: counts after the full name\n");
  EXPECT_EQ(Why("x\tORG\t1\tdesk:x\t\t\t?Target\t\n", "So Target said"),
            "Target: doubtful (?, tier 3 or context.tsv): nothing else in the text is of it or its country\n");
  EXPECT_EQ(Why("x\tPER\t1\tdesk:x\t\t\tXanov\t\n", "On Friday Mary Xanov spoke"),
            "Xanov: beside another word with a capital: likely a piece of an unknown name\n");
  EXPECT_EQ(Why("x\tPER\t1\tdesk:x\t\t\tXanov\t\n", "nothing here"), "");
}

TEST(ExplainNames, ASurnameAfterTheFullName) {
  EXPECT_EQ(Why("x\tPER\t1\tdesk:x\t\t\tNora Field\t\n", "Nora Field came. Later Field left."),
            "+Nora Field: the name stands for nothing else\n"
            "Field: 'Nora Field' is taken for Nora Field (desk:x)\n"
            "+Field: a surname, after the person was named in full\n");
}

TEST(CheckList, RowsWithoutAnIdAndNamesOfOthers) {
  const GazetteerFile shipped{"a.tsv", std::string(kHeader) + "x\tLOC\t1\tmarsad:x\t\t\tXland\tXlande\n"};
  const GazetteerFile own{"desk.tsv",
                          std::string(kHeader) + "one\tORG\t1\t\t\t\tXlande|One\t\ntwo\tORG\t1\tdesk:two\t\t\tTwo\t\n"};
  const GazetteerFile files[] = {shipped, own};
  const auto gazetteer = Gazetteer::Parse(files);
  ASSERT_TRUE(gazetteer);
  const std::vector<ListNote> notes = CheckList(**gazetteer, own);
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_EQ(notes[0].line, 2U);
  EXPECT_EQ(notes[0].text, "has no id: it is found and not linked; call it desk:one");
  EXPECT_EQ(notes[1].text, "'Xlande' is also Xland (marsad:x)");
}

TEST(CheckList, NothingAboutWordsOfTheContext) {
  const GazetteerFile files[] = {{"list.tsv", std::string(kHeader) + "x\tLOC\t1\tdesk:x\t\t\tXland\t\n"},
                                 {"context.tsv", "place\ten\tcity|town\n"}};
  const auto gazetteer = Gazetteer::Parse(files);
  ASSERT_TRUE(gazetteer) << gazetteer.error().message;
  EXPECT_TRUE(CheckList(**gazetteer, files[1]).empty());
}

}  // namespace
}  // namespace marsad::tag
