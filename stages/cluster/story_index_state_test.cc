// The index of stories beside one that looks at all of them, rolled back, and restored.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "stages/cluster/story_index.h"
#include "stages/cluster/testing/minutes.h"
#include "stages/cluster/testing/naive_vectors.h"
#include "tests/seed.h"

namespace marsad::cluster {
namespace {

using testing::At;

constexpr int kSteps = 1500;
constexpr int64_t kWindow = 400;  // minutes; one article a minute

StoryModel Model() {
  StoryModel model;
  model.weights[StoryFeatures::kBodyBody] = 1000;
  model.weights[StoryFeatures::kTitleTitle] = 100;
  model.weights[StoryFeatures::kEntities] = 50;
  model.weights[StoryFeatures::kLogSize] = 5;
  model.weights[StoryFeatures::kDecay] = 20;
  model.join = 500'000;
  model.merge = 500'000;
  return model;
}

// Five words of one topic of twelve, now and then two of another, and three of a few that are everywhere.
ArticleVectors DrawVectors(std::mt19937* random) {
  std::map<uint32_t, int32_t> words;
  const auto draw = [random](uint32_t below) { return static_cast<uint32_t>((*random)() % below); };
  const uint32_t topic = draw(12);
  for (int i = 0; i < 5; ++i) words[100 + topic * 10 + draw(8)] = static_cast<int32_t>(200 + draw(400));
  if (draw(3) == 0) words[100 + draw(120)] = 500;
  for (int i = 0; i < 3; ++i) words[draw(6)] = static_cast<int32_t>(1 + draw(100));
  ArticleVectors vectors;
  for (const auto& [hash, weight] : words) vectors.body.push_back({hash, weight});
  vectors.title = {vectors.body.back()};
  if (draw(2) == 0) vectors.entities = {{topic, 1024}};
  return vectors;
}

std::string DrawUri(std::mt19937* random, int step) {
  // Every fifth is a new version of one of the last.
  return "u" + std::to_string((*random)() % 5 == 0 ? step - static_cast<int>((*random)() % 50) : step);
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

// Keeps a list of articles and makes everything else anew for each.
class AllStories {
 public:
  explicit AllStories(const StoryIndex& model) : model_(model) {}

  // The number of its story.
  uint64_t Add(const std::string& uri, int64_t minute, const ArticleVectors& vectors) {
    std::erase_if(articles_, [&](const Article& article) { return article.minute < minute - kWindow; });
    uint64_t story = 0;
    const auto known = std::find_if(articles_.begin(), articles_.end(), [&](const auto& a) { return a.uri == uri; });
    if (known != articles_.end()) {
      story = known->story;
      articles_.erase(known);
    } else {
      story = Choose(minute, vectors);
    }
    articles_.push_back({uri, minute, vectors, story == 0 ? next_ : story});
    ++next_;
    return articles_.back().story;
  }

 private:
  struct Article {
    std::string uri;
    int64_t minute = 0;
    ArticleVectors vectors;
    uint64_t story = 0;
  };

  struct Story {
    std::vector<const Article*> members;
    ArticleVectors sums;
  };

  std::map<uint64_t, Story> Build() const {
    std::map<uint64_t, Story> stories;
    for (const Article& article : articles_) stories[article.story].members.push_back(&article);
    for (auto& [number, story] : stories) {
      const size_t first = story.members.size() > 32 ? story.members.size() - 32 : 0;
      for (size_t i = first; i < story.members.size(); ++i) {
        testing::AddVectors(&story.sums, story.members[i]->vectors, 1);
      }
    }
    return stories;
  }

  int64_t ScoreOf(const Story& story, int64_t minute, const ArticleVectors& vectors) const {
    using F = StoryFeatures;
    StoryFeatures features;
    features.values[F::kTitleTitle] = testing::Cosine(vectors.title, story.sums.title);
    features.values[F::kBodyBody] = testing::Cosine(vectors.body, story.sums.body);
    features.values[F::kEntities] = testing::Cosine(vectors.entities, story.sums.entities);
    const int64_t hours = (minute - story.members.back()->minute) / 60;
    const std::vector<int32_t> decay = {1000, 959, 920, 882, 846,
                                        811,  778, 747, 716};  // exp(-hours / 24), as calculated
    features.values[F::kDecay] = decay.at(static_cast<size_t>(hours));
    size_t size = story.members.size();
    int32_t log = 0;
    for (; size >= 2; size /= 2) log += 1000;
    const size_t power = size_t{1} << static_cast<size_t>(log / 1000);
    features.values[F::kLogSize] = log + static_cast<int32_t>((story.members.size() - power) * 1000 / power);
    return model_.Score(features);
  }

  uint64_t Choose(int64_t minute, const ArticleVectors& vectors) {
    const std::map<uint64_t, Story> stories = Build();
    uint64_t best = 0;
    int64_t best_score = Model().join - 1;
    for (const auto& [number, story] : stories) {
      const int64_t score = ScoreOf(story, minute, vectors);
      if (score > best_score) {
        best = number;
        best_score = score;
      }
    }
    if (best == 0) return 0;
    std::vector<std::pair<int64_t, uint64_t>> merging;
    for (const auto& [number, story] : stories) {
      const int64_t score = ScoreOf(story, minute, vectors);
      const bool is_small = std::min(story.members.size(), stories.at(best).members.size()) <= 3;
      if (number == best || score < Model().merge) continue;
      if (is_small || testing::Cosine(story.sums.body, stories.at(best).sums.body) >= 300)
        merging.emplace_back(-score, number);
    }
    std::sort(merging.begin(), merging.end());
    if (merging.size() > 4) merging.resize(4);
    uint64_t survives = best;
    for (const auto& [score, number] : merging) survives = std::min(survives, number);
    for (Article& article : articles_) {
      const bool ends = article.story == best || std::any_of(merging.begin(), merging.end(), [&](const auto& other) {
                          return other.second == article.story;
                        });
      if (ends) article.story = survives;
    }
    return survives;
  }

  const StoryIndex& model_;
  std::vector<Article> articles_;
  uint64_t next_ = 1;
};

TEST(StoryIndexStateTest, FindsWhatLookingAtAllStoriesFinds) {
  std::mt19937 random(tests::Seed());
  // What shares no word scores less than a story must, so that by all words of an article every story that matters is found.
  StoryLimits limits;
  limits.terms = 60;
  limits.stories = 10'000;
  limits.entries = 10'000;
  StoryIndex index(Model(), limits);
  AllStories all(index);
  size_t merges = 0;
  size_t joined = 0;
  for (int step = 0; step < kSteps; ++step) {
    const std::string uri = DrawUri(&random, step);
    const ArticleVectors vectors = DrawVectors(&random);
    index.Expire(At(step - kWindow));
    const Placement placement = index.Add(uri, At(step), vectors);
    ASSERT_EQ(placement.story.number, all.Add(uri, step, vectors)) << "step " << step;
    merges += placement.merged.size();
    joined += placement.is_new ? 0 : 1;
  }
  EXPECT_GT(merges, 20U);
  EXPECT_GT(joined, 500U);
}

// One of two languages, or one that is not known.
uint32_t LanguageOf(int step) { return step % 7 == 0 ? 0 : 1 + static_cast<uint32_t>(step) % 2; }

TEST(StoryIndexStateTest, RollingBackGivesTheSameAsNeverHavingGoneOn) {
  std::mt19937 random(tests::Seed());
  StoryIndex straight(Model());
  StoryIndex rolled(Model());
  for (int step = 0; step < kSteps; ++step) {
    const StoryIndex::Mark mark = rolled.SetMark();
    for (uint32_t i = random() % 4; i > 0; --i) {
      rolled.Add(DrawUri(&random, step), At(step), DrawVectors(&random), {.language = LanguageOf(step)});
      if (random() % 3 == 0) rolled.Remove("u" + std::to_string(step - static_cast<int>(random() % 20)), At(step));
      if (random() % 8 == 0) rolled.Expire(At(step - kWindow / 2));
    }
    rolled.RollBack(mark);
    if (random() % 2 == 0) rolled.Settle();
    const std::string uri = DrawUri(&random, step);
    const ArticleVectors vectors = DrawVectors(&random);
    for (StoryIndex* index : {&straight, &rolled}) {
      index->Expire(At(step - kWindow));
      index->Add(uri, At(step), vectors, {.language = LanguageOf(step)});
      if (step % 11 == 0) index->Remove("u" + std::to_string(step - 5), At(step));
    }
    if (step % 10 != 0) continue;
    ASSERT_EQ(Dump(rolled), Dump(straight)) << "step " << step;
  }
  EXPECT_EQ(Dump(rolled), Dump(straight));
}

TEST(StoryIndexStateTest, RestoredInAnyOrderItDecidesAsTheOneThatNeverStopped) {
  std::mt19937 random(tests::Seed());
  StoryIndex running(Model());
  std::map<std::string, StoryArticle> state;  // what a compacted topic keeps: the last of each key as it was written
  StoryIndex restored(Model());
  for (int step = 0; step < kSteps; ++step) {
    if (step == kSteps / 2) {
      std::vector<std::string> order;
      order.reserve(state.size());
      for (const auto& [uri, article] : state) order.push_back(uri);
      std::shuffle(order.begin(), order.end(), random);
      for (const std::string& uri : order) restored.Restore(uri, state.at(uri));
      for (const std::string& uri : order) restored.Restore(uri, state.at(uri));
      restored.Expire(At(step - 1 - kWindow));
      ASSERT_EQ(Dump(restored), Dump(running));
    }
    const std::string uri = DrawUri(&random, step);
    const ArticleVectors vectors = DrawVectors(&random);
    std::vector<StoryIndex*> both = {&running};
    if (step >= kSteps / 2) both.push_back(&restored);
    for (StoryIndex* index : both) {
      index->Expire(At(step - kWindow));
      index->Add(uri, At(step), vectors, {.language = LanguageOf(step)});
      if (step % 11 == 0) index->Remove("u" + std::to_string(step - 5), At(step));
    }
    state[uri] = *running.Find(uri);
    if (step % 11 == 0) {
      const std::string removed = "u" + std::to_string(step - 5);
      if (const std::optional<StoryArticle> article = running.Find(removed)) state[removed] = *article;
    }
    if (step < kSteps / 2 || step % 10 != 0) continue;
    ASSERT_EQ(Dump(restored), Dump(running)) << "step " << step;
  }
}

}  // namespace
}  // namespace marsad::cluster
