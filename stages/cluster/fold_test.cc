#include "stages/cluster/fold.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "stages/cluster/testing/article.h"
#include "stages/cluster/word_hash.h"

namespace marsad::cluster {
namespace {

using testing::At;
using testing::Fold;
using testing::Kill;
using testing::Model;
using testing::TestArticle;

constexpr char kStrike[] =
    "Workers at the northern port stopped loading ships on Monday after talks about wages ended without a deal, their "
    "union "
    "said. The port handles a third of the grain that the country sells abroad, and eleven vessels wait outside. The "
    "ministry "
    "of transport asked both sides to meet again before the weekend.";
constexpr char kFire[] =
    "A fire in a warehouse near the old market destroyed rice and flour worth two million, the city's fire brigade "
    "reported "
    "on Tuesday. Nobody was hurt. Forty firemen needed six hours to put it out, and the cause is not known yet.";

TestArticle Strike(const std::string& uri, uint64_t offset) {
  TestArticle article;
  article.uri = uri;
  article.title = "Port workers stop loading ships";
  article.body = kStrike;
  article.offset = offset;
  article.minute = static_cast<int64_t>(offset);
  return article;
}

TestArticle Fire(const std::string& uri, uint64_t offset) {
  TestArticle article = Strike(uri, offset);
  article.title = "Fire destroys grain in warehouse";
  article.body = kFire;
  return article;
}

TestArticle From(const std::string& source, TestArticle article) {
  article.source = source;
  return article;
}

TEST(FoldTest, TheFirstIsAnOriginalInAStoryOfItsOwn) {
  Cluster cluster(Model());
  const Outcome outcome = Fold(&cluster, Strike("a", 1));
  EXPECT_EQ(outcome.change, Change::kNew);
  EXPECT_EQ(outcome.kind, DuplicateKind::kOriginal);
  EXPECT_EQ(outcome.story, "a");
  EXPECT_EQ(outcome.sequence, 1U);
  EXPECT_EQ(outcome.articles, 1U);
  EXPECT_EQ(outcome.sources, 1U);
  EXPECT_EQ(outcome.first_seen, At(1));
  EXPECT_EQ(outcome.novelty, 1000U);
  EXPECT_EQ(outcome.title, "Port workers stop loading ships");
  EXPECT_EQ(outcome.title_language, "en");
  EXPECT_EQ(outcome.title_uri, "a");
  EXPECT_EQ(outcome.changed_states, std::vector<std::string>{"a"});
  EXPECT_TRUE(outcome.links.empty());
}

TEST(FoldTest, ACopyNamesItsOriginalAndBringsNothingNew) {
  Cluster cluster(Model());
  Fold(&cluster, Strike("a", 1));
  const Outcome outcome = Fold(&cluster, From("paper.example", Strike("b", 2)));
  EXPECT_EQ(outcome.kind, DuplicateKind::kExact);
  EXPECT_EQ(outcome.duplicate_of, "a");
  EXPECT_EQ(outcome.similarity, 1000U);
  EXPECT_EQ(outcome.story, "a");
  EXPECT_EQ(outcome.sequence, 2U);
  EXPECT_EQ(outcome.articles, 2U);
  EXPECT_EQ(outcome.sources, 2U);
  EXPECT_EQ(outcome.original_sources, 1U);
  EXPECT_EQ(outcome.novelty, 0U);
  ASSERT_EQ(outcome.links.size(), 1U);
  ASSERT_EQ(outcome.links[0].shared.size(), 1U);
  EXPECT_EQ(outcome.links[0].shared[0].here.span.Cut(kStrike).substr(0, 11), "Workers at ");
  EXPECT_EQ(outcome.changed_states, std::vector<std::string>{"b"});
}

TEST(FoldTest, AnotherEventIsAnotherStory) {
  Cluster cluster(Model());
  Fold(&cluster, Strike("a", 1));
  const Outcome outcome = Fold(&cluster, Fire("b", 2));
  EXPECT_EQ(outcome.kind, DuplicateKind::kOriginal);
  EXPECT_EQ(outcome.story, "b");
}

TEST(FoldTest, AChangedNumberIsARevisionThatShowsBoth) {
  Cluster cluster(Model());
  Fold(&cluster, Strike("a", 1));
  TestArticle other = From("paper.example", Strike("b", 2));
  other.body.replace(other.body.find("eleven"), 6, "fourteen");
  const Outcome outcome = Fold(&cluster, other);
  EXPECT_EQ(outcome.kind, DuplicateKind::kRevised);
  ASSERT_EQ(outcome.links.size(), 1U);
  ASSERT_EQ(outcome.links[0].changed.size(), 1U);
  EXPECT_EQ(outcome.links[0].changed[0].kind, FactKind::kNumber);
  EXPECT_EQ(outcome.links[0].changed[0].was, "eleven");
  EXPECT_EQ(outcome.links[0].changed[0].here->span.Cut(other.body), "fourteen");
}

TEST(FoldTest, ANewVersionStaysInItsStoryAndIsComparedWithTheOneBefore) {
  Cluster cluster(Model());
  TestArticle first = Strike("a", 1);
  first.version = 1;
  Fold(&cluster, first);
  TestArticle second = Strike("a", 2);
  second.version = 2;
  second.body += " Ministers meet on Thursday.";
  const Outcome outcome = Fold(&cluster, second);
  EXPECT_EQ(outcome.change, Change::kUpdated);
  EXPECT_EQ(outcome.previous_version, 1U);
  EXPECT_EQ(outcome.story, "a");
  EXPECT_EQ(outcome.articles, 1U);
  EXPECT_EQ(outcome.sequence, 2U);
  ASSERT_EQ(outcome.links.size(), 1U);
  EXPECT_EQ(outcome.links[0].uri, "a");
  EXPECT_TRUE(outcome.duplicate_of.empty());
  EXPECT_GT(outcome.novelty, 0U);
  EXPECT_LT(outcome.novelty, 200U);
  EXPECT_EQ(Fold(&cluster, From("paper.example", first)).change, Change::kStale);
}

TEST(FoldTest, AStaleRecordChangesNoState) {
  Cluster cluster(Model());
  TestArticle second = Strike("a", 2);
  second.version = 2;
  Fold(&cluster, second);
  const Cluster::Mark mark = cluster.SetMark();
  TestArticle first = Fire("a", 3);
  first.version = 1;
  const Outcome outcome = Fold(&cluster, first);
  EXPECT_EQ(outcome.change, Change::kStale);
  EXPECT_EQ(outcome.story, "a");
  EXPECT_EQ(outcome.sequence, 0U);
  EXPECT_TRUE(outcome.changed_states.empty());
  EXPECT_EQ(cluster.SetMark(), mark);
}

TEST(FoldTest, AKillNamesTheCopiesElsewhereAndTheStoryGoesOn) {
  Cluster cluster(Model());
  Fold(&cluster, Strike("a", 1));
  Fold(&cluster, From("paper.example", Strike("b", 2)));
  const Outcome outcome = Fold(&cluster, Kill("a", 3, 3));
  EXPECT_EQ(outcome.change, Change::kWithdrawn);
  EXPECT_EQ(outcome.effects, (std::vector<Effect>{{"a", 0, Action::kWithdraw}, {"b", 0, Action::kReview}}));
  EXPECT_EQ(outcome.story, "a");
  EXPECT_EQ(outcome.sequence, 3U);
  EXPECT_EQ(outcome.articles, 1U);
  EXPECT_EQ(outcome.withdrawn, 1U);
  EXPECT_EQ(Fold(&cluster, From("third.example", Strike("c", 4))).duplicate_of, "b");
}

TEST(FoldTest, ARevisionElsewhereIsToBeReviewedButNotOneOfTheSameSource) {
  TestArticle rewritten = Strike("b", 2);
  rewritten.body.replace(rewritten.body.find("eleven"), 6, "nineteen");
  TestArticle elsewhere = From("paper.example", rewritten);
  elsewhere.uri = "c";
  elsewhere.offset = 3;
  Cluster cluster(Model());
  Fold(&cluster, Strike("a", 1));
  EXPECT_EQ(Fold(&cluster, rewritten).kind, DuplicateKind::kRevised);
  Fold(&cluster, elsewhere);
  EXPECT_EQ(Fold(&cluster, Kill("a", 4, 4)).effects,
            (std::vector<Effect>{{"a", 0, Action::kWithdraw}, {"c", 0, Action::kReview}}));
}

TEST(FoldTest, TwoOfUnknownSourcesAreNotOfOneHouse) {
  TestArticle rewritten = From("", Strike("b", 2));
  rewritten.body.replace(rewritten.body.find("eleven"), 6, "nineteen");
  Cluster cluster(Model());
  Fold(&cluster, From("", Strike("a", 1)));
  Fold(&cluster, rewritten);
  EXPECT_EQ(Fold(&cluster, Kill("a", 4, 4)).effects,
            (std::vector<Effect>{{"a", 0, Action::kWithdraw}, {"b", 0, Action::kReview}}));
}

TEST(FoldTest, AKillOfAnUnknownUriSaysSo) {
  Cluster cluster(Model());
  const Outcome outcome = Fold(&cluster, Kill("a", 1, 1));
  EXPECT_EQ(outcome.change, Change::kWithdrawn);
  EXPECT_EQ(outcome.effects, (std::vector<Effect>{{"a", 0, Action::kWithdraw}}));
  EXPECT_TRUE(outcome.is_beyond_window);
  EXPECT_TRUE(outcome.story.empty());
  EXPECT_TRUE(cluster.StateOf("a")->is_thin());
}

TEST(FoldTest, ANoticeUnderAnotherUriWithdrawsAndJoinsTheStory) {
  Cluster cluster(Model());
  Fold(&cluster, Strike("a", 1));
  TestArticle notice = Fire("b", 2);
  notice.title = "STORY WITHDRAWN: Port workers stop loading ships";
  notice.body =
      "The story \"Port workers stop loading ships\" was sent in error and is withdrawn. Please do not use it.";
  const Outcome outcome = Fold(&cluster, notice);
  EXPECT_EQ(outcome.change, Change::kNew);
  EXPECT_EQ(outcome.kind, DuplicateKind::kWithdraws);
  EXPECT_EQ(outcome.duplicate_of, "a");
  EXPECT_EQ(outcome.effects, (std::vector<Effect>{{"a", 0, Action::kWithdraw}}));
  EXPECT_EQ(outcome.story, "a");
  EXPECT_EQ(outcome.sequence, 2U);
  EXPECT_EQ(outcome.withdrawn, 1U);
  ASSERT_FALSE(outcome.links.empty());
  EXPECT_EQ(outcome.links[0].marker->span.Cut(notice.title), "STORY WITHDRAWN");
  EXPECT_EQ(outcome.changed_states, (std::vector<std::string>{"a", "b"}));
}

TEST(FoldTest, AnEmbargoedArticleIsNotNamedToAFreeOne) {
  Cluster cluster(Model());
  TestArticle early = Strike("a", 1);
  early.embargoed_until = At(60);
  EXPECT_TRUE(Fold(&cluster, early).is_embargoed);
  const Outcome free = Fold(&cluster, From("paper.example", Strike("b", 2)));
  EXPECT_FALSE(free.is_embargoed);
  EXPECT_EQ(free.kind, DuplicateKind::kExact);
  EXPECT_TRUE(free.duplicate_of.empty());
  EXPECT_TRUE(free.links.empty());
  EXPECT_EQ(free.story, "b");
  EXPECT_EQ(free.title_uri, "");
  TestArticle also = From("third.example", Strike("c", 3));
  also.embargoed_until = At(60);
  EXPECT_EQ(Fold(&cluster, also).duplicate_of, "a");
  EXPECT_EQ(Fold(&cluster, From("fourth.example", Strike("d", 61))).duplicate_of, "a");
}

TEST(FoldTest, AStockTextIsACopyOnItsDayOnly) {
  Cluster cluster(Model());
  TestArticle today = Strike("a", 1);
  today.title = "No flights today";
  today.body = "There are no flights from the airport today.";
  Fold(&cluster, today);
  TestArticle again = From("paper.example", today);
  again.uri = "b";
  again.offset = 2;
  EXPECT_EQ(Fold(&cluster, again).kind, DuplicateKind::kExact);
  again.uri = "c";
  again.offset = 3;
  again.minute += int64_t{24} * 60;
  EXPECT_EQ(Fold(&cluster, again).kind, DuplicateKind::kRevised);
}

TEST(FoldTest, TheTimeIsTheHighestThatWasReceived) {
  Cluster cluster(Model());
  Fold(&cluster, Strike("a", 9));
  Fold(&cluster, Fire("b", 3));
  EXPECT_EQ(cluster.now(), At(9));
}

// With the names that all languages share, as normalize and tag find them.
Outcome FoldNaming(Cluster* cluster, const TestArticle& article, const std::vector<EntityRef>& named) {
  const testing::Prepared prepared(article);
  ArticleView view = prepared.View();
  std::vector<Token> title(view.title_tokens.begin(), view.title_tokens.end());
  for (const EntityRef& entity : named) {
    title.push_back({.hash = HashWord(EntityWord(entity.id)), .fact = FactKind::kName, .original = {0, 1}});
  }
  view.title_tokens = title;
  view.entities = named;
  return cluster->Fold(view);
}

TEST(FoldTest, ReportsOfOneEventInTwoLanguagesAreRelatedAndNotOneStory) {
  const std::vector<EntityRef> named = {{"wikidata:Q41", 600}, {"wikidata:Q1524", 500}};
  Cluster cluster(Model());
  TestArticle german = Strike("de", 2);
  german.language = "de";
  german.title = "Hafenarbeiter legen die Arbeit nieder";
  german.body = "Nach dem Ende der Gespräche haben die Beschäftigten im Hafen am Montag aufgehört zu laden.";
  EXPECT_TRUE(FoldNaming(&cluster, Strike("en", 1), named).related.empty());
  const Outcome outcome = FoldNaming(&cluster, german, named);
  EXPECT_EQ(outcome.story, "de");
  EXPECT_EQ(outcome.related, std::vector<std::string>{"en"});
  EXPECT_TRUE(FoldNaming(&cluster, Fire("fire", 3), {}).related.empty());
}

}  // namespace
}  // namespace marsad::cluster
