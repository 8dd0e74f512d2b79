#include "cli/demo/tracker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/show/testing.h"

namespace marsad::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Item Expecting(const std::string& name, Expected expected) {
  Item item;
  item.name = name;
  item.sample.expected = expected;
  return item;
}

Arrival AnArticle(uint64_t version = 1, const std::string& correction = "") {
  auto article = std::make_shared<v1::EnrichedArticle>(MakeArticle("urn:a", "t", "b"));
  article->mutable_article()->set_version(version);
  if (!correction.empty()) article->mutable_article()->set_correction(correction);
  return {.item = 0, .key = "urn:a", .value = "x", .article = article, .dead = nullptr};
}

Arrival ADeadLetter() {
  auto letter = std::make_shared<v1::DeadLetter>();
  letter->set_code(v1::DeadLetter::MALFORMED);
  letter->set_stage("decode");
  return {.item = 0, .key = "", .value = "x", .article = nullptr, .dead = letter};
}

Arrival AKill() { return {.item = 0, .key = "urn:a", .value = "", .article = nullptr, .dead = nullptr}; }

TEST(TrackerTest, EverythingAsExpected) {
  std::vector<Item> items = {Expecting("a", Expected::kArticle), Expecting("b", Expected::kCorrection),
                             Expecting("c", Expected::kKill), Expecting("d", Expected::kDead)};
  Tracker tracker(items);
  EXPECT_TRUE(tracker.Note(0, AnArticle()));
  EXPECT_TRUE(tracker.Note(1, AnArticle(2, "two, not three")));
  EXPECT_TRUE(tracker.Note(2, AKill()));
  EXPECT_FALSE(tracker.complete());
  EXPECT_TRUE(tracker.Note(3, ADeadLetter()));
  EXPECT_TRUE(tracker.complete());
  EXPECT_THAT(tracker.Problems(), IsEmpty());
}

TEST(TrackerTest, SaysWhatIsMissingAndWhatIsWrong) {
  std::vector<Item> items = {Expecting("a", Expected::kArticle), Expecting("b", Expected::kCorrection),
                             Expecting("c", Expected::kKill), Expecting("d", Expected::kDead),
                             Expecting("e", Expected::kArticle)};
  Tracker tracker(items);
  tracker.Note(0, ADeadLetter());
  tracker.Note(1, AnArticle());
  tracker.Note(2, AnArticle());
  tracker.Note(3, AnArticle());
  EXPECT_THAT(tracker.Problems(), ElementsAre(HasSubstr("a was refused as MALFORMED"), HasSubstr("not as a correction"),
                                              HasSubstr("it is a kill"), HasSubstr("should have been refused"),
                                              HasSubstr("e: nothing came of it")));
}

TEST(TrackerTest, AFailedStageIsNotSuccess) {
  std::vector<Item> items = {Expecting("a", Expected::kArticle)};
  Tracker tracker(items);
  auto article = std::make_shared<v1::EnrichedArticle>(MakeArticle("urn:a", "t", "b"));
  article->add_runs()->set_status(v1::StageRun::FAILED);
  article->mutable_runs(0)->set_stage("tag");
  tracker.Note(0, {.item = 0, .key = "urn:a", .value = "x", .article = article, .dead = nullptr});
  EXPECT_THAT(tracker.Problems(), ElementsAre(HasSubstr("went on without tag")));
}

TEST(TrackerTest, TheSameOutcomeTwiceCountsOnce) {
  std::vector<Item> items = {Expecting("a", Expected::kArticle), Expecting("b", Expected::kArticle)};
  Tracker tracker(items);
  EXPECT_TRUE(tracker.Note(0, AnArticle()));
  EXPECT_FALSE(tracker.Note(0, AnArticle()));
  EXPECT_FALSE(tracker.Note(2, AnArticle()));
  EXPECT_EQ(tracker.outcomes(), 1u);
}

TEST(TrackerTest, AUsersFileMayBecomeAnything) {
  std::vector<Item> items = {Expecting("a", Expected::kArticle)};
  items[0].any_outcome = true;
  Tracker tracker(items);
  tracker.Note(0, ADeadLetter());
  EXPECT_TRUE(tracker.complete());
  EXPECT_THAT(tracker.Problems(), IsEmpty());
}

}  // namespace
}  // namespace marsad::cli
