#include "stages/cluster/tag_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <vector>

#include "tests/seed.h"

namespace marsad::cluster {
namespace {

std::vector<uint32_t> ValuesOf(const TagTable& table, uint32_t tag) {
  std::vector<uint32_t> values;
  table.ForEach(tag, [&](uint32_t value) { values.push_back(value); });
  std::sort(values.begin(), values.end());
  return values;
}

TEST(TagTableTest, HoldsWhatAMultimapHolds) {
  std::mt19937 random(tests::Seed());
  TagTable table;
  std::map<uint32_t, std::vector<uint32_t>> expected;
  for (uint32_t step = 0; step < 20'000; ++step) {
    // Few tags, so that they have many values each, and neighbours are pushed around.
    const uint32_t tag = random() % 300 * (step % 2 == 0 ? 1 : 0x9E3779B9);
    std::vector<uint32_t>& values = expected[tag];
    if (random() % 2 == 0 && !values.empty()) {
      const size_t at = random() % values.size();
      table.Remove(tag, values[at]);
      values.erase(values.begin() + static_cast<ptrdiff_t>(at));
    } else {
      table.Add(tag, step);
      values.push_back(step);  // rising
    }
    ASSERT_EQ(ValuesOf(table, tag), values);
  }
  size_t all = 0;
  for (const auto& [tag, values] : expected) {
    all += values.size();
    ASSERT_EQ(ValuesOf(table, tag), values);
  }
  EXPECT_EQ(table.size(), all);
}

TEST(TagTableTest, FindsTheValueThatIsMeant) {
  TagTable table;
  table.Add(7, 1);
  table.Add(7, 2);
  EXPECT_EQ(table.Find(7, [](uint32_t value) { return value == 2; }), 2U);
  EXPECT_EQ(table.Find(7, [](uint32_t value) { return value == 3; }), std::nullopt);
  EXPECT_EQ(table.Find(8, [](uint32_t) { return true; }), std::nullopt);
  table.Remove(7, 3);
  EXPECT_EQ(table.size(), 2U);
}

}  // namespace
}  // namespace marsad::cluster
