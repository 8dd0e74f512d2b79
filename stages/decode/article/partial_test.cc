#include "stages/decode/article/partial.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace marsad::decode {
namespace {

const std::string kTitle = "Mill to reopen as a hotel";
const std::string kText = "The mill will reopen as a hotel of thirty rooms, and its wheel will turn";

Draft Read(const std::string& body) {
  Draft draft;
  draft.title = kTitle;
  draft.body = body;
  NotePartial(&draft);
  return draft;
}

TEST(Partial, SignsAtTheEnd) {
  for (const std::string& sign : std::vector<std::string>{
           " [+1877 chars]", "\u2026 [1450 chars]", " [\u2026]", " (...)", "\u2026 Read more",
           "... Read more " + kTitle, "\nRead more", ". Read more", "! Read more \u00BB", "? Read more " + kTitle,
           "\u2026 Read more\nThe post " + kTitle + " appeared first on Quay News.",
           "... Continue reading " + kTitle + "\nThe post " + kTitle + " appeared first on Quay News."}) {
    const Draft draft = Read(kText + sign);
    EXPECT_TRUE(draft.partial) << sign;
    EXPECT_EQ(draft.body.substr(0, kText.size()), kText) << sign;
    EXPECT_LE(draft.body.size(), kText.size() + 3) << sign;  // an ellipsis may stay
  }
}

TEST(Partial, WholeTexts) {
  for (const std::string& end :
       std::vector<std::string>{".", ".\nRead moreover what " + kTitle + " is about.", ". Read more books, he said.",
                                ".\nThe post " + kTitle + " appeared first on Quay News."}) {
    const Draft draft = Read(kText + end);
    EXPECT_FALSE(draft.partial) << end;
    EXPECT_EQ(draft.body, kText + end) << end;
  }
}

}  // namespace
}  // namespace marsad::decode
