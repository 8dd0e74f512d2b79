#include "stages/cluster/markers.h"

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <string>
#include <vector>

namespace marsad::cluster {
namespace {

constexpr std::array<std::string_view, 6> kNames = {"none", "correction", "withdrawal", "update", "repeat", "hold"};

std::string_view NameOf(MarkerKind kind) { return kNames.at(static_cast<size_t>(kind)); }

// Lines of a file of testdata/ without its comments.
std::vector<std::string> ReadLines(const std::string& name) {
  std::ifstream file("stages/cluster/testdata/" + name);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && !line.starts_with('#')) lines.push_back(line);
  }
  return lines;
}

std::vector<std::string> SplitAtTabs(const std::string& line) {
  std::vector<std::string> cells;
  for (size_t at = 0; at <= line.size();) {
    const size_t end = std::min(line.find('\t', at), line.size());
    cells.push_back(line.substr(at, end - at));
    at = end + 1;
  }
  return cells;
}

TEST(MarkersTest, FindsTheMarkersOfEveryLanguageWithTheirSpans) {
  const std::vector<std::string> lines = ReadLines("marked_titles.tsv");
  EXPECT_GE(lines.size(), 45U);
  for (const std::string& line : lines) {
    const std::vector<std::string> cells = SplitAtTabs(line);
    ASSERT_EQ(cells.size(), 6U) << line;
    const std::string& title = cells[4];
    const std::string& body = cells[5];
    const Marker marker = FindMarker(title, body);
    const bool in_title = marker.field == text::TextField::kTitle;
    EXPECT_EQ(NameOf(marker.kind), cells[0]) << line;
    EXPECT_EQ(in_title ? "title" : "body", cells[1]) << line;
    EXPECT_EQ(marker.span.Cut(in_title ? title : body), cells[2]) << line;
    EXPECT_EQ(marker.headline.Cut(title), cells[3]) << line;
  }
}

TEST(MarkersTest, OrdinaryHeadlinesWithTheSameWordsMarkNothing) {
  const std::vector<std::string> lines = ReadLines("ordinary_headlines.txt");
  EXPECT_EQ(lines.size(), 200U);
  for (const std::string& line : lines) {
    EXPECT_EQ(NameOf(FindMarker(line, "").kind), "none") << line;
    // What begins a body is no frame either.
    EXPECT_EQ(NameOf(FindMarker("", line).kind), "none") << line;
  }
}

TEST(MarkersTest, AWordInsideTheHeadlineIsNoMarker) {
  EXPECT_EQ(FindMarker("Paper prints CORRECTION: it was rain", "").kind, MarkerKind::kNone);
  EXPECT_EQ(FindMarker("Correction", "").kind, MarkerKind::kNone);
  EXPECT_EQ(FindMarker("Correction-fluid maker closes", "").kind, MarkerKind::kNone);
  EXPECT_EQ(FindMarker("Fines rise (correction of 2019 rules planned)", "").kind, MarkerKind::kNone);
}

TEST(MarkersTest, ANoticeWithoutATitleInQuotationMarksMarksNothing) {
  EXPECT_EQ(FindMarker("Ethics panel", "Please kill the story, he told the editor.").kind, MarkerKind::kNone);
}

TEST(MarkersTest, LooksAtNoMoreThanTheFirst300BytesOfTheBody) {
  std::string body(295, 'a');
  body += "\u00E9\u00E9\u00E9\u00E9 please kill the story \"Court clears mayor\"";
  EXPECT_EQ(FindMarker("Court", body).kind, MarkerKind::kNone);
}

TEST(MarkersTest, NamesTheTitlesThatANoticeMeans) {
  const std::string title = "KILL KILL KILL Court clears mayor";
  const std::string body = "Please kill the story \"Court Clears Mayor\" and \u00ABMayor is free again\u00BB.";
  const std::vector<std::string> expected = {"court clears mayor", "mayor is free again"};
  EXPECT_EQ(FindNamedTitles(FindMarker(title, body), title, body), expected);
}

TEST(MarkersTest, AKeyHasTheFoldedWordsAlone) {
  EXPECT_EQ(TitleKey("  Caf\u00E9, \u201CQuoted\u201D \u2013 2 "), "cafe quoted 2");
}

TEST(MarkersTest, EmptyTextsMarkNothing) {
  const Marker marker = FindMarker("", "");
  EXPECT_EQ(marker.kind, MarkerKind::kNone);
  EXPECT_TRUE(marker.headline.empty());
  EXPECT_TRUE(FindNamedTitles(marker, "", "").empty());
}

}  // namespace
}  // namespace marsad::cluster
