#include "stages/cluster/relation.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "stages/cluster/frequent_words.h"
#include "stages/cluster/testing/read_text.h"

namespace marsad::cluster {
namespace {

using testing::ReadRows;
using testing::ReadText;

constexpr std::array<std::string_view, 7> kRelations = {"NONE",     "EXACT",   "NEAR",  "PART",
                                                        "CONTAINS", "REVISED", "SHARES"};
constexpr std::array<std::string_view, 6> kKinds = {"WORDS", "NUMBER", "NAME", "POLARITY", "DAY", "WORD"};

CopyText Copy(const std::string& text, const std::string& language, const std::vector<NamedSpan>& names = {}) {
  return {ReadText(text, {.language = language, .frequent = FrequentWordsOf(language)}, names), text};
}

TEST(Relation, IsWhatAReaderWouldSay) {
  const auto rows = ReadRows("stages/cluster/testdata/relations.tsv", 5);
  ASSERT_GE(rows.size(), 19u);
  for (const auto& row : rows) {
    const Comparison found = Compare(Copy(row[4], row[2]), Copy(row[3], row[2]));
    EXPECT_EQ(kRelations[static_cast<size_t>(found.relation)], row[0]) << row[3] << "\n" << row[4];
    if (found.relation != Relation::kRevised) continue;
    ASSERT_EQ(found.differences.empty(), row[1] == "WORDS") << row[4];
    if (row[1] == "WORDS") continue;  // too many of them for a copy, though no fact has changed
    EXPECT_EQ(kKinds[static_cast<size_t>(found.differences[0].kind)], row[1]) << row[4];
  }
}

TEST(Relation, OnlyWhatTellsNothingNewIsACopy) {
  EXPECT_TRUE(IsCopy(Relation::kExact) && IsCopy(Relation::kNear) && IsCopy(Relation::kPart));
  EXPECT_FALSE(IsCopy(Relation::kNone) || IsCopy(Relation::kContains) || IsCopy(Relation::kRevised) ||
               IsCopy(Relation::kShares));
}

TEST(Relation, SaysWhatWasThere) {
  const std::string there = "storms had kept 42 ships at anchor for days";
  const std::string here = "storms had kept 47 ships at anchor for days";
  const Comparison found = Compare(Copy(here, "en"), Copy(there, "en"));
  ASSERT_EQ(found.differences.size(), 1u);
  EXPECT_EQ(found.differences[0].was, "42");
  EXPECT_EQ(found.differences[0].here, (WordRange{3, 1}));
  EXPECT_EQ(found.passages, (std::vector<Shared>{{{0, 3}, {0, 3}}, {{4, 5}, {4, 5}}}));
}

TEST(Relation, AnotherEntityIsAnotherFact) {
  const std::string there = "the minister of defence Anna Example will visit the troops in the north of the country";
  const std::string here = "the minister of defence Otto Muster will visit the troops in the north of the country";
  const Comparison found = Compare(Copy(here, "en", {{{24, 35}, "Q2"}}), Copy(there, "en", {{{24, 36}, "Q1"}}));
  EXPECT_EQ(found.relation, Relation::kRevised);
  ASSERT_EQ(found.differences.size(), 1u);
  EXPECT_EQ(found.differences[0].kind, FactKind::kName);
  EXPECT_EQ(found.differences[0].was, "Anna Example");
}

TEST(Relation, OfAnEmptyTextIsNone) {
  EXPECT_EQ(Compare({}, {}).relation, Relation::kNone);
  EXPECT_EQ(Compare(Copy("some words", "en"), {}).relation, Relation::kNone);
}

// A word that another replaces where the earlier text had a rare one is a fact, if it is rare itself.
TEST(Relation, ARareWordForARareOneIsAFact) {
  const FrequentWords frequent(
      "the port of reopened after storms had kept many ships at anchor for days and nights big small", "en");
  const FactOptions options{.language = "en", .frequent = &frequent};
  const auto copy = [&](const std::string& text) { return CopyText(ReadText(text, options), text); };
  const CopyText there =
      copy("the port of Norvik reopened after big storms had kept many ships at anchor for days and nights");
  const CopyText other =
      copy("the port of Sandhavn reopened after big storms had kept many ships at anchor for days and nights");
  const CopyText same =
      copy("the port of Norvik reopened after small storms had kept many ships at anchor for days and nights");
  EXPECT_EQ(Compare(other, there).relation, Relation::kRevised);
  EXPECT_EQ(Compare(same, there).relation, Relation::kNear);
}

// The verb before its subject or after it; were both words names, they might be the two sides of a match.
TEST(Relation, AVerbThatPassesANameIsNoExchange) {
  const FrequentWords frequent("in the north over price of bread had and for days again it sent a note to all of them",
                               "en");
  const FactOptions options{.language = "en", .frequent = &frequent};
  const std::string there =
      "in the north protested Ruritania again over the price of bread and it sent a note to all of them";
  const std::string here =
      "in the north had Ruritania protested again over the price of bread and it sent a note to all of them";
  const std::vector<NamedSpan> there_names = {{{23, 32}, "Q1"}};
  const std::vector<NamedSpan> here_names = {{{17, 26}, "Q1"}};
  const auto copy = [&](const std::string& text, const std::vector<NamedSpan>& names) {
    return CopyText(ReadText(text, options, names), text);
  };
  EXPECT_EQ(Compare(copy(here, here_names), copy(there, there_names)).relation, Relation::kNear);
  EXPECT_EQ(Compare(copy(here, {}), copy(there, {})).relation, Relation::kRevised);
}

}  // namespace
}  // namespace marsad::cluster
