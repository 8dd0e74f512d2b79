#include "stages/cluster/versions.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "stages/cluster/testing/version_samples.h"

namespace marsad::cluster {
namespace {

using testing::At;
using testing::Corrected;
using testing::Dated;
using testing::From;
using testing::kOther;
using testing::kTitle;
using testing::kUri;
using testing::Make;
using testing::Marked;
using testing::Naming;
using testing::Null;
using testing::OfUri;
using testing::Usable;
using testing::WithStatus;
using Effects = std::vector<Effect>;

// The rows of same uri: what is known, what comes, what it is then.
struct Row {
  std::string_view name;
  std::vector<Version> before;
  Version comes;
  Change change;
  Effects effects;
};

class VersionsOfAUri : public ::testing::TestWithParam<Row> {};

TEST_P(VersionsOfAUri, AreJudgedByTheTable) {
  Versions versions;
  for (const Version& version : GetParam().before) versions.Fold(version, At(0));
  const Decision decision = versions.Fold(GetParam().comes, At(1));
  EXPECT_EQ(decision.change, GetParam().change);
  EXPECT_EQ(decision.effects, GetParam().effects);
}

const Effects kNothing = {};
const Effects kCorrect = {Make(kUri, 1, Action::kCorrect)};
const Effects kWithdraw = {Make(kUri, 1, Action::kWithdraw)};

std::vector<Row> RowsOfTexts() {
  const Version first = Usable(1, 1, 7);
  const Version plain = Usable(0, 1, 7);
  return {
      {"FirstSeen", {}, first, Change::kNew, kNothing},
      {"HigherVersion", {first}, Usable(2, 2, 8), Change::kUpdated, kNothing},
      {"SameVersionLaterTime", {Dated(first, 0)}, Dated(Usable(1, 2, 8), 9), Change::kUpdated, kNothing},
      {"NoVersionLaterOffset", {plain}, Usable(0, 2, 8), Change::kUpdated, kNothing},
      {"HigherVersionBeatsEarlierTime", {Dated(first, 9)}, Dated(Usable(2, 2, 8), 0), Change::kUpdated, kNothing},
      {"Correction", {first}, Corrected(Usable(2, 2, 8)), Change::kCorrected, {Make(kUri, 1, Action::kCorrect)}},
      {"Marker", {first}, Marked(Usable(2, 2, 8), MarkerKind::kCorrection), Change::kCorrected, kCorrect},
      {"UpdateMarker", {first}, Marked(Usable(2, 2, 8), MarkerKind::kUpdate), Change::kUpdated, kNothing},
      {"SameText", {first}, Usable(2, 2, 7), Change::kRepeated, kNothing},
      {"CorrectionSentAgain", {first}, Corrected(Usable(1, 2, 7)), Change::kRepeated, kNothing},
      {"RecordSeenTwice", {first}, first, Change::kRepeated, kNothing},
      {"LowerVersion", {Usable(3, 1, 7)}, Usable(2, 2, 8), Change::kStale, kNothing},
      {"EarlierTime", {Dated(plain, 9)}, Dated(Usable(0, 2, 8), 0), Change::kStale, kNothing},
      {"RedrivenOfAnEarlierPlace", {Usable(0, 5, 7)}, Usable(0, 3, 8), Change::kStale, kNothing},
      {"PlacesInTwoPartitionsDoNotCompare", {Usable(0, 5, 7)}, From(2, Usable(0, 3, 8)), Change::kUpdated, kNothing},
      {"RedrivenOfAHigherVersion", {Usable(1, 5, 7)}, Usable(2, 3, 8), Change::kUpdated, kNothing},
      {"StaleKill", {Usable(3, 1, 7)}, WithStatus(Usable(2, 2, 0), Status::kCanceled), Change::kStale, kNothing},
  };
}

std::vector<Row> RowsOfStatus() {
  const Version first = Usable(1, 1, 7);
  const Version killed = WithStatus(Usable(3, 2, 0), Status::kCanceled);
  const Version held = WithStatus(Usable(2, 2, 7), Status::kWithheld);
  return {
      {"Withheld", {first}, held, Change::kHeld, {Make(kUri, 1, Action::kHold)}},
      {"FirstSeenWithheld", {}, held, Change::kHeld, {Make(kUri, 0, Action::kHold)}},
      {"UsableAfterHeld", {first, held}, Usable(3, 3, 7), Change::kRestored, {Make(kUri, 2, Action::kRestore)}},
      {"Canceled", {first}, killed, Change::kWithdrawn, kWithdraw},
      {"CanceledUnderTheSameVersion",
       {first},
       WithStatus(Usable(1, 2, 0), Status::kCanceled),
       Change::kWithdrawn,
       kWithdraw},
      {"NullValue", {first}, Null(2), Change::kWithdrawn, kWithdraw},
      {"NullValueOfTheUnknown", {}, Null(2), Change::kWithdrawn, {Make(kUri, 0, Action::kWithdraw)}},
      {"KilledTwice", {first, killed}, Null(4), Change::kWithdrawn, {Make(kUri, 3, Action::kWithdraw)}},
      {"LateAfterAKill", {first, killed}, Usable(2, 3, 8), Change::kStale, kNothing},
      {"LateAfterANullValue", {Usable(3, 1, 7), Null(2)}, Usable(2, 3, 8), Change::kStale, kNothing},
      {"TheKilledVersionAgain", {first, Null(2)}, Usable(1, 3, 7), Change::kStale, kNothing},
      {"RedrivenFromBeforeTheKill", {Null(5)}, Usable(1, 3, 7), Change::kStale, kNothing},
      {"UsableAfterCanceled", {first, killed}, Usable(4, 3, 8), Change::kRestored, {Make(kUri, 3, Action::kRestore)}},
      {"NoticeUnderItsOwnUri",
       {first},
       Naming(Usable(2, 2, 8), MarkerKind::kWithdrawal),
       Change::kWithdrawn,
       kWithdraw},
      {"NoticeOfAnother", {first}, Marked(Usable(2, 2, 8), MarkerKind::kWithdrawal), Change::kUpdated, kNothing},
  };
}

constexpr auto kNameOf = [](const auto& row) { return std::string(row.param.name); };
INSTANTIATE_TEST_SUITE_P(Texts, VersionsOfAUri, ::testing::ValuesIn(RowsOfTexts()), kNameOf);
INSTANTIATE_TEST_SUITE_P(Status, VersionsOfAUri, ::testing::ValuesIn(RowsOfStatus()), kNameOf);

TEST(VersionsTest, SaysWhichVersionWasBefore) {
  Versions versions;
  EXPECT_EQ(versions.Fold(Usable(4, 1, 7), At(0)).previous_version, 0U);
  EXPECT_EQ(versions.Fold(Usable(6, 2, 8), At(0)).previous_version, 4U);
  EXPECT_EQ(versions.Fold(Usable(5, 3, 9), At(0)).previous_version, 6U);  // stale
}

TEST(VersionsTest, AStaleVersionChangesNoState) {
  Versions versions;
  versions.Fold(Usable(3, 1, 7), At(0));
  const KnownArticle before = *versions.Find(kUri);
  EXPECT_TRUE(versions.Fold(Usable(2, 2, 8), At(1)).touched.empty());
  EXPECT_EQ(*versions.Find(kUri), before);
}

TEST(VersionsTest, AKillSaysIfItsUriIsNotKnown) {
  Versions versions;
  EXPECT_TRUE(versions.Fold(Null(1), At(0)).is_beyond_memory);
  EXPECT_FALSE(versions.Fold(Null(2), At(0)).is_beyond_memory);
}

// What another uri of the same source does to the first.
class OtherUri : public ::testing::Test {
 protected:
  OtherUri() { versions_.Fold(Usable(1, 1, 7), At(0)); }

