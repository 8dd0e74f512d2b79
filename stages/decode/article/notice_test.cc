#include "stages/decode/article/notice.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace marsad::decode {
namespace {

TEST(Notice, KnowsWhatLinesSay) {
  EXPECT_EQ(NoticeIn("We and our 310 partners use cookies to measure what you read."), Notice::kConsent);
  EXPECT_EQ(NoticeIn("Checking your browser before you enter"), Notice::kRobot);
  EXPECT_EQ(NoticeIn("404: Page not found"), Notice::kMissing);
  EXPECT_EQ(NoticeIn("Subscribe to continue reading."), Notice::kLocked);
  EXPECT_EQ(NoticeIn("Pour lire la suite, abonnez-vous."), Notice::kLocked);
}

TEST(Notice, LeavesNewsAlone) {
  for (const char* line : {"The regulator fined the shop for its cookies.", "We arrived at noon.",
                           "Rayid Usman was elected.", "The robot walked.", "Subscribers to the fund doubled.", ""}) {
    EXPECT_EQ(NoticeIn(line), Notice::kNone) << line;
  }
}

TEST(Notice, OfATextIsWhatHalfOfItSays) {
  const std::string consent = "We and our partners use cookies to store information on your device.";
  EXPECT_EQ(NoticeOfText(consent), Notice::kConsent);
  EXPECT_EQ(NoticeOfText(consent + "\nYou may take back your yes at any time."), Notice::kConsent);
  const std::string news = "The harbour board approved a budget of 41 million crowns, the largest for thirty years.\n";
  EXPECT_EQ(NoticeOfText(news + news + consent), Notice::kNone);
  std::string wall;
  for (int i = 0; i < 200; ++i) wall += consent + "\n";
  EXPECT_EQ(NoticeOfText(wall), Notice::kConsent);  // of any size
}

// Walls and news of testdata/walls.tsv, as whole texts.
TEST(Notice, KnowsWallsInManyLanguages) {
  std::ifstream in("stages/decode/testdata/walls.tsv");
  int rows = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#')) continue;
    ++rows;
    std::string text = line.substr(line.find('\t', line.find('\t') + 1) + 1);
    for (size_t at = text.find(" / "); at != text.npos; at = text.find(" / ")) text.replace(at, 3, "\n");
    EXPECT_EQ(NoticeOfText(text), line.starts_with("wall") ? Notice::kConsent : Notice::kNone) << line;
  }
  EXPECT_GE(rows, 25);
}

}  // namespace
}  // namespace marsad::decode
