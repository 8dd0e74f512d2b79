// What Fold() remembers: undone, settled in batches of any size, restored in any order, left behind by time.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "stages/cluster/fold.h"
#include "stages/cluster/testing/article.h"
#include "tests/seed.h"

namespace marsad::cluster {
namespace {

using testing::At;
using testing::Kill;
using testing::Model;
using testing::TestArticle;

constexpr int kSteps = 1200;

ClusterLimits Limits() {
  ClusterLimits limits;
  limits.window_millis = int64_t{300} * 60'000;  // an article a minute, but for a long silence now and then
  limits.thin_millis = int64_t{700} * 60'000;
  limits.most_articles = 280;
  limits.most_thin = 350;
  limits.most_leaving = 5;
  return limits;
}

// A stream of a few events, told in words of their own, copied and cut; new versions, corrections, holds, kills, notices,
// embargoes and what comes too late.
class Stream {
 public:
  Stream() : random_(tests::Seed()) {}

  TestArticle Next() {
    const int step = step_++;
    minute_ += Draw(150) == 0 ? 400 : 1;
    TestArticle article;
    const bool is_new = step < 5 || Draw(4) != 0;
    const int number =
        is_new ? step : step - 1 - static_cast<int>(Draw(std::min<uint32_t>(step, Draw(9) == 0 ? 900 : 60)));
    article.uri = "https://" + Letter(number % 7) + ".example/" + std::to_string(number);
    article.source = Letter(number % 7) + ".example";
    article.offset = static_cast<uint64_t>(step) + 1;
    article.minute = minute_ - (Draw(10) == 0 ? 3 : 0);
    if (Draw(25) == 0) return Kill(article.uri, article.offset, article.minute);
    Write(&article);
    if (Draw(3) == 0) article.version = 1 + Draw(4);
    if (Draw(20) == 0) article.status = Draw(2) == 0 ? Status::kWithheld : Status::kCanceled;
    if (Draw(12) == 0) article.embargoed_until = At(article.minute + 20);
    article.is_correction = Draw(15) == 0;
    if (Draw(15) == 0) Notify(&article);
    if (step > 0 && Draw(20) == 0) Repeat(&article);
    last_ = article;
    return article;
  }

 private:
  uint32_t Draw(uint32_t below) { return static_cast<uint32_t>(random_() % below); }
  static std::string Letter(int number) { return std::string(1, static_cast<char>('a' + number)); }

  void Write(TestArticle* article) {
    const uint32_t topic = Draw(9);
    const auto word = [&](uint32_t of) {
      return "t" + Letter(static_cast<int>(topic)) + "word" + Letter(static_cast<int>(of));
    };
    article->title = word(Draw(10)) + " " + word(Draw(10)) + " " + word(Draw(10));
    if (!texts_.empty() && Draw(3) == 0) {
      article->body = texts_[Draw(static_cast<uint32_t>(texts_.size()))];
      if (Draw(3) == 0) article->body += " Further " + std::to_string(Draw(50)) + " were seen.";
    } else {
      for (uint32_t words = 4 + Draw(30); words > 0; --words) {
        article->body += Draw(3) == 0 ? "common" + Letter(static_cast<int>(Draw(9))) : word(Draw(26));
        article->body += ' ';
      }
      texts_.push_back(article->body);
      if (texts_.size() > 25) texts_.erase(texts_.begin());
    }
  }

  void Repeat(TestArticle* article) const {
    const uint64_t offset = article->offset;
    const int64_t minute = article->minute;
    *article = last_;
    article->offset = offset;
    article->minute = minute;
  }

  void Notify(TestArticle* article) {
    article->title = (Draw(2) == 0 ? "STORY WITHDRAWN: " : "CORRECTED-") + last_.title;
    article->source = Letter(static_cast<int>(Draw(7))) + ".example";
  }

