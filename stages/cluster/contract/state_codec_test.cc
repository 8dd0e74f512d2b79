#include "stages/cluster/contract/state_codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <vector>

#include "marsad/state/v1/cluster.pb.h"
#include "stages/cluster/testing/article.h"

namespace marsad::cluster {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// With something in every field.
ArticleState Full() {
  testing::TestArticle article;
  article.uri = "urn:a";
  article.title = "Villages leave as dam is opened";
  article.body =
      "Engineers opened the spillways of the Hornbeck dam on Sunday after eleven days of rain, and 4,200 people left.";
  article.minute = 3;
  Cluster cluster(testing::Model());
  testing::Fold(&cluster, article);
  ArticleState state = *cluster.StateOf("urn:a");
  state.known.version = 7;
  state.known.updated = testing::At(2);
  state.known.status = Status::kWithheld;
  state.known.embargoed_until = testing::At(90);
  state.known.copy_of = {"urn:b", "urn:c"};
  state.story.merged = {4, 300'000};
  state.story.is_withdrawn = true;
  state.story.vectors.entities = {{1, 5}, {0xFFFFFFFF, 1024}};
  state.is_short = true;
  return state;
}

TEST(StateCodecTest, GivesBackWhatItWasGiven) {
  for (const ArticleState& state : {Full(), ArticleState{}}) {
    const std::string bytes = EncodeState(state, {.bundle = "b", .offset = 41});
    const auto stored = DecodeState(bytes, "b");
    ASSERT_TRUE(stored) << stored.error().message;
    EXPECT_TRUE(stored->state == state);
    EXPECT_EQ(stored->offset, 41);
    EXPECT_EQ(EncodeState(stored->state, {.bundle = "b", .offset = 41}), bytes);
  }
}

TEST(StateCodecTest, WhatIsForeignIsRefusedWithWhatToDo) {
  const std::string bytes = EncodeState(Full(), {.bundle = "theirs", .offset = 41});
  EXPECT_THAT(DecodeState(bytes, "ours").error().message,
              StartsWith("written with bundle theirs, not with ours: no input was read, and nothing is lost yet. "));
  state::v1::ClusterArticle other;
  ASSERT_TRUE(other.ParseFromString(bytes));
  other.set_format(kStateFormat + 1);
  EXPECT_THAT(DecodeState(other.SerializeAsString(), "theirs").error().message, HasSubstr("of another build"));
  EXPECT_THAT(DecodeState("", "ours").error().message, StartsWith("no state record of cluster"));
  EXPECT_THAT(DecodeState("\xff\xff", "ours").error().message, StartsWith("no state record of cluster"));
  other.set_format(kStateFormat);
  other.mutable_body_terms()->add_hashes(1);
  EXPECT_THAT(DecodeState(other.SerializeAsString(), "theirs").error().message, HasSubstr("damaged"));
}

TEST(StateCodecTest, VectorsThatNoArticleHasAreRefused) {
  for (const TermVector& vector : {TermVector{{1, 0}}, TermVector{{1, -7}}, TermVector{{1, 1025}},
                                   TermVector{{2, 5}, {1, 5}}, TermVector{{2, 5}, {2, 5}}}) {
    ArticleState state = Full();
    state.story.vectors.body = vector;
    const auto stored = DecodeState(EncodeState(state, {.bundle = "b", .offset = 41}), "b");
    ASSERT_FALSE(stored);
    EXPECT_THAT(stored.error().message, HasSubstr("damaged"));
  }
}

// Whatever was cut off or changed on its way ends in a sentence or in a state, not in a crash.
TEST(StateCodecTest, DamagedBytesAreRead) {
  const std::string bytes = EncodeState(Full(), {.bundle = "b", .offset = 41});
  for (size_t at = 0; at < bytes.size(); ++at) {
    (void)DecodeState(std::string_view(bytes).substr(0, at), "b");
    std::string flipped = bytes;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x55);
    if (const auto stored = DecodeState(flipped, "b")) (void)EncodeState(stored->state, {.bundle = "b", .offset = 0});
  }
}

}  // namespace
}  // namespace marsad::cluster
