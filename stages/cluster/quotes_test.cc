#include "stages/cluster/quotes.h"

#include <gtest/gtest.h>

#include <string>

namespace marsad::cluster {
namespace {

std::vector<std::string> QuotesIn(const std::string& original) {
  std::vector<std::string> quotes;
  for (const text::OriginalSpan span : FindShortQuotes(original)) quotes.emplace_back(span.Cut(original));
  return quotes;
}

TEST(Quotes, AreFoundInTheMarksOfEachHouse) {
  EXPECT_EQ(
      QuotesIn("the novel \"Salt\" and the \u00ABReed House\u00BB, the \u201EWinterbuch\u201C, the \u201CLedger\u201D"),
      (std::vector<std::string>{"Salt", "Reed House", "Winterbuch", "Ledger"}));
}

TEST(Quotes, WhatIsLongOrHasNoSecondMarkIsNone) {
  EXPECT_TRUE(QuotesIn("He said \"we have been here for as long as anybody knows\" and left").empty());
  EXPECT_TRUE(QuotesIn("a board of 12\" and\nanother \u00ABof wood").empty());
  EXPECT_TRUE(QuotesIn("").empty());
}

TEST(Quotes, OneThatIsTooLongDoesNotTurnTheNextOneAround) {
  EXPECT_EQ(QuotesIn("\"we have been here for as long as anybody knows\" of the \"Salt\" he said"),
            (std::vector<std::string>{"Salt"}));
}

}  // namespace
}  // namespace marsad::cluster
