#include "stages/cluster/term_lists.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <span>
#include <vector>

#include "tests/seed.h"

namespace marsad::cluster {
namespace {

// Numbers around the end of their low halves; those of `gone` are gone, and all below `first`.
struct Numbers {
  uint64_t first = 0xFFFF'F000;
  std::set<uint64_t> gone = {};

  uint64_t Full(uint32_t low) const {
    return first + static_cast<uint64_t>(int64_t{static_cast<int32_t>(low - static_cast<uint32_t>(first))});
  }
  bool IsExpired(uint32_t low) const { return Full(low) < first; }
  bool IsLive(uint32_t low) const { return !IsExpired(low) && !gone.contains(Full(low)); }
};

using Expected = std::map<uint32_t, std::set<uint64_t>>;

std::set<uint64_t> LiveOf(const std::set<uint64_t>& all, const Numbers& numbers) {
  std::set<uint64_t> live;
  for (const uint64_t number : all) {
    if (numbers.IsLive(static_cast<uint32_t>(number))) live.insert(number);
  }
  return live;
}

// Those that are live; the whole list must rise.
std::set<uint64_t> FoundOf(std::span<const uint32_t> list, const Numbers& numbers) {
  std::set<uint64_t> found;
  uint64_t last = 0;
  for (const uint32_t low : list) {
    EXPECT_LT(last, numbers.Full(low));
    last = numbers.Full(low);
    if (numbers.IsLive(low)) found.insert(last);
  }
  return found;
}

TEST(TermListsTest, HoldAllThatAreThere) {
  std::mt19937 random(tests::Seed());
  Numbers numbers;
  TermLists lists;
  Expected expected;
  const uint64_t begin = numbers.first;
  for (uint64_t step = 0; step < 20'000; ++step) {
    // Some words are everywhere, most in one or two articles.
    const auto term = static_cast<uint32_t>(random() % 3 == 0 ? random() % 5 : random() % 10'000);
    const uint64_t number = begin + step - (random() % 4 == 0 ? random() % 50 : 0);
    if (!numbers.IsLive(static_cast<uint32_t>(number))) continue;
    lists.Add(term, static_cast<uint32_t>(number), numbers);
    expected[term].insert(number);
    if (random() % 3 == 0) numbers.gone.insert(number);
    if (random() % 3 == 0) lists.Trim(term, numbers);
    if (step > 3000) numbers.first = begin + step - 3000;
    ASSERT_EQ(FoundOf(lists.Of(term), numbers), LiveOf(expected[term], numbers)) << "step " << step;
  }
  for (const auto& [term, all] : expected) {
    numbers.gone.insert(all.begin(), all.end());
    lists.Trim(term, numbers);
    ASSERT_TRUE(lists.Of(term).empty());
  }
}

TEST(TermListsTest, BuiltAtOnceHoldWhatTheyHoldOneByOne) {
  std::mt19937 random(tests::Seed());
  const Numbers numbers;
  TermLists one_by_one;
  Expected expected;
  std::set<uint64_t> postings;
  for (uint64_t step = 0; step < 10'000; ++step) {
    const auto term = static_cast<uint32_t>(random() % 3 == 0 ? random() % 5 : UINT32_MAX - random() % 5'000);
    one_by_one.Add(term, static_cast<uint32_t>(numbers.first + step), numbers);
    postings.insert(uint64_t{term} << 32 | step);
    expected[term].insert(numbers.first + step);
  }
  TermLists built;
  built.Add(7'777'777, static_cast<uint32_t>(numbers.first), numbers);
  built.Build(std::vector<uint64_t>(postings.begin(), postings.end()), numbers.first);
  EXPECT_TRUE(built.Of(7'777'777).empty());
  for (const auto& [term, all] : expected) {
    ASSERT_EQ(FoundOf(built.Of(term), numbers), all);
    // Further ones find their place, and none comes twice.
    built.Add(term, static_cast<uint32_t>(*all.begin()), numbers);
    built.Add(term, static_cast<uint32_t>(numbers.first + 20'000), numbers);
    one_by_one.Add(term, static_cast<uint32_t>(numbers.first + 20'000), numbers);
    ASSERT_EQ(FoundOf(built.Of(term), numbers), FoundOf(one_by_one.Of(term), numbers));
  }
}

}  // namespace
}  // namespace marsad::cluster
