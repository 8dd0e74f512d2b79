#include "stages/cluster/sorted_ids.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <utility>
#include <vector>

#include "tests/seed.h"

namespace marsad::cluster {
namespace {

// Ranks rise as they mostly do, or come in any order.
TEST(SortedIdsTest, FirstIsWhatIsFirstInASet) {
  std::mt19937 random(tests::Seed());
  for (const uint32_t spread : {10U, 1'000'000U}) {
    SortedIds ids;
    std::vector<uint32_t> ranks;
    const auto is_before = [&](uint32_t a, uint32_t b) { return std::pair(ranks[a], a) < std::pair(ranks[b], b); };
    std::set<std::pair<uint32_t, uint32_t>> expected;
    for (uint32_t step = 0; step < 20'000; ++step) {
      if (random() % 5 != 0 || expected.empty()) {
        ranks.push_back(step + random() % spread);
        const auto id = static_cast<uint32_t>(ranks.size() - 1);
        ids.Insert(id, is_before);
        expected.emplace(ranks.back(), id);
      } else {
        auto erased = expected.begin();
        if (random() % 2 == 0) {
          erased = expected.lower_bound({static_cast<uint32_t>(random() % (step + spread)), 0});
          if (erased == expected.end()) continue;
        }
        ids.Erase(erased->second, is_before);
        ids.Erase(erased->second, is_before);
        expected.erase(erased);
      }
      ASSERT_EQ(ids.empty(), expected.empty());
      if (!ids.empty()) {
        ASSERT_EQ(ids.front(), expected.begin()->second);
      }
    }
    for (; !ids.empty(); expected.erase(expected.begin())) {
      ASSERT_EQ(ids.front(), expected.begin()->second);
      ids.Erase(ids.front(), is_before);
    }
    EXPECT_TRUE(expected.empty());
  }
}

}  // namespace
}  // namespace marsad::cluster
