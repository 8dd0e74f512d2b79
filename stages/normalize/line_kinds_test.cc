// What the structure makes of single lines: testdata/line_kinds.tsv.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "stages/normalize/testing/blocks.h"
#include "tests/rows.h"

namespace marsad::normalize {
namespace {

constexpr const char* kDateline = "CAIRO, Nov 3 (Reuters) - ";
constexpr const char* kProse = "The ministers agreed on Sunday to open the ports again, after talks of many days.";

const std::map<std::string, BlockKind>& Kinds() {
  static const std::map<std::string, BlockKind> kinds = {
      {"byline", BlockKind::kByline}, {"heading", BlockKind::kHeading},     {"caption", BlockKind::kCaption},
      {"note", BlockKind::kNote},     {"paragraph", BlockKind::kParagraph}, {"boilerplate", BlockKind::kBoilerplate}};
  return kinds;
}

// The blocks of a body in which `line` stands where `where` says, and which of them it must be.
BlockKind KindOf(const std::string& line, const std::string& where) {
  const std::string prose = std::string(kDateline) + kProse + "\n";
  const std::string more = std::string(kProse) + "\n";
  // In the middle: beyond the lines that count as the article's head.
  const std::string body =
      where == "top" ? line + "\n" + prose + more : prose + more + more + more + more + line + "\n" + more;
  const std::vector<Block> blocks = testing::BlocksOf(body);
  const auto at = static_cast<uint32_t>(body.find(line));
  const auto found = std::find_if(blocks.begin(), blocks.end(), [&](const Block& block) {
    return block.span.begin == at && block.span.end == at + line.size();
  });
  return found == blocks.end() ? BlockKind::kUnspecified : found->kind;
}

TEST(LineKindsTest, LinesOfTheFile) {
  const auto rows = tests::ReadRows("stages/normalize/testdata/line_kinds.tsv", 3);
  for (const auto& row : rows) EXPECT_EQ(KindOf(row[2], row[0]), Kinds().at(row[1])) << row[2];
  EXPECT_GE(rows.size(), 100U);
}

using Lines = std::vector<std::pair<BlockKind, std::string>>;

Lines LinesOf(const std::string& body) {
  Lines lines;
  for (const Block& block : testing::BlocksOf(body)) lines.emplace_back(block.kind, block.span.Cut(body));
  return lines;
}

// "Wrote Omar Haddad: the port opens": a byline if the article names him, for presidents write letters too. The lines are those of
// testdata/written_by.tsv: the author or none, what comes out, the body with | for line breaks.
TEST(LineKindsTest, WhoeverWroteTheArticleIsAByline) {
  const auto rows = tests::ReadRows("stages/normalize/testdata/written_by.tsv", 3);
  for (const auto& row : rows) {
    std::string body = row[2];
    std::replace(body.begin(), body.end(), '|', '\n');
    std::vector<std::string_view> authors;
    if (row[0] != "none") authors.emplace_back(row[0]);
    std::string found = "none";
    for (const Block& block : testing::BlocksOf(body, authors)) {
      if (block.kind == BlockKind::kByline) found = block.span.Cut(body);
    }
    EXPECT_EQ(found, row[1]) << body;
  }
  EXPECT_GE(rows.size(), 12U);
}

TEST(LineKindsTest, AHeadingThatIsTheTitleAboveTheTextRepeatsIt) {
  const std::string body = "Pier opens\n" + std::string(kProse) + "\nPier opens\n" + kProse;
  const auto again = static_cast<uint32_t>(body.rfind("Pier"));
  const Field title = MakeField("Pier opens");
  const Field text = MakeField(body);
  const std::vector<Markup> markup = {{MarkupKind::kHeading, {0, 10}}, {MarkupKind::kHeading, {again, again + 10}}};
  const std::vector<Block> blocks =
      FindBlocks({.title = title, .body = text, .authors = {}, .markup = markup, .repeated_lines = nullptr});
  ASSERT_EQ(blocks.size(), 5U);
  EXPECT_EQ(blocks[1].kind, BlockKind::kRepeatedTitle);
  EXPECT_EQ(blocks[3].kind, BlockKind::kHeading) << "within the text the source means it";
}

TEST(LineKindsTest, WhatIsSaidOfTheAuthorBelowTheTextIsNoText) {
  const std::string prose = kProse;
  const std::string note = "Nora Quist-Lang was a pilot of this port and writes here on Fridays.";
  const Lines lines = LinesOf("Nora Quist-Lang\n" + prose + "\n" + prose + "\n" + prose + "\n" + note);
  EXPECT_EQ(lines.front(), std::pair(BlockKind::kByline, std::string("Nora Quist-Lang")));
  EXPECT_EQ(lines.back(), std::pair(BlockKind::kBoilerplate, note));
  EXPECT_EQ(LinesOf(prose + "\n" + prose + "\n" + prose + "\n" + note).back().first, BlockKind::kParagraph)
      << "nobody of that name stands above";
}

TEST(LineKindsTest, ANoteOnTheAuthorSaysThreeWordsAfterTheNameAndSixtyInAll) {
  const std::string prose = kProse;
  const auto kind_below = [&](const std::string& note) {
    return LinesOf("Nora Quist-Lang\n" + prose + "\n" + prose + "\n" + prose + "\n" + note).back().first;
  };
  std::string many = "Nora Quist-Lang";
  for (int words = 3; words < 59; ++words) many += " word";
  EXPECT_EQ(kind_below("Nora Quist-Lang was a pilot."), BlockKind::kBoilerplate);
  EXPECT_EQ(kind_below("Nora Quist-Lang slept well."), BlockKind::kNote);
  EXPECT_EQ(kind_below(many + " end."), BlockKind::kBoilerplate);
  EXPECT_EQ(kind_below(many + " word end."), BlockKind::kParagraph);
}

TEST(LineKindsTest, LinesAreHeadingsWhileTheyAreNoMoreThanTheParagraphs) {
  const std::string prose = std::string(kProse) + "\n";
  const std::string two = prose + "Wheat in the silos\n" + prose + "Boats on the river\n";
  Lines lines = LinesOf(two + prose);
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_EQ(lines[1].first, BlockKind::kHeading);
  EXPECT_EQ(lines[3].first, BlockKind::kHeading);
  lines = LinesOf("Wheat in the silos\n" + two + prose);  // three of each
  EXPECT_EQ(lines[2].first, BlockKind::kHeading);
  lines = LinesOf("Roads in the south\nWheat in the silos\n" + two + prose);
  EXPECT_EQ(lines[3].first, BlockKind::kParagraph) << "as in a list";
}

TEST(LineKindsTest, NumbersOfPagesAreNoText) {
  const std::string prose = kProse;
  for (const std::string number : {"2", "- 12 -", "\u0663"}) {
    EXPECT_EQ(LinesOf(prose + "\n" + number + "\n" + prose)[1], std::pair(BlockKind::kBoilerplate, number));
  }
  for (const std::string line : {"2 ships", "1945", "2."}) {
    EXPECT_NE(LinesOf(prose + "\n" + line + "\n" + prose)[1].first, BlockKind::kBoilerplate) << line;
  }
}

TEST(LineKindsTest, BelowTheNotesToEditorsAllIsOne) {
  const std::string prose = kProse;
  const Lines lines =
      LinesOf(prose + "\n" + prose + "\nNotes to editors:\nThe quay was built in 1931.\n# Places\n" + prose);
  for (size_t i = 2; i < lines.size(); ++i) EXPECT_EQ(lines[i].first, BlockKind::kNote) << lines[i].second;
  EXPECT_EQ(LinesOf(prose + "\nNotes to editors were found in the quay, the board said.\n" + prose)[2].first,
            BlockKind::kParagraph);
}

TEST(LineKindsTest, TheTitleMayStandAfterItsMarker) {
  const Field title = MakeField("Fog closes the airport");
  for (const auto& [line, kind] : std::vector<std::pair<std::string, BlockKind>>{
           {"Breaking: Fog closes the airport", BlockKind::kRepeatedTitle},
           {"Just in | Fog closes the airport", BlockKind::kRepeatedTitle},
           {"Minister: Fog closes the airport today", BlockKind::kParagraph},
           {"The night the fog closes the airport", BlockKind::kParagraph}}) {
    const std::string body = line + "\n" + kProse;
    const Field text = MakeField(body);
    const std::vector<Block> blocks =
        FindBlocks({.title = title, .body = text, .authors = {}, .markup = {}, .repeated_lines = nullptr});
    EXPECT_EQ(blocks[1].kind == BlockKind::kRepeatedTitle, kind == BlockKind::kRepeatedTitle) << line;
  }
}

TEST(LineKindsTest, AddressesBelowThePostAreNoText) {
  const std::string prose = kProse;
  for (const std::string line : {"https://t.example/2", "@harbour", "#Port #Storm",
                                 "#\u0627\u0644\u0645\u064A\u0646\u0627\u0621", "\U0001F449 t.me/harbour | @harbour"}) {
    EXPECT_EQ(LinesOf(prose + "\n" + prose + "\n" + line).back(), std::pair(BlockKind::kBoilerplate, line));
    EXPECT_EQ(LinesOf(line + "\n" + prose)[0].second, line);
    EXPECT_NE(LinesOf(line + "\n" + prose)[0].first, BlockKind::kBoilerplate) << "above the text it may be its subject";
  }
  for (const std::string line :
       {"#Port is closed.", "@harbour said no more", "Follow https://t.example/2 for more news."}) {
    EXPECT_NE(LinesOf(prose + "\n" + prose + "\n" + line).back().second, "") << line;
    EXPECT_NE(LinesOf(prose + "\n" + line + "\n" + prose)[1].first, BlockKind::kBoilerplate) << line;
  }
}

TEST(LineKindsTest, NotesInBracketsStandApartFromTheirLine) {
  const std::string prose = kProse;
  EXPECT_EQ(LinesOf("(Corrects the date) " + prose + " (Reporting by Jane Miller; Editing by Omar Hadi)"),
            (Lines{{BlockKind::kNote, "(Corrects the date)"},
                   {BlockKind::kParagraph, prose},
                   {BlockKind::kNote, "(Reporting by Jane Miller; Editing by Omar Hadi)"}}));
  EXPECT_EQ(LinesOf(prose + " (They had met before.)"),
            (Lines{{BlockKind::kParagraph, prose + " (They had met before.)"}}));
}

TEST(LineKindsTest, AMenuThatWasPastedWithTheText) {
  const std::string prose = kProse;
  EXPECT_EQ(LinesOf("Home\nWorld\nSport news\n" + prose + "\nWorld\n" + prose),
            (Lines{{BlockKind::kBoilerplate, "Home"},
                   {BlockKind::kBoilerplate, "World"},
                   {BlockKind::kBoilerplate, "Sport news"},
                   {BlockKind::kParagraph, prose},
                   {BlockKind::kHeading, "World"},
                   {BlockKind::kParagraph, prose}}));
}

TEST(LineKindsTest, CreditsBeforePromotionAtTheEnd) {
  const std::string prose = kProse;
  const std::string many = prose + "\n" + prose + "\n" + prose + "\n" + prose + "\n" + prose + "\n";
  const Lines lines = LinesOf(many + "Source: Coast Daily\nShare\nAll rights reserved");
  ASSERT_EQ(lines.size(), 8u);
  EXPECT_EQ(lines[5], std::make_pair(BlockKind::kByline, std::string("Source: Coast Daily")));
}

TEST(LineKindsTest, WhomToAskAndWhatFollows) {
  const std::string prose = kProse;
  const auto last = [&](const std::string& below) {
    std::vector<BlockKind> kinds;
    for (const auto& [kind, line] : LinesOf(prose + "\n" + below)) kinds.push_back(kind);
    return std::vector<BlockKind>(kinds.begin() + 1, kinds.end());
  };
  constexpr BlockKind kNo = BlockKind::kBoilerplate;
  std::ifstream in("stages/normalize/testdata/contact_heads.txt");
  int heads = 0;
  for (std::string head; std::getline(in, head); ++heads) {
    const std::string below = head + "\nIris Calder\nPort of Brackwater\n+44 1632 960 118\n" + prose;
    EXPECT_EQ(last(below), (std::vector<BlockKind>{kNo, kNo, kNo, kNo, kNo})) << head;
  }
  EXPECT_GT(heads, 8);
  // In one line; without somebody's number or address below it is a heading; prose below "Contact" is the article's.
  EXPECT_EQ(last("Media contact: Iris Calder, iris@port.example\nPort House"), (std::vector<BlockKind>{kNo, kNo}));
  EXPECT_EQ(last("Press office\n" + prose).back(), BlockKind::kParagraph);
  EXPECT_EQ(last("Contact: +44 1632 960 118\n" + prose + " " + prose).back(), BlockKind::kParagraph);
  EXPECT_EQ(last("Contact\nPort House\n+44 1632 960 118"), (std::vector<BlockKind>{kNo, kNo, kNo}));
}

TEST(LineKindsTest, HowManyReadIt) {
  const std::string prose = kProse;
  EXPECT_EQ(LinesOf(prose + "\n" + prose + "\n12 comments").back().first, BlockKind::kBoilerplate);
  for (const char* line : {"12 boats", "Views of the harbour", "Minutes", "3 times of 5", "It had 1,873 views."})
    EXPECT_NE(LinesOf(std::string(line) + "\n" + prose).front().first, BlockKind::kBoilerplate) << line;
}

}  // namespace
}  // namespace marsad::normalize
