#include "stages/decode/article/byline_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace marsad::decode {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Authors(const std::string& line, const std::string& below = "The pier opened on Monday.") {
  Draft draft;
  draft.body = line + "\n\n" + below;
  TakeBylineLine(&draft);
  EXPECT_EQ(draft.body, line + "\n\n" + below);
  return draft.authors;
}

// Arabic: "Hala Fouad" with "wrote" before it; "the minister on his account"; and what he said.
constexpr const char* kName = "\u0647\u0627\u0644\u0629 \u0641\u0624\u0627\u062F";
constexpr const char* kWrote = "\u0643\u062A\u0628\u062A ";
constexpr const char* kMinister =
    "\u0643\u062A\u0628 \u0627\u0644\u0648\u0632\u064A\u0631 \u0639\u0644\u0649 \u062D\u0633\u0627\u0628\u0647:";

TEST(BylineLine, NamesTheAuthors) {
  EXPECT_THAT(Authors("By Jane Miller"), ElementsAre("Jane Miller"));
  EXPECT_THAT(Authors("By HOLLY BRANDT"), ElementsAre("HOLLY BRANDT"));
  EXPECT_THAT(Authors("By Jane Miller and Omar al Hadi"), ElementsAre("Jane Miller", "Omar al Hadi"));
  EXPECT_THAT(Authors("(Updates with vote.)\nBy Jane Miller, Middle East correspondent"), ElementsAre("Jane Miller"));
  EXPECT_THAT(Authors("Von Hans von Berg"), ElementsAre("Hans von Berg"));
  EXPECT_THAT(Authors(std::string(kWrote) + kName + ":"), ElementsAre(kName));
  EXPECT_THAT(Authors(std::string(kWrote) + "- " + kName), ElementsAre(kName));
  EXPECT_THAT(Authors(std::string(kWrote) + ": " + kName), ElementsAre(kName));
}

TEST(BylineLine, NamesTheWriterAndNotWhoTookThePictures) {
  for (const char* line : {"Texte : Jane Miller, photos : Omar Hadi", "Text: Jane Miller / Fotos: Omar Hadi",
                           "Texto: Jane Miller. Fotos: Omar Hadi", "Text: Jane Miller | Illustration: Omar Hadi"}) {
    EXPECT_THAT(Authors(line), ElementsAre("Jane Miller")) << line;
    EXPECT_THAT(Authors("The pier opened.\n" + std::string(line), ""), ElementsAre("Jane Miller")) << line;
  }
  EXPECT_THAT(Authors("The pier opened.\nText: it was read aloud", ""), IsEmpty());
}

TEST(BylineLine, IsNoLineOfTheText) {
  for (const char* line : {"By Monday all ports will open", "By sea and by land", "By Monday", "By the old pier",
                           "Bylaws change", "By Jane Miller.", "A byline: By Jane Miller"}) {
    EXPECT_THAT(Authors(line), IsEmpty()) << line;
  }
  EXPECT_THAT(Authors(std::string(kWrote) + kName), IsEmpty());  // may be the begin of a headline
  EXPECT_THAT(Authors(kMinister), IsEmpty());
  EXPECT_THAT(Authors(std::string(kWrote) + kName + ":", "\u00ABNo.\u00BB"), IsEmpty());  // what she wrote follows
  EXPECT_THAT(Authors("The pier opened.\nBy Jane Miller"), IsEmpty());
}

// The lines of testdata/credits.tsv above and below a text.
TEST(BylineLine, NamesWhoWroteBesideWhoTookThePictures) {
  std::ifstream in("stages/decode/testdata/credits.tsv");
  int rows = 0;
  for (std::string row; std::getline(in, row); ++rows) {
    if (row.starts_with('#')) continue;
    const size_t tab = row.find('\t');
    const std::string line = row.substr(tab + 1);
    for (const bool is_above : {true, false}) {
      const std::string prose = "The pier opened on Monday.";
      std::string all;
      for (const std::string& author : is_above ? Authors(line, prose) : Authors(prose, line))
        all += (all.empty() ? "" : ";") + author;
      EXPECT_EQ(all.empty() ? "none" : all, row.substr(0, tab)) << line << (is_above ? " (above)" : " (below)");
    }
  }
  EXPECT_GE(rows, 20);
}

TEST(BylineLine, BelowTheTextABylineIsTheLastLineAndACreditOneOfTheLastThree) {
  const std::string prose = "The pier opened on Monday.\n";
  EXPECT_THAT(Authors(prose, prose + "By: Jane Miller"), ElementsAre("Jane Miller"));
  EXPECT_THAT(Authors(prose, prose + "By: Jane Miller\n\n \n"), ElementsAre("Jane Miller"));
  EXPECT_THAT(Authors(prose, prose + "By: Jane Miller\nAll rights"), IsEmpty());
  EXPECT_THAT(Authors(prose, prose + "Text: Jane Miller\nOne\nTwo"), ElementsAre("Jane Miller"));
  EXPECT_THAT(Authors(prose, prose + "Text: Jane Miller\nOne\nTwo\nThree"), IsEmpty());
}

TEST(BylineLine, StatedAuthorsStay) {
  Draft draft;
  draft.body = "By Jane Miller\nText.";
  draft.authors = {"Lena Orlo"};
  TakeBylineLine(&draft);
  EXPECT_THAT(draft.authors, ElementsAre("Lena Orlo"));
}

}  // namespace
}  // namespace marsad::decode
