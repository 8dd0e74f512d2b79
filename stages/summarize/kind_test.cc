#include "stages/summarize/kind.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "stages/summarize/labels.h"
#include "stages/summarize/testing/sample.h"

namespace marsad::summarize {
namespace {

const std::string kReport =
    "The council of Bergen closed the old bridge on Monday. Engineers found cracks of nine metres in its pillars.";

TEST(Kind, ALiveBlogIsItsNewestPosts) {
  const std::string posts[] = {
      "17:40 The road to the north is open again for 900 cars.", "16:05 Some 20 people were seen in the valley.",
      "14:30 Some 40 schools are still open in town.", "09:10 Rain came to 60 hills before dawn today."};
  const Sample falling("Live: floods", "Follow our live page all day long today.\n" + posts[0] + "\n" + posts[1] +
                                           "\n" + posts[2] + "\n" + posts[3]);
  EXPECT_EQ(StructureOf(falling.View()).kind, Kind::kLiveBlog);
  EXPECT_EQ(falling.Summary({.sentences = 2}), (std::vector{posts[0], posts[1]}));
  const Sample rising("Live: floods", posts[3] + "\n" + posts[2] + "\n" + posts[1] + "\n" + posts[0]);
  EXPECT_EQ(rising.Summary({.sentences = 2}), (std::vector{posts[1], posts[0]}));
}

TEST(Kind, PostsThatTellMoreComeBeforeNewerOnesThatDoNot) {
  const std::string thanks = "22:30 Thanks for following our page, we will be back at six.";
  const std::string died = "21:15 Police say that 31 people died when the dam broke near Voss.";
  const std::string fewer = "19:00 Police say that nine people died when the dam broke near Voss.";
  const std::string closed = "18:20 The council closes 12 schools along the river until Friday.";
  const Sample sample("Live: the dam", thanks + "\n" + died + "\n" + fewer + "\n" + closed);
  // What a newer post tells again, with other numbers, is old.
  EXPECT_EQ(sample.Summary({.sentences = 2}), (std::vector{died, closed}));
}

TEST(Kind, LinesOfASheetAreNotChosen) {
  const std::string sheet =
      "Goals: Berg 12, 47; Lund 80.\nBooked: Holm, Dahl, Vik.\nBergen: Moe; Holm, Dahl, Vik, Berg; Lund, Aas, Eide.";
  EXPECT_EQ(Sample("Bergen in the final", sheet + "\n" + kReport).Summary().front(),
            "The council of Bergen closed the old bridge on Monday.");
  EXPECT_EQ(StructureOf(Sample("Bergen", sheet + "\n" + kReport).View()).sheet.size(), 3U);
  // One line is none, nor are decisions, items, or lines that say something.
  const std::vector<std::string> bodies = {
      "Goals: Berg 12, 47; Lund 80.\n" + kReport, "First: Ali Hasan, minister.\nSecond: Omar Said, minister.\n",
      "* Price: 3, 4 and 5.\n* Place: Bergen, Voss.\n" + kReport,
      "Berg: We will surely win this old cup again, they say.\nLund: They have the very best team that we know.\n"};
  for (const std::string& body : bodies) {
    EXPECT_TRUE(StructureOf(Sample("Bergen", body).View()).sheet.empty()) << body;
  }
}

TEST(Kind, LabelsTellWhoAsksAndWhoAnswers) {
  const std::string answer = "The tram to Voss will open in May 2031 and cost four million.";
  const Sample sample("The tram opens in 2031",
                      "Q: Do you like to take the tram?\nA: Yes.\nQ: When will it open?\nA: " + answer +
                          "\nQ: Tell us who will pay for it all.\nA: Some three people.");
  EXPECT_EQ(StructureOf(sample.View()).kind, Kind::kInterview);
  EXPECT_EQ(sample.Summary(), std::vector{answer});  // neither a question, nor what is no sentence, nor the label
  EXPECT_EQ(FindAsker(LabelledLines("Berg: We win?\nLund: No.\nBerg: They lose.")), "");  // nobody asks twice
  EXPECT_EQ(FindAsker(LabelledLines("Berg : We win?\nLund : No.\nBerg : Why?\nLund : So.")), "Berg");
}

TEST(Kind, QuestionsThatNobodyAnswersAreHeadings) {
  const auto kind_with = [](const std::string& last, const std::string& mark = "") {
    const Sample sample("Bergen plans a tram", kReport + "\n" + mark +
                                                   "Why does Bergen want a tram?\nThe buses are full.\n" + mark +
                                                   "When will the first one run?\nIn May 2031.\n" + mark +
                                                   "Who is going to pay for it?\n" + last);
    return StructureOf(sample.View()).kind;
  };
  EXPECT_EQ(kind_with("The state pays most of it."), Kind::kReport);
  EXPECT_EQ(kind_with("\"We pay for most of it,\" said the state."), Kind::kReport);
  EXPECT_EQ(kind_with("The state and we pay for it."), Kind::kInterview);
  EXPECT_EQ(kind_with("The state pays most of it.", "- "), Kind::kInterview);
}

TEST(Kind, AShortAnswerNeedsItsQuestion) {
  const Sample sample("The tram",
                      "Ask: How long will the work on it take?\nBerg: Some three years at the very least.\n"
                      "Ask: And who is to pay for all of it?\n"
                      "Berg: Norway pays two thirds of the cost and the town pays the rest.");
  EXPECT_EQ(sample.Summary({.sentences = 1}).front(),
            "Berg: Norway pays two thirds of the cost and the town pays the rest.");
}

}  // namespace
}  // namespace marsad::summarize
