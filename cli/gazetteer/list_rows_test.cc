#include "cli/gazetteer/list_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>

namespace marsad::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kHeader[] = "key\ttype\ttier\tids\tcountry\tas_of\ten\tfr\n";

std::vector<ListRow> Rows(const std::string& rows) {
  const tag::GazetteerFile files[] = {{"desk.tsv", kHeader + rows}};
  return ReadRows(files);
}

// Without the isolates around what is inserted.
std::vector<std::string> Diff(const std::string& before, const std::string& after) {
  std::vector<std::string> lines = DiffRows(Rows(before), Rows(after));
  for (std::string& line : lines) {
    for (const std::string_view mark : {"\u2068", "\u2069"}) {
      for (size_t at; (at = line.find(mark)) != std::string::npos;) line.erase(at, mark.size());
    }
  }
  return lines;
}

TEST(DiffRows, WhatDoesNotCount) {
  EXPECT_THAT(Diff("a\tORG\t1\tdesk:a\t\t2026-01\tAlpha\t\nb\tPER\t1\tdesk:b\t\t\tNora Field\t\n",
                   "b\tPER\t1\tdesk:b\t\t\tNora Field\t\nother\tORG\t1\tdesk:a\t\t2026-11\tAlpha\t\n"),
              IsEmpty());
}

TEST(DiffRows, EntitiesThatCameAndWent) {
  EXPECT_THAT(Diff("a\tORG\t1\tdesk:a\t\t\tAlpha\t\n", "b\tPER\t1\tdesk:b\t\t\t?Nora Field\t\n"),
              ElementsAre("+ PER desk:b Nora Field", "- ORG desk:a Alpha"));
}

TEST(DiffRows, EachThingThatCanChange) {
  EXPECT_THAT(Diff("a\tORG\t1\tdesk:a\t\t\tAlpha|Al\t\n", "a\tLOC\t2\tdesk:a wikidata:Q1\tJO\t\tAlpha\tAlphe\n"),
              ElementsAre("~ LOC desk:a Alpha: type was ORG, is LOC", "~ LOC desk:a Alpha: tier was 1, is 2",
                          "~ LOC desk:a Alpha: country was none, is JO",
                          "~ LOC desk:a Alpha: ids was desk:a, is desk:a wikidata:Q1", "~ LOC desk:a Alpha: - en Al",
                          "~ LOC desk:a Alpha: + fr Alphe"));
}

TEST(DiffRows, AnIdInSecondPlaceStillTells) {
  EXPECT_THAT(Diff("a\tORG\t1\tdesk:a\t\t\tAlpha\t\n", "z\tORG\t1\twikidata:Q1 desk:a\t\t\tAlpha\t\n"),
              ElementsAre("~ ORG wikidata:Q1 Alpha: ids was desk:a, is wikidata:Q1 desk:a"));
}

TEST(DiffRows, KeysTellOnlyWithoutIds) {
  EXPECT_THAT(Diff("a\tORG\t1\t\t\t\tAlpha\t\n", "a\tORG\t1\tdesk:a\t\t\tAlpha\t\n"),
              ElementsAre("~ ORG desk:a Alpha: ids was none, is desk:a"));
  EXPECT_THAT(Diff("a\tORG\t1\tdesk:a\t\t\tAlpha\t\n", "a\tORG\t1\tdesk:b\t\t\tBeta\t\n"),
              ElementsAre("+ ORG desk:b Beta", "- ORG desk:a Alpha"));
}

TEST(DiffWords, OfTheOtherTables) {
  const tag::GazetteerFile before[] = {{"context.tsv", "# why\nplace\ten\tcity|town\n"},
                                       {"desk.tsv", std::string(kHeader) + "a\tORG\t1\tdesk:a\t\t\tAlpha\t\n"}};
  const tag::GazetteerFile after[] = {{"context.tsv", "place\ten\tcity|town|port\n"}};
  EXPECT_THAT(DiffWords(WordLines(before), WordLines(before)), IsEmpty());
  EXPECT_THAT(DiffWords(WordLines(before), WordLines(after)),
              ElementsAre(testing::HasSubstr("context.tsv place en city|town"),
                          testing::HasSubstr("context.tsv place en city|town|port")));
}

TEST(DoubledIds, OfOwnRowsOnly) {
  const std::string row = "\tORG\t1\tdesk:x\t\t\tXland\t\n";
  const tag::GazetteerFile files[] = {{"a.tsv", kHeader + ("a" + row)}, {"desk.tsv", kHeader + ("b" + row)}};
  ASSERT_EQ(DoubledIds(files, 1).size(), 1U);
  EXPECT_THAT(DoubledIds(files, 1).front(), testing::StartsWith("desk.tsv:2: the id "));
  EXPECT_THAT(DoubledIds(files, 0), IsEmpty());
}

}  // namespace
}  // namespace marsad::cli
