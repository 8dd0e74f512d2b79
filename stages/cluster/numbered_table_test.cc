#include "stages/cluster/numbered_table.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <random>
#include <string>

#include "tests/seed.h"

namespace marsad::cluster {
namespace {

TEST(NumberedTableTest, HoldsWhatAMapHolds) {
  std::mt19937 random(tests::Seed());
  NumberedTable<std::string> table;
  std::map<uint64_t, std::string> expected;
  for (int step = 0; step < 20'000; ++step) {
    // Numbers of which several have the same lower half.
    const uint64_t number = random() % 300 + (uint64_t{random() % 3} << 32);
    if (random() % 2 == 0) {
      table.Erase(number);
      expected.erase(number);
    } else {
      table.GetOrMake(number) += 'x';
      expected[number] += 'x';
    }
    table.PrefetchSlot(number);
    table.Prefetch(number);
    const auto found = expected.find(number);
    ASSERT_EQ(table.Has(number), found != expected.end());
    if (found != expected.end()) {
      ASSERT_EQ(table.Get(number), found->second);
    }
    ASSERT_EQ(table.size(), expected.size());
  }
  for (const auto& [number, value] : expected) EXPECT_EQ(table.Get(number), value);
}

TEST(NumberedTableTest, WhatIsThereStaysWhereItIsWhileOthersCome) {
  NumberedTable<int> table;
  int* const first = &table.GetOrMake(7);
  *first = 1;
  for (uint64_t number = 100; number < 10'000; ++number) table.GetOrMake(number) = 2;
  EXPECT_EQ(table.Find(7), first);
  EXPECT_EQ(*first, 1);
}

TEST(NumberedTableTest, MemoryOfWhatWentIsGivenAgain) {
  NumberedTable<int> table;
  for (uint64_t number = 0; number < 1000; ++number) table.GetOrMake(number);
  const size_t bytes = table.bytes();
  for (uint64_t number = 1000; number < 100'000; ++number) {
    table.Erase(number - 1000);
    EXPECT_EQ(table.GetOrMake(number), 0);
    table.Get(number) = 5;
  }
  EXPECT_LT(table.bytes(), bytes * 3 / 2);
}

}  // namespace
}  // namespace marsad::cluster
