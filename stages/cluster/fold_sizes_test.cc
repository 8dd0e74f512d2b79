// How much Fold() says that it remembers, beside what the heap says.
#include <gtest/gtest.h>
#include <malloc.h>

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "stages/cluster/fold.h"
#include "stages/cluster/testing/article.h"
#include "tests/seed.h"

namespace marsad::cluster {
namespace {

using testing::Model;
using testing::TestArticle;

// Articles of a hundred words, a third of them copies of one before, a tenth later versions.
class Desk {
 public:
  TestArticle Next() {
    const uint64_t number = number_++;
    const bool is_later = number > 0 && number % 10 == 0;
    TestArticle article = {.uri = "https://desk.example/an-article-with-some-words-in-its-uri/" +
                                  std::to_string(is_later ? number - 1 : number),
                           .title = Words(8),
                           .offset = number + 1,
                           .minute = static_cast<int64_t>(number)};
    if (number % 3 != 2) body_ = Words(100);
    article.body = body_;
    return article;
  }

 private:
  std::string Words(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += "w" + std::to_string(random_() % 20'000) + ' ';
    return text;
  }

  std::mt19937 random_{tests::Seed()};
  uint64_t number_ = 0;
  std::string body_;
};

void FoldSome(int count, Desk* desk, Cluster* cluster) {
  for (int i = 0; i < count; ++i) {
    testing::Fold(cluster, desk->Next());
    cluster->Settle();
  }
}

// Of all that is allocated.
size_t Heap() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

TEST(FoldSizes, BytesAreWhatTheHeapGrewBy) {
  Desk desk;
  Cluster cluster(Model());
  FoldSome(500, &desk, &cluster);
  const size_t heap = Heap();
  const size_t bytes = cluster.Sizes().bytes;
  FoldSome(1'500, &desk, &cluster);
  const size_t grown = Heap() - heap;
  if (grown == 0) GTEST_SKIP() << "glibc does not count what a sanitizer allocates";
  const size_t said = cluster.Sizes().bytes - bytes;
  EXPECT_GT(said, grown * 9 / 10);
  EXPECT_LT(said, grown * 11 / 10);
}

TEST(FoldSizes, WhatIsUndoneIsNotCounted) {
  Desk desk;
  Cluster cluster(Model());
  FoldSome(500, &desk, &cluster);
  const size_t bytes = cluster.Sizes().bytes;
  const Cluster::Mark mark = cluster.SetMark();
  for (int i = 0; i < 200; ++i) testing::Fold(&cluster, desk.Next());
  EXPECT_GT(cluster.Sizes().bytes, bytes * 12 / 10);
  cluster.RollBack(mark);
  // Tables do not shrink.
  EXPECT_LT(cluster.Sizes().bytes, bytes * 12 / 10);
}

TEST(FoldSizes, WhatLeftTheWindowTakesLittle) {
  ClusterLimits limits;
  limits.window_millis = int64_t{500} * 60'000;
  Desk desk;
  Cluster cluster(Model(), limits);
  FoldSome(500, &desk, &cluster);
  const size_t bytes = cluster.Sizes().bytes;
  FoldSome(500, &desk, &cluster);
  const size_t for_thin = cluster.Sizes().bytes - bytes;
  EXPECT_LT(for_thin, bytes / 3);
}

TEST(FoldSizes, AreTheSameAfterARestore) {
  Desk desk;
  Cluster cluster(Model());
  std::vector<std::string> uris;
  for (int i = 0; i < 1'000; ++i) {
    const TestArticle article = desk.Next();
    testing::Fold(&cluster, article);
    cluster.Settle();
    uris.push_back(article.uri);
  }
  Cluster restored(Model());
  for (const std::string& uri : uris) restored.Restore(uri, cluster.StateOf(uri));
  restored.SetMark();
  testing::Fold(&restored, desk.Next());
  const size_t bytes = cluster.Sizes().bytes;
  EXPECT_GT(restored.Sizes().bytes, bytes * 9 / 10);
  EXPECT_LT(restored.Sizes().bytes, bytes * 11 / 10);
}

}  // namespace
}  // namespace marsad::cluster