  Version Other(MarkerKind marker) const {
    Version version = Usable(0, 2, 8);
    version.uri = kOther;
    version.marker = marker;
    version.title_key = "another title";
    return version;
  }

  const std::vector<std::string> named_ = {"editors note", std::string(kTitle)};
  const std::vector<std::string_view> same_text_ = {kUri};
  Versions versions_;
};

TEST_F(OtherUri, CorrectsWhatItHasTheTextOf) {
  Version version = Other(MarkerKind::kCorrection);
  version.same_text = same_text_;
  const Decision decision = versions_.Fold(version, At(1));
  EXPECT_EQ(decision.change, Change::kNew);
  EXPECT_EQ(decision.target, kUri);
  EXPECT_EQ(decision.effects, kCorrect);
  EXPECT_EQ(versions_.Find(kUri)->status, Status::kUsable);
  EXPECT_EQ(decision.touched, (std::vector<std::string>{std::string(kUri), std::string(kOther)}));
}

TEST_F(OtherUri, CorrectsWhatItNames) {
  Version version = Other(MarkerKind::kCorrection);
  version.named_titles = named_;
  EXPECT_EQ(versions_.Fold(version, At(1)).effects, kCorrect);
}

TEST_F(OtherUri, TheSameTextWithoutAMarkerCorrectsNothing) {
  Version version = Other(MarkerKind::kUpdate);
  version.same_text = same_text_;
  version.named_titles = named_;
  const Decision decision = versions_.Fold(version, At(1));
  EXPECT_EQ(decision.effects, kNothing);
  EXPECT_EQ(decision.target, "");
}

TEST_F(OtherUri, WithdrawsWhatItNamesForGood) {
  Version version = Other(MarkerKind::kWithdrawal);
  version.named_titles = named_;
  EXPECT_EQ(versions_.Fold(version, At(1)).effects, kWithdraw);
  EXPECT_EQ(versions_.Find(kUri)->status, Status::kCanceled);
  EXPECT_EQ(versions_.Fold(Usable(1, 3, 7), At(2)).change, Change::kStale);
  EXPECT_EQ(versions_.Fold(Usable(2, 4, 7), At(2)).change, Change::kRestored);
}

TEST_F(OtherUri, WithdrawsNothingByItsTextAlone) {
  Version version = Other(MarkerKind::kWithdrawal);
  version.same_text = same_text_;
  EXPECT_EQ(versions_.Fold(version, At(1)).effects, kNothing);
}

TEST_F(OtherUri, HoldsWhatItNames) {
  Version version = Other(MarkerKind::kHold);
  version.named_titles = named_;
  EXPECT_EQ(versions_.Fold(version, At(1)).effects, Effects{Make(kUri, 1, Action::kHold)});
  EXPECT_EQ(versions_.Find(kUri)->status, Status::kWithheld);
}

TEST_F(OtherUri, AnEarlierTitleIsNamedToo) {
  Version second = Usable(2, 2, 8);
  second.title_key = "mayor is free";
  versions_.Fold(second, At(1));
  Version version = Other(MarkerKind::kWithdrawal);
  version.named_titles = named_;
  EXPECT_EQ(versions_.Fold(version, At(2)).effects, Effects{Make(kUri, 2, Action::kWithdraw)});
}

TEST_F(OtherUri, OfTwoWithTheTitleTheLaterIsMeant) {
  versions_.Fold(OfUri("https://agency.example/0", Usable(1, 2, 9)), At(1));
  Version version = Other(MarkerKind::kWithdrawal);
  version.named_titles = named_;
  version.offset = 3;
  EXPECT_EQ(versions_.Fold(version, At(2)).target, "https://agency.example/0");
}

TEST_F(OtherUri, ALinkDecidesWithoutAMarker) {
  const std::vector<Related> related = {{kUri, "rel:Corrects"}};
  Version version = Other(MarkerKind::kNone);
  version.related = related;
  EXPECT_EQ(versions_.Fold(version, At(1)).effects, kCorrect);
}

TEST_F(OtherUri, ALinkOfAnotherKindNeedsAMarker) {
  const std::vector<Related> related = {{kUri, "seealso"}};
  Version version = Other(MarkerKind::kNone);
  version.related = related;
  EXPECT_EQ(versions_.Fold(version, At(1)).effects, kNothing);
  version.uri = "https://agency.example/3";
  version.marker = MarkerKind::kWithdrawal;
  EXPECT_EQ(versions_.Fold(version, At(1)).effects, kWithdraw);
}

TEST_F(OtherUri, AnotherSourceDoesNothing) {
  const std::vector<Related> related = {{kUri, "corrects"}};
  for (const MarkerKind marker : {MarkerKind::kCorrection, MarkerKind::kWithdrawal, MarkerKind::kHold}) {
    for (const std::string_view source : {"paper.example", ""}) {
      Versions versions;
      versions.Fold(Usable(1, 1, 7), At(0));
      Version version = Other(marker);
      version.source = source;
      version.named_titles = named_;
      version.same_text = same_text_;
      version.related = related;
      EXPECT_EQ(versions.Fold(version, At(1)).effects, kNothing);
      EXPECT_EQ(versions.Find(kUri)->status, Status::kUsable);
    }
  }
}

TEST_F(OtherUri, AStaleOrRepeatedNoticeDoesNothingTwice) {
  Version version = Other(MarkerKind::kWithdrawal);
  version.named_titles = named_;
  versions_.Fold(version, At(1));
  EXPECT_EQ(versions_.Fold(version, At(2)).effects, kNothing);
}

// Copies elsewhere: a copy, a copy of that, and one that was killed already.
class Copies : public ::testing::Test {
 protected:
  Copies() {
    versions_.Fold(Usable(1, 1, 7), At(0));
    uint64_t offset = 2;
    for (const std::string_view uri : {"https://paper.example/a", "https://blog.example/b", "https://dead.example/c"}) {
      Version copy = OfUri(uri, Usable(0, offset++, 7));
      copy.source = uri.substr(8, uri.find('/', 8) - 8);
      versions_.Fold(copy, At(0));
    }
    versions_.AddCopy(kUri, "https://paper.example/a");
    versions_.AddCopy("https://paper.example/a", "https://blog.example/b");
    versions_.AddCopy(kUri, "https://dead.example/c");
    versions_.Fold(OfUri("https://dead.example/c", Null(9)), At(0));
  }

