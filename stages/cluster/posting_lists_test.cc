#include "stages/cluster/posting_lists.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <vector>

#include "tests/seed.h"

namespace marsad::cluster {
namespace {

using Expected = std::map<uint32_t, std::set<uint64_t>>;

// The numbers rise over the end of their lowest bits.
constexpr uint64_t kFirst = 0x3'7FFF'F000;

std::vector<uint64_t> Found(const PostingLists& lists, uint32_t key, uint64_t near) {
  std::vector<uint64_t> found;
  for (const uint32_t low : lists.Of(key)) found.push_back(PostingLists::NumberOf(low, near));
  return found;
}

std::vector<uint64_t> InOrder(const std::set<uint64_t>& numbers) { return {numbers.begin(), numbers.end()}; }

TEST(PostingLists, NumbersFollowFromTheirLowestBits) {
  for (const uint64_t near : {uint64_t{0}, kFirst, uint64_t{0x8000'0000}, uint64_t{0x1'4000'0001}}) {
    for (const uint64_t above : {0u, 1u, 0xFFFu, 0x1000u, 0x3FFF'FFFFu}) {
      EXPECT_EQ(PostingLists::NumberOf(PostingLists::LowOf(near + above), near), near + above);
      if (above > near) continue;
      EXPECT_EQ(PostingLists::NumberOf(PostingLists::LowOf(near - above), near), near - above);
    }
  }
}

TEST(PostingLists, HoldAllThatAreThere) {
  std::mt19937 random(tests::Seed());
  PostingLists lists;
  Expected expected;
  for (uint64_t step = 0; step < 40'000; ++step) {
    // Some words are everywhere, most in one or two articles.
    const auto key = static_cast<uint32_t>(random() % 3 == 0 ? random() % 5 : random() % 5'000);
    std::set<uint64_t>& numbers = expected[key];
    const auto what = static_cast<uint32_t>(random() % 8);
    if (what < 5) {
      const uint64_t number = kFirst + step - (what == 0 ? random() % 500 : 0);
      lists.Add(key, number);
      numbers.insert(number);
    } else if (!numbers.empty()) {
      const auto oldest = numbers.begin();
      const auto chosen =
          what == 5 ? oldest : numbers.lower_bound(*oldest + random() % (*numbers.rbegin() - *oldest + 1));
      lists.Remove(key, *chosen);
      lists.Remove(key, *chosen + 1'000'000);  // is not there
      numbers.erase(chosen);
    }
    ASSERT_EQ(Found(lists, key, kFirst), InOrder(numbers)) << "step " << step;
  }
  const size_t bytes = lists.bytes();
  for (const auto& [key, numbers] : expected) {
    for (const uint64_t number : numbers) lists.Remove(key, number);
    ASSERT_TRUE(lists.Of(key).empty());
  }
  EXPECT_LT(lists.bytes(), bytes / 2 + size_t{5'000} * 16);  // the table stays
}

TEST(PostingLists, BuiltAtOnceHoldWhatTheyHoldOneByOne) {
  std::mt19937 random(tests::Seed());
  PostingLists one_by_one;
  Expected expected;
  std::vector<uint64_t> postings;
  for (uint64_t step = 0; step < 10'000; ++step) {
    const auto key = static_cast<uint32_t>(random() % 3 == 0 ? random() % 5 : UINT32_MAX - random() % 5'000);
    one_by_one.Add(key, kFirst + step);
    postings.push_back(uint64_t{key} << 32 | step);
    expected[key].insert(kFirst + step);
  }
  PostingLists built;
  built.Add(7'777'777, kFirst);
  built.Build(postings, kFirst);
  EXPECT_TRUE(built.Of(7'777'777).empty());
  for (auto& [key, numbers] : expected) {
    ASSERT_EQ(Found(built, key, kFirst), InOrder(numbers));
    // Further ones find their place, and none comes twice.
    built.Add(key, *numbers.begin());
    built.Add(key, kFirst + 20'000);
    numbers.insert(kFirst + 20'000);
    ASSERT_EQ(Found(built, key, kFirst), InOrder(numbers));
    one_by_one.Add(key, kFirst + 20'000);
    ASSERT_EQ(Found(one_by_one, key, kFirst), InOrder(numbers));
  }
}

}  // namespace
}  // namespace marsad::cluster
