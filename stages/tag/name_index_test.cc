#include "stages/tag/name_index.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace marsad::tag {
namespace {

using Words = std::vector<std::string>;

std::string Join(const Words& words) {
  std::string key;
  for (const std::string& word : words) key += (key.empty() ? "" : std::string(1, NameIndex::kSeparator)) + word;
  return key;
}

using Keys = std::map<std::string, uint32_t>;  // to how many names they stand for

// An index with the tables that it borrows.
struct Built {
  explicit Built(const Keys& keys) {
    std::vector<NameIndex::Key> sorted;
    uint32_t names = 0;
    for (const auto& [key, count] : keys) {
      sorted.push_back({key, count});
      names += count;
    }
    tables = NameIndex::Build(sorted);
    index = NameIndex(tables.nodes, tables.word_slots, tables.pool, names);
  }
  NameIndex::Tables tables;
  NameIndex index;
};

// All names that begin at words[0], by length: what the walk must find.
std::vector<std::vector<uint32_t>> Naive(const Keys& keys, const Words& words) {
  std::vector<std::vector<uint32_t>> found(words.size());
  for (size_t length = 1; length <= words.size(); ++length) {
    const std::string wanted = Join({words.begin(), words.begin() + static_cast<long>(length)});
    uint32_t number = 0;
    for (const auto& [key, count] : keys) {
      for (uint32_t i = 0; i < count; ++i, ++number) {
        if (key == wanted) found[length - 1].push_back(number);
      }
    }
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
  Keys keys;
  for (const Words& name : *rc::gen::container<std::vector<Words>>(SomeWords())) ++keys[Join(name)];
  const Built built(keys);
  for (int i = 0; i < 20; ++i) {
    const Words words = *SomeWords();
    RC_ASSERT(Walk(built.index, words) == Naive(keys, words));
  }
}

// Words of one hash table of few slots meet, however good the hash is.
RC_GTEST_PROP(NameIndex, TakesNoWordForAnotherThatMeetsIt, ()) {
  const auto known = *rc::gen::container<std::vector<uint32_t>>(rc::gen::inRange<uint32_t>(0, 1000));
  Keys keys;
  for (const uint32_t number : known) keys["w" + std::to_string(number)] = 1;
  const Built built(keys);
  for (uint32_t number = 0; number < 1000; ++number) {
    const std::string word = "w" + std::to_string(number);
    RC_ASSERT((built.index.Begin(word) != nullptr) == keys.contains(word));
  }
}

TEST(NameIndex, AnEmptyOneFindsNothing) {
  EXPECT_EQ(NameIndex().Begin("a"), nullptr);
  EXPECT_EQ(Built(Keys{}).index.Begin("a"), nullptr);
}

TEST(NameIndex, ABeginningOfANameIsNoName) {
  const Built built(Keys{{"a", 1}, {Join({"united", "nations"}), 2}});
  const NameIndex& index = built.index;
  const NameIndex::Node* node = index.Begin("united");
  ASSERT_NE(node, nullptr);
  EXPECT_TRUE(index.Values(*node).empty());
  node = index.Next(*node, "nations");
  ASSERT_NE(node, nullptr);
  EXPECT_EQ(index.Values(*node).front(), 1U);
  EXPECT_EQ(index.Values(*node).size(), 2U);
  EXPECT_EQ(index.Next(*node, "nations"), nullptr);
  EXPECT_EQ(index.Begin("nations"), nullptr);
  EXPECT_EQ(index.Begin(""), nullptr);
}

TEST(NameIndex, TablesOfAnyNumbersAreReadWithinTheirBounds) {
  Built built(Keys{{"a", 1}, {Join({"a", "b"}), 1}});
  for (NameIndex::Node& node : built.tables.nodes) node = {.before = 0, .word = 0, .first = ~1u, .flags = ~0u};
  const NameIndex full(built.tables.nodes, 999, built.tables.pool.substr(0, 1), 2);  // no empty slot, no word
  EXPECT_EQ(full.Begin("a"), nullptr);
  EXPECT_TRUE(full.Values(built.tables.nodes[0]).empty());
}

}  // namespace
}  // namespace marsad::tag