  Versions versions_;
};

TEST_F(Copies, AreReviewedAfterAKill) {
  const Effects expected = {Make(kUri, 1, Action::kWithdraw), Make("https://paper.example/a", 0, Action::kReview),
                            Make("https://blog.example/b", 0, Action::kReview)};
  EXPECT_EQ(versions_.Fold(Null(10), At(1)).effects, expected);
}

TEST_F(Copies, AreReviewedAfterACorrectionButNotAfterAnUpdateOrHold) {
  EXPECT_EQ(versions_.Fold(Usable(2, 10, 8), At(1)).effects.size(), 0U);
  EXPECT_EQ(versions_.Fold(Corrected(Usable(3, 11, 9)), At(1)).effects.size(), 3U);
  EXPECT_EQ(versions_.Fold(WithStatus(Usable(4, 12, 9), Status::kWithheld), At(1)).effects.size(), 1U);
}

TEST_F(Copies, AKillOfACopyLeavesTheOriginalAlone) {
  const Effects expected = {Make("https://blog.example/b", 0, Action::kWithdraw)};
  EXPECT_EQ(versions_.Fold(OfUri("https://blog.example/b", Null(10)), At(1)).effects, expected);
}

TEST_F(Copies, OfARingAreNamedOnce) {
  versions_.AddCopy("https://blog.example/b", kUri);
  EXPECT_EQ(versions_.Fold(Null(10), At(1)).effects.size(), 3U);
}

TEST(VersionsTest, NamesAtMostSoManyEffectsAndSaysSo) {
  Versions versions;
  versions.Fold(Usable(1, 1, 7), At(0));
  for (size_t i = 0; i < Versions::kMostEffects; ++i) {
    const std::string copy = "https://paper.example/" + std::to_string(i);
    versions.Fold(OfUri(copy, Usable(0, i + 2, 7)), At(0));
    versions.AddCopy(kUri, copy);
  }
  const Decision decision = versions.Fold(Null(1000), At(1));
  EXPECT_EQ(decision.effects.size(), Versions::kMostEffects);
  EXPECT_TRUE(decision.effects_cut);
}

}  // namespace
}  // namespace marsad::cluster