  std::mt19937 random_;
  int step_ = 0;
  int64_t minute_ = 0;
  TestArticle last_;
  std::vector<std::string> texts_;
};

using Topic = std::map<std::string, ArticleState>;

void Write(const Cluster& cluster, const Outcome& outcome, Topic* topic) {
  for (const std::string& uri : outcome.changed_states) {
    if (std::optional<ArticleState> state = cluster.StateOf(uri)) {
      (*topic)[uri] = std::move(*state);
    } else {
      topic->erase(uri);
    }
  }
}

// What is in memory of all uris that the stream had, or could have had.
Topic Dump(const Cluster& cluster, const Topic& known) {
  Topic all;
  for (const auto& [uri, state] : known) {
    if (std::optional<ArticleState> now = cluster.StateOf(uri)) all[uri] = std::move(*now);
  }
  return all;
}

TEST(FoldStateTest, TheTopicHoldsWhatMemoryHolds) {
  Stream stream;
  Cluster cluster(Model(), Limits());
  Topic topic;
  Topic ever;
  std::map<Change, int> changes;
  std::map<DuplicateKind, int> kinds;
  size_t merges = 0;
  size_t related = 0;
  for (int step = 0; step < kSteps; ++step) {
    const Outcome outcome = Fold(&cluster, stream.Next());
    Write(cluster, outcome, &topic);
    for (const auto& [uri, state] : topic) ever.emplace(uri, ArticleState());
    ++changes[outcome.change];
    ++kinds[outcome.kind];
    merges += outcome.merged.size();
    related += outcome.related.size();
    if (step % 50 != 0) continue;
    ASSERT_EQ(Dump(cluster, ever), topic) << "step " << step;
    ASSERT_LE(cluster.Sizes().articles, Limits().most_articles + 1);
    ASSERT_EQ(cluster.Sizes().articles + cluster.Sizes().thin, topic.size());
  }
  EXPECT_EQ(changes.size(), 8U);  // the stream has all there is
  EXPECT_GE(kinds.size(), 8U);
  EXPECT_GT(merges, 0U);
  EXPECT_GT(related, 0U);
  EXPECT_LT(topic.size(), ever.size());
}

TEST(FoldStateTest, RestoredInAnyOrderItGoesOnAsTheOneThatNeverStopped) {
  std::mt19937 random(tests::Seed());
  Stream stream;
  Cluster running(Model(), Limits());
  Topic topic;
  std::optional<Cluster> restored;
  for (int step = 0; step < kSteps; ++step) {
    if (step % 200 == 100) {
      std::vector<std::string> order;
      for (const auto& [uri, state] : topic) order.push_back(uri);
      std::shuffle(order.begin(), order.end(), random);
      restored.emplace(Model(), Limits());
      // Older states of some come first, as in a topic that is not compacted yet.
      for (size_t i = 0; i + 1 < order.size(); i += 7) restored->Restore(order[i], topic.at(order[i + 1]));
      for (size_t i = 0; i < order.size(); i += 14) restored->Restore(order[i], std::nullopt);
      for (const std::string& uri : order) restored->Restore(uri, topic.at(uri));
      ASSERT_EQ(restored->now(), running.now());
    }
    const TestArticle article = stream.Next();
    const Outcome expected = Fold(&running, article);
    Write(running, expected, &topic);
    if (!restored) continue;
    ASSERT_EQ(Fold(&*restored, article), expected) << "step " << step << " " << article.uri;
    if (step % 100 == 0) {
      ASSERT_EQ(Dump(*restored, topic), topic);
    }
  }
}

TEST(FoldStateTest, CatchingUpOnWhatAnotherDidItGoesOnAsThatOne) {
  Stream stream;
  Cluster one(Model(), Limits());
  Cluster other(Model(), Limits());
  std::map<std::string, std::optional<ArticleState>> missed;
  for (int step = 0; step < kSteps; ++step) {
    const TestArticle article = stream.Next();
    const Outcome expected = Fold(&one, article);
    if (step % 40 < 20) {
      for (const std::string& uri : expected.changed_states) missed[uri] = one.StateOf(uri);
      continue;
    }
    for (auto& [uri, state] : missed) other.Restore(uri, std::move(state));
    missed.clear();
    ASSERT_EQ(Fold(&other, article), expected) << "step " << step;
    other.Settle();
  }
}

TEST(FoldStateTest, RolledBackAtAnyRecordItGoesOnAsIfNothingHadBeen) {
  std::mt19937 random(tests::Seed());
  Stream stream;
  Cluster straight(Model(), Limits());
  Cluster rolled(Model(), Limits());
  Topic topic;
  std::vector<TestArticle> waiting;
  for (int step = 0; step < kSteps; ++step) {
    while (waiting.size() < 4) waiting.push_back(stream.Next());
    const Cluster::Mark mark = rolled.SetMark();
    const size_t tried = random() % 4;
    for (size_t i = 0; i < tried; ++i) Fold(&rolled, waiting[i]);
    rolled.RollBack(mark);
    if (random() % 3 == 0) rolled.Settle();
    const Outcome expected = Fold(&straight, waiting.front());
    Write(straight, expected, &topic);
    ASSERT_EQ(Fold(&rolled, waiting.front()), expected) << "step " << step;
    waiting.erase(waiting.begin());
    if (step % 100 == 0) {
      ASSERT_EQ(Dump(rolled, topic), topic);
    }
  }
}

TEST(FoldStateTest, BatchesOfAnySizeGiveTheSame) {
  Stream stream;
  std::vector<TestArticle> articles;
  articles.reserve(kSteps);
  for (int step = 0; step < kSteps; ++step) articles.push_back(stream.Next());
  std::vector<Outcome> expected;
  for (const size_t batch : {size_t{1}, size_t{7}, size_t{10'000}}) {
    Cluster cluster(Model(), Limits());
    std::vector<Outcome> outcomes;
    for (size_t i = 0; i < articles.size(); ++i) {
      outcomes.push_back(Fold(&cluster, articles[i]));
      if (i % batch == batch - 1) cluster.Settle();
    }
    if (expected.empty()) expected = outcomes;
    ASSERT_TRUE(outcomes == expected) << batch;
  }
}

TEST(FoldStateTest, EachStorysChangesAreNumberedWithoutAGap) {
  Stream stream;
  Cluster cluster(Model(), Limits());
  std::map<std::string, uint64_t> last;
  for (int step = 0; step < kSteps; ++step) {
    const Outcome outcome = Fold(&cluster, stream.Next());
    if (outcome.sequence == 0) continue;
    ASSERT_EQ(outcome.sequence, last[outcome.story] + 1) << "step " << step << " " << outcome.story;
    last[outcome.story] = outcome.sequence;
  }
  EXPECT_GT(last.size(), 20U);
}

TestArticle Text(const std::string& uri, uint64_t offset, int64_t minute) {
  TestArticle article;
  article.uri = uri;
  article.title = "Bridge over the river closed";
  article.body =
      "The old bridge over the river is closed to lorries from Monday until the end of the year because two of its "
      "pillars "
      "have cracks, the council said. Drivers are asked to use the ferry.";
  article.offset = offset;
  article.minute = minute;
  return article;
}

// The copy from another source is long gone when the kill comes.
TEST(FoldStateTest, ALateKillStillNamesTheCopies) {
  Cluster cluster(Model(), Limits());
  Fold(&cluster, Text("a", 1, 0));
  TestArticle copy = Text("b", 2, 1);
  copy.source = "paper.example";
  Fold(&cluster, copy);
  TestArticle other = Text("c", 3, 600);
  other.title = "Something else";
  other.body = "Quite another text that has nothing to do with what was told before, and twelve words at least.";
  Fold(&cluster, other);
  EXPECT_EQ(cluster.Sizes().articles, 1U);
  EXPECT_EQ(cluster.Sizes().thin, 2U);
  const Outcome late = Fold(&cluster, Kill("a", 4, 601));
  EXPECT_FALSE(late.is_beyond_window);
  EXPECT_EQ(late.effects, (std::vector<Effect>{{"a", 0, Action::kWithdraw}, {"b", 0, Action::kReview}}));
  EXPECT_EQ(late.related, std::vector<std::string>{"a"});
  other.offset = 5;
  other.uri = "d";
  other.minute = 2000;
  Fold(&cluster, other);
  const Outcome too_late = Fold(&cluster, Kill("b", 6, 2000));
  EXPECT_TRUE(too_late.is_beyond_window);
  EXPECT_EQ(too_late.effects, (std::vector<Effect>{{"b", 0, Action::kWithdraw}}));
}

TEST(FoldStateTest, AnArticleThatComesBackAfterTheWindowIsInItsStoryIfThatIsStillThere) {
  Cluster cluster(Model(), Limits());
  Fold(&cluster, Text("a", 1, 0));
  TestArticle copy = Text("b", 2, 290);
  copy.source = "paper.example";
  Fold(&cluster, copy);
  TestArticle update = Text("a", 3, 310);
  update.body += " It opens again in May.";
  const Outcome outcome = Fold(&cluster, update);
  EXPECT_EQ(outcome.story, "a");
  EXPECT_EQ(outcome.sequence, 3U);
  EXPECT_EQ(outcome.articles, 2U);
  EXPECT_TRUE(outcome.related.empty());
}

TEST(FoldStateTest, AStoryThatBeginsAgainWithTheSameArticleHasAnotherId) {
  Cluster cluster(Model(), Limits());
  Fold(&cluster, Text("a", 1, 0));
  for (const std::string id : {"a#2", "a#3"}) {
    TestArticle update = Text("a", id == "a#2" ? 2 : 3, id == "a#2" ? 400 : 800);
    update.body += " It opens again in May, " + id + ".";
    EXPECT_EQ(Fold(&cluster, update).story, id);
  }
}

TEST(FoldStateTest, AStoryThatIsResumedAfterTheWindowNamesTheOldOne) {
  Cluster cluster(Model(), Limits());
  Fold(&cluster, Text("a", 1, 0));
  TestArticle again = Text("b", 2, 1);
  again.source = "paper.example";
  Fold(&cluster, again);
  TestArticle update = again;
  update.offset = 3;
  update.minute = 500;
  update.body += " It opens again in May.";
  const Outcome outcome = Fold(&cluster, update);
  EXPECT_EQ(outcome.change, Change::kUpdated);
  EXPECT_EQ(outcome.story, "b");
  EXPECT_EQ(outcome.related, std::vector<std::string>{"a"});
}

}  // namespace
}  // namespace marsad::cluster
