#include "stages/cluster/string_pool.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

#include "tests/seed.h"

namespace marsad::cluster {
namespace {

TEST(StringPoolTest, AStringIsThereOnceForAsLongAsItIsHeld) {
  StringPool pool;
  StringPool::Ref one = pool.Intern("urn:a");
  const StringPool::Ref same = pool.Intern(std::string("urn:") + "a");
  EXPECT_EQ(one, same);
  EXPECT_EQ(one.view(), "urn:a");
  EXPECT_EQ(pool.size(), 1U);
  one = {};
  EXPECT_EQ(pool.Find("urn:a"), same.id());
  EXPECT_EQ(pool.At(same.id()), "urn:a");
  EXPECT_EQ(pool.Find("urn:b"), StringPool::kNone);
  EXPECT_EQ(one.view(), "");
  EXPECT_FALSE(one);
}

TEST(StringPoolTest, IdsAreGivenAgain) {
  StringPool pool;
  StringPool::Ref one = pool.Intern("urn:a");
  const StringPool::Ref other = pool.Intern("");
  const StringPool::Id id = one.id();
  one = StringPool::Ref();
  EXPECT_EQ(pool.Find("urn:a"), StringPool::kNone);
  EXPECT_EQ(pool.Intern("urn:b").id(), id);
  EXPECT_EQ(pool.Find("urn:b"), StringPool::kNone);
  EXPECT_EQ(pool.Find(""), other.id());
}

TEST(StringPoolTest, KeepsManyApart) {
  std::mt19937 random(tests::Seed());
  StringPool pool;
  std::map<std::string, StringPool::Ref> held;
  for (int step = 0; step < 20'000; ++step) {
    const std::string text = "urn:" + std::to_string(random() % 2000);
    if (random() % 3 == 0) {
      held.erase(text);
    } else {
      held[text] = pool.Intern(text);
    }
    ASSERT_EQ(pool.size(), held.size());
    ASSERT_EQ(pool.Find(text) != StringPool::kNone, held.contains(text));
  }
  for (const auto& [text, ref] : held) ASSERT_EQ(ref.view(), text);
}

}  // namespace
}  // namespace marsad::cluster
