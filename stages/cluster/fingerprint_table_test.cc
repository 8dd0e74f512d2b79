#include "stages/cluster/fingerprint_table.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "tests/seed.h"

namespace marsad::cluster {
namespace {

TEST(FingerprintTable, DoesWhatAMapDoes) {
  std::mt19937 random(tests::Seed());
  FingerprintTable table;
  std::map<uint32_t, uint32_t> map;
  for (uint32_t i = 1; i < 100'000; ++i) {
    const auto fingerprint = static_cast<uint32_t>(random() % 3000);  // near each other, so that runs are long
    if (random() % 2 == 0) {
      FingerprintTable::Entry* const entry = table.FindOrAdd(fingerprint);
      entry->linked = 1;
      entry->newest = i;
      map[fingerprint] = i;
    } else {
      table.Remove(fingerprint);
      map.erase(fingerprint);
    }
    const auto asked = static_cast<uint32_t>(random() % 3000);
    const FingerprintTable::Entry* const found = table.Find(asked);
    ASSERT_EQ(found != nullptr, map.contains(asked)) << i;
    if (found != nullptr) {
      ASSERT_EQ(found->newest, map[asked]) << i;
    }
    ASSERT_EQ(table.size(), map.size());
  }
}

}  // namespace
}  // namespace marsad::cluster
