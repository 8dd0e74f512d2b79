// What versions keep: embargoes, expiry, rolling back, restoring.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "stages/cluster/testing/version_samples.h"
#include "stages/cluster/versions.h"
#include "tests/seed.h"

namespace marsad::cluster {
namespace {

using testing::At;
using testing::kOther;
using testing::kUri;
using testing::Naming;
using testing::Null;
using testing::OfUri;
using testing::Usable;

TEST(VersionsStateTest, AnEmbargoEndsByStreamTime) {
  Versions versions;
  Version version = Usable(1, 1, 7);
  version.embargoed_until = At(60);
  EXPECT_TRUE(versions.Fold(version, At(0)).is_embargoed);
  EXPECT_TRUE(versions.IsEmbargoed(kUri, At(59)));
  EXPECT_FALSE(versions.IsEmbargoed(kUri, At(60)));
  EXPECT_FALSE(versions.IsEmbargoed(kOther, At(0)));
}

TEST(VersionsStateTest, TheEmbargoOfTheKilledVersionStays) {
  Versions versions;
  Version version = Usable(1, 1, 7);
  version.embargoed_until = At(60);
  versions.Fold(version, At(0));
  versions.Fold(Null(2), At(1));
  EXPECT_TRUE(versions.IsEmbargoed(kUri, At(2)));
}

TEST(VersionsStateTest, ForgetsTheOldestByStreamTimeAlone) {
  Versions versions;
  versions.Fold(Usable(1, 1, 7), At(5));
  versions.Fold(OfUri(kOther, Usable(1, 2, 8)), At(3));
  versions.Fold(OfUri("https://agency.example/3", Usable(1, 3, 9)), At(9));
  EXPECT_EQ(versions.Expire(At(6)), (std::vector<std::string>{std::string(kOther), std::string(kUri)}));
  EXPECT_EQ(versions.size(), 1U);
  EXPECT_EQ(
      versions.Fold(Naming(OfUri("https://agency.example/4", Usable(0, 4, 1)), MarkerKind::kWithdrawal), At(9)).target,
      "https://agency.example/3");
}

// Versions of a few uris and sources, that correct and kill each other.
Version Draw(std::mt19937* random, uint64_t offset, const std::vector<std::string>& uris) {
  static const std::vector<std::string> titles = {"a b", "c d", "e f"};
  const auto draw = [&](size_t below) { return static_cast<size_t>((*random)() % below); };
  Version version;
  version.uri = uris[draw(uris.size())];
  version.source = draw(4) == 0 ? "b.example" : "a.example";
  version.version = draw(4);
  version.offset = offset;
  version.status = draw(6) == 0 ? Status::kCanceled : draw(6) == 0 ? Status::kWithheld : Status::kUsable;
  version.marker = static_cast<MarkerKind>(draw(6));
  version.title_key = titles[draw(titles.size())];
  version.named_titles = std::span(titles).subspan(draw(titles.size()), 1);
  version.text_hash = draw(5) + 1;
  return version;
}

std::vector<std::string> UrisForDrawing() {
  std::vector<std::string> uris;
  uris.reserve(12);
  for (int i = 0; i < 12; ++i) uris.push_back("https://a.example/" + std::to_string(i));
  return uris;
}

// What is known of every uri, and what a notice would find.
std::vector<std::optional<KnownArticle>> Dump(const Versions& versions, const std::vector<std::string>& uris) {
  std::vector<std::optional<KnownArticle>> all;
  all.reserve(uris.size());
  for (const std::string& uri : uris) {
    all.push_back(versions.Find(uri));
  }
  return all;
}

TEST(VersionsStateTest, RollingBackAtAnyPointGivesTheSameAsNeverHavingGoneOn) {
  std::mt19937 random(tests::Seed());
  const std::vector<std::string> uris = UrisForDrawing();
  Versions straight;
  Versions rolled;
  for (uint64_t offset = 1; offset < 2000; ++offset) {
    const Versions::Mark mark = rolled.SetMark();
    for (uint64_t i = 0; i < random() % 4; ++i) {
      rolled.Fold(Draw(&random, offset + i, uris), At(static_cast<int64_t>(offset)));
      rolled.AddCopy(uris[random() % uris.size()], uris[random() % uris.size()]);
      if (random() % 8 == 0) rolled.Expire(At(static_cast<int64_t>(offset) - 20));
    }
    rolled.RollBack(mark);
    if (random() % 2 == 0) rolled.Settle();
    const Version version = Draw(&random, offset, uris);
    const Decision expected = straight.Fold(version, At(static_cast<int64_t>(offset)));
    const Decision decision = rolled.Fold(version, At(static_cast<int64_t>(offset)));
    ASSERT_EQ(decision.change, expected.change);
    ASSERT_EQ(decision.effects, expected.effects);
    ASSERT_EQ(decision.touched, expected.touched);
    ASSERT_EQ(Dump(rolled, uris), Dump(straight, uris));
    const int64_t old = static_cast<int64_t>(offset) - 30;
    ASSERT_EQ(rolled.Expire(At(old)), straight.Expire(At(old)));
  }
}

TEST(VersionsStateTest, RestoredInAnyOrderItDecidesAsTheOneThatNeverStopped) {
  std::mt19937 random(tests::Seed());
  const std::vector<std::string> uris = UrisForDrawing();
  Versions running;
  for (uint64_t offset = 1; offset < 300; ++offset) {
    running.Fold(Draw(&random, offset, uris), At(static_cast<int64_t>(offset)));
    running.AddCopy(uris[random() % uris.size()], uris[random() % uris.size()]);
  }
  Versions restored;
  for (size_t i = uris.size(); i-- > 0;) {
    if (const std::optional<KnownArticle> known = running.Find(uris[i])) restored.Restore(uris[i], *known);
  }
  ASSERT_EQ(Dump(restored, uris), Dump(running, uris));
  for (uint64_t offset = 300; offset < 600; ++offset) {
    const Version version = Draw(&random, offset, uris);
    const Decision expected = running.Fold(version, At(static_cast<int64_t>(offset)));
    const Decision decision = restored.Fold(version, At(static_cast<int64_t>(offset)));
    ASSERT_EQ(decision.change, expected.change);
    ASSERT_EQ(decision.effects, expected.effects);
    ASSERT_EQ(decision.target, expected.target);
  }
}

}  // namespace
}  // namespace marsad::cluster
