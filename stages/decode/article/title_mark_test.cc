// Markers before titles: testdata/title_fronts.tsv.
#include "stages/decode/article/title_mark.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "stages/decode/article/flash.h"

namespace marsad::decode {
namespace {

constexpr const char* kTitle = "Minister visits the port";

// What becomes of `front` before a title.
Draft Taken(const std::string& front) {
  Draft draft;
  draft.title = front + kTitle;
  TakeTitleMarks(&draft);
  TakeFlash(&draft);
  return draft;
}

TEST(TitleMarkTest, FrontsOfTheFile) {
  std::ifstream in("stages/decode/testdata/title_fronts.tsv");
  int rows = 0;
  for (std::string row; std::getline(in, row);) {
    if (row.starts_with('#')) continue;
    const size_t tab = row.find('\t');
    const std::string kind = row.substr(0, tab);
    const std::string front = row.substr(tab + 1, row.size() - tab - 2);  // without the bar that shows its end
    const Draft draft = Taken(front);
    EXPECT_EQ(draft.title, kind == "none" ? front + kTitle : kTitle) << front;
    EXPECT_EQ(draft.urgency.value_or(0), kind == "flash" ? 1u : 0u) << front;
    EXPECT_EQ(draft.correction.empty(), kind != "correction") << front;
    EXPECT_EQ(draft.ignored_fields.empty(), kind != "mark" && kind != "correction") << front;
    ++rows;
  }
  EXPECT_GE(rows, 60);
}

TEST(TitleMarkTest, MarksOfTheTitleMove) {
  Draft draft;
  draft.title = "UPDATE 2-CORRECTED-The Quay opens";
  draft.markup.push_back({.kind = MarkKind::kLink, .field = TextField::kTitle, .begin = 23, .end = 27});
  TakeTitleMarks(&draft);
  EXPECT_EQ(draft.title, "The Quay opens");
  EXPECT_EQ(draft.correction, "CORRECTED");
  EXPECT_EQ(draft.ignored_fields.size(), 2u);
  EXPECT_EQ(draft.title.substr(draft.markup[0].begin, draft.markup[0].end - draft.markup[0].begin), "Quay");
}

TEST(TitleMarkTest, APostWithoutATitleLosesItsMarkerToo) {
  Draft draft;
  draft.body = "#BREAKING | The Quay opens.\nMore soon.";
  draft.markup.push_back({.kind = MarkKind::kLink, .field = TextField::kBody, .begin = 16, .end = 20});
  TakeFlash(&draft);
  EXPECT_EQ(draft.body, "The Quay opens.\nMore soon.");
  EXPECT_EQ(draft.urgency, 1u);
  EXPECT_EQ(draft.body.substr(draft.markup[0].begin, 4), "Quay");
}

}  // namespace
}  // namespace marsad::decode
