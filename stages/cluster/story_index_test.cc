#include "stages/cluster/story_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "stages/cluster/testing/minutes.h"
#include "stages/cluster/testing/naive_vectors.h"
#include "tests/seed.h"

namespace marsad::cluster {
namespace {

using testing::At;

constexpr int64_t kHour = 3'600'000;

// Bodies decide, fresher stories first; two stories that both fit an article are one.
StoryModel Model() {
  StoryModel model;
  model.weights[StoryFeatures::kBodyBody] = 1000;
  model.weights[StoryFeatures::kTitleTitle] = 100;
  model.weights[StoryFeatures::kDecay] = 20;
  model.join = 400'000;
  model.merge = 500'000;
  return model;
}

ArticleVectors Body(TermVector body) { return {.title = {}, .body = std::move(body), .entities = {}}; }

ArticleVectors Topic(uint32_t topic) { return Body({{topic * 10, 600}, {topic * 10 + 1, 600}, {topic * 10 + 2, 500}}); }

// Half of one topic, half of another.
ArticleVectors Between(uint32_t a, uint32_t b) {
  TermVector body = Topic(a).body;
  testing::AddTo(&body, Topic(b).body, 1);
  return Body(body);
}

// All that decisions are made from.
struct StoryDump {
  uint64_t number = 0;
  std::vector<std::string> members;
  ArticleVectors sums;
  friend bool operator==(const StoryDump&, const StoryDump&) = default;
};
std::vector<StoryDump> Dump(const StoryIndex& index) {
  std::vector<StoryDump> all;
  for (const uint64_t story : index.Stories()) all.push_back({story, index.MembersOf(story), *index.SumsOf(story)});
  return all;
}

TEST(StoryIndexTest, AnArticleJoinsTheStoryThatItFits) {
  StoryIndex index(Model());
  const Placement first = index.Add("a", At(0), Topic(1));
  EXPECT_TRUE(first.is_new);
  EXPECT_EQ(first.story, (StoryName{1, "a"}));
  EXPECT_TRUE(index.Add("b", At(1), Topic(2)).is_new);
  const Placement third = index.Add("c", At(2), Topic(1));
  EXPECT_FALSE(third.is_new);
  EXPECT_EQ(third.story, first.story);
  EXPECT_EQ(third.articles, 2U);
  EXPECT_EQ(index.MembersOf(1), (std::vector<std::string>{"a", "c"}));
}

TEST(StoryIndexTest, OfEqualStoriesTheOlderIsJoined) {
  StoryModel model = Model();
  model.merge = 10'000'000;
  model.weights[StoryFeatures::kDecay] = 0;
  StoryIndex index(model);
  index.Add("a", At(0), Topic(1));
  index.Add("b", At(1), Topic(2));
  EXPECT_EQ(index.Add("c", At(2), Between(1, 2)).story.id, "a");
}

TEST(StoryIndexTest, TwoStoriesThatOneArticleFitsMergeAndTheOlderSurvives) {
  StoryIndex index(Model());
  index.Add("a", At(0), Topic(1));
  index.Add("b", At(1), Topic(2));
  const StoryIndex::Mark mark = index.SetMark();
  const std::vector<StoryDump> before = Dump(index);
  const Placement merging = index.Add("c", At(2), Between(1, 2));
  EXPECT_EQ(merging.story, (StoryName{1, "a"}));
  EXPECT_EQ(merging.merged, (std::vector<StoryName>{{2, "b"}}));
  EXPECT_EQ(merging.articles, 3U);
  EXPECT_EQ(index.StoryOf("b"), (StoryName{1, "a"}));
  EXPECT_EQ(index.Add("d", At(3), Topic(2)).story.id, "a");
  index.RollBack(mark);
  EXPECT_EQ(Dump(index), before);
  EXPECT_EQ(index.StoryOf("b"), (StoryName{2, "b"}));
}

TEST(StoryIndexTest, SoManyArticlesOfAnotherLanguageArePassedOver) {
  StoryIndex index(Model(), {.passed = 2});
  index.Add("a", At(0), Topic(1), {.language = 7});
  for (const char* uri : {"b", "c"}) index.Add(uri, At(1), Topic(1), {.language = 8});
  EXPECT_EQ(index.Add("d", At(2), Topic(1), {.language = 7}).story.id, "a");
  for (const char* uri : {"e", "f", "g"}) index.Add(uri, At(3), Topic(1), {.language = 8});
  EXPECT_TRUE(index.Add("h", At(4), Topic(1), {.language = 7}).is_new);
}

TEST(StoryIndexTest, LargeStoriesMergeOnlyIfTheyAgree) {
  StoryModel model = Model();
  model.merge_small = 0;
  StoryIndex index(model);
  index.Add("a", At(0), Topic(1));
  index.Add("b", At(1), Topic(2));
  EXPECT_TRUE(index.Add("c", At(2), Between(1, 2)).merged.empty());
}

TEST(StoryIndexTest, AMergeOutlivesTheArticleThatMadeItIfThatIsWithdrawnOrReplaced) {
  StoryIndex index(Model());
  index.Add("a", At(0), Topic(1));
  index.Add("b", At(1), Topic(2));
  index.Add("c", At(2), Between(1, 2));
  index.Add("c", At(3), Topic(7));
  EXPECT_EQ(index.StoryOf("b"), (StoryName{1, "a"}));
  index.Remove("c", At(3));
  EXPECT_EQ(index.StoryOf("b"), (StoryName{1, "a"}));
  EXPECT_EQ(index.MembersOf(1), (std::vector<std::string>{"a", "b"}));
}

TEST(StoryIndexTest, ANewVersionReplacesTheOldOneAndStaysInItsStory) {
  StoryIndex index(Model());
  index.Add("a", At(0), Topic(1));
  index.Add("b", At(1), Topic(1));
  const Placement again = index.Add("a", At(2), Topic(5));
  EXPECT_EQ(again.story, (StoryName{1, "a"}));
  EXPECT_FALSE(again.is_new);
  EXPECT_EQ(again.articles, 2U);
  TermVector expected = Topic(1).body;
  testing::AddTo(&expected, Topic(5).body, 1);
  EXPECT_EQ(index.SumsOf(1)->body, expected);
}

TEST(StoryIndexTest, ACopyJoinsTheStoryOfItsOriginalWhateverTheScore) {
  StoryIndex index(Model());
  index.Add("a", At(0), Topic(1));
  EXPECT_EQ(index.Add("b", At(1), Topic(2), {.same_as = "a"}).story.id, "a");
  EXPECT_TRUE(index.Add("c", At(1), Topic(3), {.same_as = "unknown"}).is_new);
}

TEST(StoryIndexTest, AWithdrawnArticleIsNoMemberAndIsNotFound) {
  StoryIndex index(Model());
  index.Add("a", At(0), Topic(1));
  index.Remove("a", At(3));
  EXPECT_TRUE(index.Stories().empty());
  EXPECT_EQ(index.StoryOf("a"), (StoryName{1, "a"}));
  EXPECT_TRUE(index.Add("b", At(1), Topic(1)).is_new);
}

TEST(StoryIndexTest, AStoryEndsWithItsLastArticleByStreamTimeAlone) {
  StoryIndex index(Model());
  index.Add("a", At(0), Topic(1));
  index.Add("b", At(10), Topic(1));
  index.Expire(At(10));
  EXPECT_EQ(index.MembersOf(1), (std::vector<std::string>{"b"}));
  EXPECT_EQ(index.StoryOf("b"), (StoryName{1, "a"}));
  index.Expire(At(11));
  EXPECT_EQ(index.size(), 0U);
  EXPECT_TRUE(index.Add("c", At(12), Topic(1)).is_new);
}

TEST(StoryIndexTest, TheSumsAreOfTheNewestMembers) {
  StoryLimits limits;
  limits.members = 2;
  StoryIndex index(Model(), limits);
  for (const char* uri : {"a", "b", "c"}) index.Add(uri, At(0), Topic(1), {.same_as = "a"});
  TermVector expected = Topic(1).body;
  testing::AddTo(&expected, Topic(1).body, 1);
  EXPECT_EQ(index.SumsOf(1)->body, expected);
  index.Remove("c", At(3));
  EXPECT_EQ(index.SumsOf(1)->body, expected);
  index.Remove("b", At(3));
  EXPECT_EQ(index.SumsOf(1)->body, Topic(1).body);
}

TEST(StoryIndexTest, FeaturesAreWhatTheirNamesSay) {
  StoryIndex index(Model());
  ArticleVectors first = Topic(1);
  first.title = {{10, 5}};
  index.Add("a", Timestamp::FromMillis(kHour), first);
  index.Add("b", Timestamp::FromMillis(kHour), first, {.same_as = "a"});
  ArticleVectors second = first;
  second.entities = {{1, 1}};
  using F = StoryFeatures;
  const StoryFeatures features = index.Measure(second, Timestamp::FromMillis(25 * kHour), 1);
  EXPECT_EQ(features.values[F::kTitleTitle], 1000);
  EXPECT_EQ(features.values[F::kBodyBody], 1000);
  EXPECT_EQ(features.values[F::kBodySquared], 1000);
  EXPECT_EQ(features.values[F::kTitleBody], features.values[F::kBodyTitle]);
  EXPECT_EQ(features.values[F::kEntities], 0);
  EXPECT_EQ(features.values[F::kNoEntities], 1000);
  EXPECT_EQ(features.values[F::kDecay], 367);  // 1000 / e
  EXPECT_EQ(features.values[F::kLogSize], 1000);
}

// Both name the same things; ids are among the words of either.
ArticleVectors Naming(uint32_t topic) {
  ArticleVectors vectors = Topic(topic);
  vectors.entities = {{topic * 10, 700}, {topic * 10 + 1, 700}};
  return vectors;
}

constexpr Joining kArabic = {.language = 1};
constexpr Joining kSpanish = {.language = 2};

std::vector<std::string> RelatedTo(StoryIndex& index, std::string_view uri) {
  std::vector<std::string> ids;
  for (const StoryName& story : index.FindRelated(uri, At(9))) ids.push_back(story.id);
  return ids;
}

TEST(StoryIndexTest, NoWordsBringAnArticleIntoAStoryOfAnotherLanguage) {
  StoryIndex index(Model());
  index.Add("ar", At(0), Naming(1), kArabic);
  const Placement other = index.Add("es", At(1), Naming(1), kSpanish);
  EXPECT_TRUE(other.is_new);
  EXPECT_TRUE(index.Add("?", At(2), Naming(1)).is_new);
  EXPECT_EQ(index.Add("ar2", At(3), Naming(1), kArabic).story.id, "ar");
  EXPECT_EQ(index.Add("es2", At(4), Naming(1), kSpanish).story.id, "es");
  EXPECT_EQ(index.Add("?2", At(5), Naming(1)).story.id, "?");
}

TEST(StoryIndexTest, AnArticleThatFitsStoriesOfTwoLanguagesMergesNone) {
  StoryIndex index(Model());
  index.Add("ar", At(0), Naming(1), kArabic);
  index.Add("es", At(1), Naming(2), kSpanish);
  EXPECT_TRUE(index.Add("ar2", At(2), Between(1, 2), kArabic).merged.empty());
  EXPECT_EQ(index.stories(), 2U);
}

TEST(StoryIndexTest, ACopyIsInTheStoryOfItsOriginalWhateverLanguageWasFound) {
  StoryIndex index(Model());
  index.Add("ar", At(0), Naming(1), kArabic);
  EXPECT_EQ(index.Add("b", At(1), Naming(1), {.same_as = "ar", .language = 2}).story.id, "ar");
  EXPECT_EQ(index.Find("b")->language, 1U);
}

TEST(StoryIndexTest, AStoryKeepsItsLanguageWhenTheArticleThatBeganItIsGone) {
  StoryIndex index(Model());
  index.Add("ar", At(0), Naming(1), kArabic);
  index.Add("b", At(1), Naming(1), {.same_as = "ar", .language = 2});
  index.Expire(At(1));
  EXPECT_TRUE(index.Add("es", At(2), Naming(1), kSpanish).is_new);
  EXPECT_EQ(index.Add("ar2", At(3), Naming(1), kArabic).story.id, "ar");
}

TEST(StoryIndexTest, StoriesOfOtherLanguagesThatNameTheSameAreRelated) {
  StoryIndex index(Model());
  index.Add("ar", At(0), Naming(1), kArabic);
  index.Add("es", At(1), Naming(1), kSpanish);
  index.Add("es elsewhere", At(2), Naming(2), kSpanish);
  index.Add("?", At(3), Naming(1));
  EXPECT_EQ(RelatedTo(index, "ar"), std::vector<std::string>{"es"});
  EXPECT_EQ(RelatedTo(index, "es"), std::vector<std::string>{"ar"});
  EXPECT_TRUE(RelatedTo(index, "es elsewhere").empty());
  EXPECT_TRUE(RelatedTo(index, "?").empty());
  EXPECT_TRUE(RelatedTo(index, "unknown").empty());
}

TEST(StoryIndexTest, OneNameInCommonRelatesNothing) {
  StoryIndex index(Model());
  index.Add("ar", At(0), Naming(1), kArabic);
  ArticleVectors other = Naming(1);
  other.entities = {{10, 700}, {77, 700}};
  index.Add("es", At(1), other, kSpanish);
  EXPECT_TRUE(RelatedTo(index, "es").empty());
}

TEST(StoryIndexTest, NoStoryUnderEmbargoIsToldToAnArticleThatIsFree) {
  StoryIndex index(Model());
  index.Add("ar", At(0), Naming(1), {.free_from = At(100), .language = 1});
  index.Add("es", At(1), Naming(1), kSpanish);
  EXPECT_TRUE(RelatedTo(index, "es").empty());
  EXPECT_EQ(RelatedTo(index, "ar"), std::vector<std::string>{"es"});
}

}  // namespace
}  // namespace marsad::cluster
