#include "stages/summarize/choose.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "stages/summarize/kind.h"
#include "stages/summarize/testing/sample.h"
#include "tests/seed.h"

namespace marsad::summarize {
namespace {

using text::OriginalSpan;

const std::string kOne = "The council of Bergen closed the old bridge on Monday.";
const std::string kTwo = "Engineers found cracks of nine metres in two of its pillars.";
const std::string kThree = "Drivers must take the northern road until the end of May 2031.";
const std::string kFour = "The repair costs some four million and begins in June.";

TEST(Choose, AReportBeginsWithItsFirstSentence) {
  const Sample sample("Bergen closes old bridge", kOne + " " + kTwo + "\n" + kThree + " " + kFour);
  EXPECT_EQ(sample.Summary(),
            (std::vector{kOne, kTwo, kFour}));  // nobody does anything in the third, nothing is counted
  EXPECT_EQ(sample.Summary({.sentences = 1}), std::vector{kOne});
}

TEST(Choose, ASentenceMoreIsTakenUntilTheWordsAreThere) {
  const Sample sample("Bergen closes old bridge", kOne + " " + kTwo + "\n" + kThree + " " + kFour);
  EXPECT_EQ(sample.Summary({.sentences = 3, .words = 10}), std::vector{kOne});          // ten words
  EXPECT_EQ(sample.Summary({.sentences = 3, .words = 20}), (std::vector{kOne, kTwo}));  // 21: one over is not much
}

TEST(Choose, NewsThatComesLateIsFoundByTheTitle) {
  const std::string scene =
      "Fog lay over the water when the baker opened his shop. A dog slept under the table near the stove. "
      "Nobody spoke for a long while. The old clock ticked on as it always had.";
  const Sample sample("Bergen closes old bridge", scene + "\n" + kOne + " " + kTwo + "\n" + kThree + " " + kFour);
  EXPECT_EQ(sample.Summary().front(), kOne);
}

TEST(Choose, EachPartOfTheTitleIsTold) {
  const std::string news = "A flood hit Bergen on Monday after nine hours of rain, the weather service said.";
  const std::string figures = "The river rose by 190 centimetres and carried 400 cubic metres a second.";
  const std::string more = "Nine pumps and 300 sandbags came from Oslo.";
  const std::string road = "The E16 is closed near Voss.";
  const std::string schools = "Schools open again on Thursday.";
  const Sample sample("Schools shut and E16 blocked as flood hits Bergen",
                      news + " " + figures + "\n" + more + " " + road + " " + schools);
  EXPECT_EQ(sample.Summary(), (std::vector{news, road, schools}));
}

TEST(Choose, WhatADecisionRefersToIsToldBeforeIt) {
  const std::string scene = "Fog lay over the water and a dog slept by the stove. Nobody spoke for a long while.";
  const std::string before = "In March the county voted to close the old ward of the hospital.";
  const std::string after = "This decision was overturned on Friday by the court, which fined the county.";
  const std::string last = "Nurses may come back.";
  const Sample sample("A ward stays open", scene + "\n" + before + " " + after + " " + last);
  const auto summary = sample.Summary();
  ASSERT_GE(summary.size(), 2U);
  EXPECT_EQ(summary[0], before);
  EXPECT_EQ(summary[1], after);
}

TEST(Choose, ALongBudgetHasRoomForWhatStandsBeforeTheNews) {
  const std::string scene = "Fog lay over the water when the baker opened his shop.";
  const std::string rest = "A dog slept under the table near the stove. Nobody spoke for a long while.";
  const Sample sample("Bergen closes old bridge", scene + " " + rest + "\n" + kOne + " " + kTwo + " " + kThree);
  const auto in_short = sample.Summary();
  EXPECT_EQ(std::count(in_short.begin(), in_short.end(), scene), 0);
  const auto at_length = sample.Summary({.sentences = 4, .words = 60});
  EXPECT_EQ(at_length.front(), scene);
  EXPECT_EQ(std::count(at_length.begin(), at_length.end(), kOne), 1);
}

TEST(Choose, ALongBudgetIsToldFromTheTopDown) {
  const Sample sample("Bergen closes old bridge", kOne + " " + kTwo + "\n" + kThree + " " + kFour);
  EXPECT_EQ(sample.Summary({.sentences = 3, .words = 91}), (std::vector{kOne, kTwo, kThree}));
  EXPECT_EQ(sample.Summary({.sentences = 3, .words = 90}), (std::vector{kOne, kTwo, kFour}));
}

TEST(Choose, WhatWasSoYearsAgoGivesWayToWhatIsDone) {
  const std::string news = "A burst pipe flooded Harnell on Tuesday and left 14,000 homes without water.";
  const std::string history = "The pipe was laid in 1987 and cost 6 million pounds.";
  const std::string done = "Repairs in Harnell will last until Friday.";
  const Sample sample("Burst pipe leaves 14,000 homes without water", news + " " + history + " " + done);
  EXPECT_EQ(sample.Summary({.sentences = 2}), (std::vector{news, done}));
  EXPECT_EQ(sample.Summary({.sentences = 2, .words = 91}), (std::vector{news, history}));
}

TEST(Choose, AReportThatSaysTheNewsInOtherWordsBeginsWithItsFirstSentence) {
  // Two of the title's five words are in the opening, all in the fourth sentence.
  const std::string first = "Bergen has shut the bridge over the northern river.";
  const std::string fourth = "The council closes the old Bergen bridge for the second time.";
  const Sample sample("Bergen closes old bridge again", first + " " + kTwo + " " + kThree + " " + fourth);
  EXPECT_EQ(sample.Summary({.sentences = 1}), std::vector{first});
}

TEST(Choose, ALongQuestionMayBeginAReport) {
  const std::string asks =
      "Nine winters of salt and frost have eaten into the pillars of the bridge that half of the town needs each day, "
      "so "
      "who is going to pay for it?";
  const Sample sample("Bergen closes old bridge", asks + " " + kTwo + " Will the old one hold until then? " + kThree);
  EXPECT_EQ(sample.Summary(), (std::vector{asks, kTwo, kThree}));
  const Sample asks_late("Bergen closes old bridge", kTwo + " " + asks + " " + kThree);
  const auto late = asks_late.Summary();
  EXPECT_EQ(std::count(late.begin(), late.end(), asks), 0);
}

TEST(Choose, AnAnswerThatNeedsItsQuestionIsLeftOut) {
  const std::string news = "The tram will run in two years, says the contract.";
  const std::string fact = "We borrow 48 million from the bank of the state.";
  const Sample sample("Mayor: the tram will run in two years",
                      "When will the first one run?\n" + news +
                          "\nWhy was it not built before?\nNobody wanted it at all back then.\n"
                          "Why so late?\nBecause they forgot about the whole plan.\nWhere is the money from?\n" +
                          fact);
  EXPECT_EQ(StructureOf(sample.View()).kind, Kind::kInterview);
  EXPECT_EQ(sample.Summary({.sentences = 2}), (std::vector{news, fact}));
}

TEST(Choose, ANoticeToTheReaderIsLeftOut) {
  const std::string notice = "The views in this article are those of the author alone.";
  const Sample sample("Bergen closes old bridge",
                      notice + "\n" + kOne + "\nGet it in your inbox each Thursday.\n" + kTwo);
  EXPECT_EQ(sample.Summary(), (std::vector{kOne, kTwo}));
  const Sample caption("Bergen closes old bridge", "Two boats below the bridge. File photo\n" + kOne + "\n" + kTwo);
  EXPECT_EQ(caption.Summary(), (std::vector{kOne, kTwo}));
  const Sample nothing_else("Bergen closes old bridge", notice);
  EXPECT_EQ(nothing_else.Summary(), std::vector{notice});
  // In a long paragraph it is news.
  const Sample news("Bergen closes old bridge", kOne + " " + notice + " " + kTwo + " " + kThree + " " + kFour);
  EXPECT_EQ(news.Summary({.sentences = 20, .words = 1000}), (std::vector{kOne, notice, kTwo, kThree, kFour}));
}

TEST(Choose, AnOpenerIsCutIfTheRestStands) {
  const auto second = [](const std::string& sentence) {
    return Sample("Bergen closes old bridge", kOne + " " + sentence).Summary().back();
  };
  EXPECT_EQ(second("Meanwhile, " + kTwo), kTwo);
  EXPECT_EQ(second("In a separate development, " + kTwo), kTwo);
  // FI TATAWWUR AKHAR, ARABIC COMMA; then four words.
  const std::string arabic =
      "\u0642\u0627\u0644 \u0627\u0644\u0648\u0632\u064A\u0631 \u0625\u0646\u0647\u0627 \u0648\u0635\u0644\u062A.";
  EXPECT_EQ(second("\u0641\u064A \u062A\u0637\u0648\u0631 \u0622\u062E\u0631\u060C " + arabic), arabic);
  for (const char* stays :
       {"Meanwhile, the drivers take the northern road.", "Meanwhile, It was closed for good.",
        "Meanwhile Norway closed nine bridges.", "Meanwhile, \"Nine bridges\" was shown in Oslo."}) {
    EXPECT_EQ(second(stays), stays);
  }
}

TEST(Choose, WhatAnAuthorRefutesIsLeftOut) {
  const std::string thesis = "I propose that the town runs a bus over the old bridge every nine minutes.";
  const std::string reason = "The bus costs less than a third bridge does.";
  const Sample sample(
      "Run a bus over the old bridge",
      thesis + " Some will say that nobody takes a bus in this town. In Oslo they take it all day. " + reason);
  EXPECT_EQ(sample.Summary({.sentences = 2}), (std::vector{thesis, reason}));
}

TEST(Choose, WhatTheTitleAnnouncesBeginsTheNewsAlsoAfterOtherNews) {
  const std::string first = "Two hundred people protested in the rain on Sunday.";
  const Sample sample("Bergen closes old bridge", first + " " + kOne + "\n" + kThree);
  EXPECT_EQ(sample.Summary().front(), kOne);
}

TEST(Choose, FillerIsLeftOut) {
  const std::string filler = "Only time will tell what comes of it in the end.";
  const Sample sample("Bergen closes old bridge", kOne + "\n" + filler);
  EXPECT_EQ(sample.Summary(), std::vector{kOne});
  const Sample opens("Bergen closes old bridge", filler + "\n" + kOne);
  EXPECT_EQ(opens.Summary(), std::vector{kOne});
}

TEST(Choose, AnInterviewIsItsAnswersNotItsQuestions) {
  const Sample sample("Mayor: the tram will run in two years",
                      "Ann Berg has led the town for a year now.\nWhy do you want a tram here?\n"
                      "The buses are full at eight every morning.\nWhen will the first one run?\n"
                      "The tram will run in two years, says the contract.\nWho will pay for all of it?\n"
                      "The state pays most of it and we pay the rest.");
  EXPECT_EQ(StructureOf(sample.View()).kind, Kind::kInterview);
  const std::vector<std::string> summary = sample.Summary({.sentences = 2});
  ASSERT_EQ(summary.size(), 2U);
  EXPECT_EQ(summary.front(), "The tram will run in two years, says the contract.");
  for (const std::string& sentence : sample.Summary()) EXPECT_FALSE(IsQuestion(sentence)) << sentence;
}

TEST(Choose, AListIsItsFirstItems) {
  const Sample sample("What changes", "Here is what changes with the new year.\n* " + kOne + "\n* " + kTwo + "\n* " +
                                          kThree + "\n* " + kFour +
                                          "\nThe mayor of the town said that she agrees with it.");
  EXPECT_EQ(StructureOf(sample.View()).kind, Kind::kList);
  EXPECT_EQ(sample.Summary(), (std::vector{kOne, kTwo, kThree}));
}

TEST(Choose, KeyPointsNeedNoFullStops) {
  const std::string points[] = {"Bergen closes its old bridge on Monday", "Engineers found cracks in two pillars",
                                "The repair takes until the end of May"};
  const std::string list = "* " + points[0] + "\n* " + points[1] + "\n* " + points[2] + "\n* Read this too";
  const Sample sample("Bergen closes old bridge", list + "\n" + kOne + " " + kTwo + "\n" + kThree + " " + kFour);
  EXPECT_EQ(sample.Summary(), (std::vector(std::begin(points), std::end(points))));
  // A page of headlines is no article.
  EXPECT_TRUE(Sample("Bergen today", list).Summary().empty());
}

TEST(Choose, DecisionsBeginWithTheFirstOfThem) {
  const Sample sample(
      "Decree: Omar Said becomes head of the water board",
      "We have seen the law of the land and its changes.\nWe have seen what the council of the land wrote.\n"
      "The public good demands what follows here now.\n"
      "First: Ali Hasan is relieved of his post today.\n"
      "Second: Omar Said becomes head of the water board.\nThe board has nine members and a seat in town.");
  EXPECT_EQ(sample.Summary({.sentences = 2}), (std::vector<std::string>{"Ali Hasan is relieved of his post today.",
                                                                        "Omar Said becomes head of the water board."}));
}

TEST(Choose, ACaptionIsNotWhereTheNewsBegins) {
  const std::string caption = "Two grey boats below the northern pillar.";
  const std::string news =
      "The council of Bergen closed the old bridge on Monday after nine people were injured there.";
  const Sample sample("Bergen closes old bridge", caption + "\n" + news + " " + kTwo + "\n" + kThree);
  EXPECT_EQ(sample.Summary(), (std::vector{news, kTwo, kThree}));
  // Whether a line has a verb is known of some only: what says the title is no caption.
  const std::string verb = "Bergen closes the old bridge for good.";
  EXPECT_EQ(Sample("Bergen closes old bridge", verb + "\n" + news).Summary({.sentences = 1}), std::vector{verb});
}

TEST(Choose, WhatTheTitleAnnouncesBeginsTheNewsAfterARoutineOpening) {
  const std::string opening =
      "The council of Bergen met in the town hall in the afternoon. Its members read a letter about the parks. "
      "A plan for the summer was put off. Several questions were about the buses. ";
  const std::string news = "At the end the council voted to close the old bridge, where 9 people died in May.";
  const Sample sample("Council of Bergen votes to close old bridge", opening + news + " " + kTwo);
  EXPECT_EQ(sample.Summary(), (std::vector{news, kTwo}));
}

TEST(Choose, ARoutineSentenceComesAfterNews) {
  const std::string routine =
      "The ceremony took place in the council chamber. Also present were members of both boards. ";
  const Sample sample("Bergen closes old bridge", kOne + " " + routine + kTwo + " " + kThree);
  EXPECT_EQ(sample.Summary(), (std::vector{kOne, kTwo, kThree}));
}

TEST(Choose, ASentenceWithoutAFactComesAfterWeightierOnes) {
  const std::string news = "A fire destroyed 40 houses in Bergen on Monday and killed nine people, police said.";
  const std::string dull = "Curtains blew about in the street. Neighbours watched from their windows. ";
  EXPECT_EQ(Sample("Fire in Bergen", news + " " + dull + kTwo + " " + kThree).Summary(),
            (std::vector{news, kTwo, kThree}));
}

TEST(Choose, PraiseAloneIsNoNews) {
  const std::string praise = "An unrivalled and timeless setting awaits all who cross the water. ";
  const Sample sample("Bergen closes old bridge", praise + kOne + " " + kTwo + " " + kThree);
  EXPECT_EQ(sample.Summary(), (std::vector{kOne, kTwo, kThree}));
}

TEST(Choose, AnEssayBeginsWithItsThesis) {
  const std::string scene =
      "My neighbour keeps a boat without oars. The children play in it after school. Nobody minds the rain. ";
  const std::string thesis = "The city should give the old bridge to the people who walk over it.";
  const Sample sample("A boat without oars", scene + "\n" + thesis + " " + kTwo + " " + kThree);
  EXPECT_EQ(sample.Summary(), (std::vector{thesis, kTwo, kThree}));
  // A report that somebody demands something is none.
  const Sample report("Bergen closes old bridge", kOne + " My neighbour keeps a boat. " + thesis);
  EXPECT_EQ(report.Summary({.sentences = 1}), std::vector{kOne});
}

TEST(Choose, NoFurtherSentenceOnceTheWordsAreThere) {
  const Sample sample("Bergen closes old bridge", kOne + " " + kTwo + " " + kThree);
  const Choice choice = Choose(sample.View(), {.sentences = 3, .words = 20});
  EXPECT_EQ(choice.sentences.size(), 2U);
  EXPECT_EQ(choice.words, 21U);  // ten words, then eleven: whole
  EXPECT_EQ(Choose(sample.View(), {.sentences = 3, .words = 1}).sentences.size(), 1U);
}

std::vector<std::string> Evidence(const Sample& sample, const ChosenSentence& chosen, ReasonKind kind) {
  std::vector<std::string> evidence;
  for (const Reason& reason : chosen.reasons) {
    if (reason.kind != kind) continue;
    for (const OriginalSpan span : reason.evidence) evidence.emplace_back(span.Cut(sample.body()));
  }
  return evidence;
}

TEST(Choose, WhatComesOfTheNewsBeatsTheHour) {
  const std::string hour = "The first call came at five in the morning.";
  const std::string news =
      "A train left the rails near Bergen on Monday, closing the western line to all trains, 9 of them full.";
  const std::string held = "Some 2,300 passengers are stranded in the town and the line will stay shut until Thursday.";
  const Sample sample("Train leaves the rails near Bergen, closing the line until Thursday",
                      news + " " + hour + "\nNobody knows why it rained so long.\n" + held);
  EXPECT_EQ(sample.Summary({.sentences = 2}), (std::vector{news, held}));
}

TEST(Choose, WhatSaysTheNewsAgainIsLeftOut) {
  const std::string news =
      "The king removed Ole Berg as head of the port of Bergen on Monday and named 3 new members of its board.";
  const std::string again = "First, the king removed Ole Berg as head of the port of Bergen.";
  const std::string more = "A fund of 40 million pays for the cranes and the fishing harbour.";
  const Sample sample("King removes head of port", news + "\n" + again + "\n" + more);
  EXPECT_EQ(sample.Summary({.sentences = 2}), (std::vector{news, more}));
}

TEST(Choose, OfTwoThatTellTheSameTheOneThatFitsIsTaken) {
  const std::string news = "A fire closed 3 of the gas plants of Bergen on Monday.";
  std::string far = "Export of gas fell by 144 million cubic metres";
  for (int i = 0; i < 50; ++i) far += " and so on";
  const std::string near = "Export of gas fell by 144 million cubic metres a day.";
  const Sample sample("Fire closes gas plants", news + "\n" + far + ".\n" + near);
  EXPECT_EQ(sample.Summary({.sentences = 2}), (std::vector{news, near}));
}

TEST(Choose, WhoReportsAPostIsCut) {
  const Sample sample("Storm in Bergen, live",
                      "20:10 Our reporter in Bergen, Ole Berg: The storm has killed 14 people in the town.\n"
                      "19:30 About 9,000 homes are without power in the town.\n"
                      "18:20 Winds of 190 kilometres an hour were measured.\n17:00 The storm came near the coast.");
  EXPECT_EQ(sample.Summary().front(), "The storm has killed 14 people in the town.");
}

TEST(Choose, EachSentenceHasItsReasons) {
  Sample sample("Bergen closes old bridge", kOne + " Eva Lind said that 40 buses stop here every day.");
  sample.Name("Eva Lind", 1);
  const Choice choice = Choose(sample.View(), {});
  ASSERT_EQ(choice.sentences.size(), 2U);
  EXPECT_EQ(choice.headline, 0U);
  EXPECT_EQ(choice.sentences[0].reasons.front().kind, ReasonKind::kLead);
  EXPECT_EQ(Evidence(sample, choice.sentences[0], ReasonKind::kAnnounced),
            (std::vector<std::string>{"Bergen", "closed", "old"}));
  EXPECT_EQ(Evidence(sample, choice.sentences[1], ReasonKind::kName), std::vector<std::string>{"Eva Lind"});
  EXPECT_EQ(Evidence(sample, choice.sentences[1], ReasonKind::kFigure), std::vector<std::string>{"40"});
  EXPECT_EQ(Evidence(sample, choice.sentences[1], ReasonKind::kSpeech), std::vector<std::string>{"said"});
}

// "The minister said that 3.5 million arrived." in Arabic.
constexpr char kMillionsArrived[] =
    "\u0642\u0627\u0644 \u0627\u0644\u0648\u0632\u064A\u0631 \u0625\u0646 3.5 \u0645\u0644\u064A\u0648\u0646 "
    "\u0648\u0635\u0644\u062A. ";

// Sentences with what makes cutting hard: acronyms, decimals, quotations, brackets, other scripts, junk between them.
std::string RandomBody(std::mt19937_64* random) {
  static const std::vector<std::string> kParts = {"The U.S. sent 3.5 million to Dr. Berg on Monday. ",
                                                  "\"We will come again\", she said in Oslo (Norway) at 5 p.m. today. ",
                                                  "Why would anybody want that in this town? ",
                                                  "He did not say so to anyone there. ",
                                                  "Meanwhile, Norway sent 3.5 million more. ",
                                                  kMillionsArrived,
                                                  "\u5927\u6865\u5728\u6628\u5929\u4E0A\u5348\u901A\u8F66\u3002",
                                                  "But Norway sent them all home on Friday. ",
                                                  "Share this\n",
                                                  "12:40 A post of the day that tells what happened.\n",
                                                  "* An item of a list that has its full stop.\n",
                                                  "\n2- The old bridge in Oslo will be closed. ",
                                                  "\n",
                                                  "First: The old law of the land ends today. ",
                                                  "(An aside in brackets that \u00ABquotes\u00BB somebody.) "};
  std::string body;
  for (size_t count = (*random)() % 30; count > 0; --count) body += kParts[(*random)() % kParts.size()];
  return body;
}

bool IsWholeOrCut(const Article& article, OriginalSpan chosen) {
  static const std::vector<std::string> kOpeners = {"", "Meanwhile, ", "* ", "First: ", "But ", "2- "};
  return std::any_of(article.sentences.begin(), article.sentences.end(), [&](OriginalSpan sentence) {
    return sentence.end == chosen.end && std::any_of(kOpeners.begin(), kOpeners.end(), [&](const std::string& opener) {
             return sentence.begin + opener.size() == chosen.begin &&
                    article.body.substr(sentence.begin).starts_with(opener);
           });
  });
}

TEST(Choose, EverySummaryIsWholeSentencesInTheirOrderEachOnce) {
  std::mt19937_64 random(tests::Seed());
  for (int round = 0; round < 2000; ++round) {
    const Sample sample("Dr. Berg sends 3.5 million", RandomBody(&random));
    const Article article = sample.View();
    const Budget budget = {.sentences = 1 + random() % 5, .words = 1 + random() % 80};
    const Choice choice = Choose(article, budget);
    ASSERT_LE(choice.sentences.size(), budget.sentences);
    uint32_t last = 0;
    for (const ChosenSentence& chosen : choice.sentences) {
      ASSERT_TRUE(IsWholeOrCut(article, chosen.sentence)) << sample.body();
      ASSERT_GE(chosen.sentence.begin, last) << sample.body();
      last = chosen.sentence.end;
      ASSERT_FALSE(chosen.reasons.empty());
      for (const Reason& reason : chosen.reasons) {
        for (const OriginalSpan span : reason.evidence) {
          ASSERT_TRUE(span.begin >= chosen.sentence.begin && span.end <= chosen.sentence.end && !span.empty());
        }
      }
    }
  }
}

}  // namespace
}  // namespace marsad::summarize
