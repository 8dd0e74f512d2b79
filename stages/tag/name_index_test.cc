#include "stages/tag/name_index.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace marsad::tag {
namespace {

using Words = std::vector<std::string>;

std::string Join(const Words& words) {
  std::string key;
  for (const std::string& word : words) key += (key.empty() ? "" : std::string(1, NameIndex::kSeparator)) + word;
  return key;
}

// All names that begin at words[0], by length: what the walk must find.
std::vector<std::vector<uint32_t>> Naive(const NameIndex::Keys& keys, const Words& words) {
  std::vector<std::vector<uint32_t>> found;
  for (size_t length = 1; length <= words.size(); ++length) {
    const auto key = keys.find(Join({words.begin(), words.begin() + static_cast<long>(length)}));
    found.push_back(key == keys.end() ? std::vector<uint32_t>() : key->second);
  }
  return found;
}

std::vector<std::vector<uint32_t>> Walk(const NameIndex& index, const Words& words) {
  std::vector<std::vector<uint32_t>> found(words.size());
  const NameIndex::Node* node = index.Begin(words.front());
  for (size_t i = 0; node != nullptr; ++i) {
    const auto values = index.Values(*node);
    found[i].assign(values.begin(), values.end());
    if (i + 1 == words.size()) break;
    node = index.Next(*node, words[i + 1]);
  }
  return found;
}

rc::Gen<Words> SomeWords() {  // few different words, so that names share beginnings
  return rc::gen::mapcat(rc::gen::inRange<size_t>(1, 6), [](size_t count) {
    return rc::gen::container<Words>(count, rc::gen::element<std::string>("a", "b", "ab", "c", "\u0648\u0627"));
  });
}

RC_GTEST_PROP(NameIndex, FindsWhatANaiveLookUpFinds, ()) {
  NameIndex::Keys keys;
  const auto names = *rc::gen::container<std::vector<Words>>(SomeWords());
  for (size_t i = 0; i < names.size(); ++i) keys[Join(names[i])].push_back(static_cast<uint32_t>(i));
  const NameIndex index(keys);
  for (int i = 0; i < 20; ++i) {
    const Words words = *SomeWords();
    RC_ASSERT(Walk(index, words) == Naive(keys, words));
  }
}

TEST(NameIndex, AnEmptyOneFindsNothing) {
  EXPECT_EQ(NameIndex().Begin("a"), nullptr);
  EXPECT_EQ(NameIndex(NameIndex::Keys{}).Begin("a"), nullptr);
}

TEST(NameIndex, ABeginningOfANameIsNoName) {
  const NameIndex index(NameIndex::Keys{{Join({"united", "nations"}), {7}}});
  const NameIndex::Node* node = index.Begin("united");
  ASSERT_NE(node, nullptr);
  EXPECT_TRUE(index.Values(*node).empty());
  node = index.Next(*node, "nations");
  ASSERT_NE(node, nullptr);
  EXPECT_EQ(index.Values(*node).front(), 7U);
  EXPECT_EQ(index.Next(*node, "nations"), nullptr);
  EXPECT_EQ(index.Begin("nations"), nullptr);
  EXPECT_EQ(index.Begin(""), nullptr);
}

}  // namespace
}  // namespace marsad::tag
