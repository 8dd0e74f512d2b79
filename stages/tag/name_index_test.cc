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
  explicit Built(const Keys& given) : keys(given) {
    uint32_t names = 0;
    for (const auto& [key, count] : keys) {
      sorted.push_back({key, count});
      names += count;
    }
    made = NameIndex::Build(sorted);
    index = NameIndex(Views(), names);
  }
  NameIndex::Views Views() const { return {made.tables.nodes, made.tables.words, made.tables.slots, made.tables.pool}; }

  const Keys keys;
  std::vector<NameIndex::Key> sorted;
  NameIndex::Made made;
  NameIndex index;
};

// All names that begin at words[0], by length: what the walk must find.
std::vector<std::vector<uint32_t>> Naive(const Built& built, const Words& words) {
  std::vector<std::vector<uint32_t>> found(words.size());
  const std::vector<NameIndex::Key>& keys = built.sorted;
  for (size_t length = 1; length <= words.size(); ++length) {
    const std::string wanted = Join({words.begin(), words.begin() + static_cast<long>(length)});
    uint32_t number = 0;
    for (const uint32_t key : built.made.order) {
      for (uint32_t i = 0; i < keys[key].names; ++i, ++number) {
        if (keys[key].words == wanted) found[length - 1].push_back(number);
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
    RC_ASSERT(Walk(built.index, words) == Naive(built, words));
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

// Looked up one by one or together, at the ends of what is fetched together and beyond.
RC_GTEST_PROP(NameIndex, FindsManyWordsAsItFindsEach, ()) {
  const auto numbers =
      *rc::gen::container<std::vector<uint32_t>>(*rc::gen::inRange<size_t>(0, 100), rc::gen::inRange<uint32_t>(0, 300));
  Keys keys;
  for (uint32_t number = 0; number < 300; number += 2) keys["w" + std::to_string(number)] = 1;
  const Built built(keys);
  Words words;
  for (const uint32_t number : numbers) words.push_back("w" + std::to_string(number));
  const std::vector<std::string_view> wanted(words.begin(), words.end());
  std::vector<NameIndex::Word> found(words.size());
  built.index.Find(wanted, found);
  for (size_t i = 0; i < words.size(); ++i) {
    RC_ASSERT(found[i] == built.index.Find(words[i]));
    RC_ASSERT((found[i] != NameIndex::kNoWord) == (numbers[i] % 2 == 0));
  }
}

// A family of which a thousand are listed, with gaps of every size between the numbers of the words.
TEST(NameIndex, EachOfManyWaysOnIsFoundAndNoOther) {
  Keys keys;
  for (int i = 0; i < 3000; ++i) keys["w" + std::to_string(i)] = 1;
  for (int i = 0; i < 3000; i += i % 7 + 1) keys[Join({"ali", "w" + std::to_string(i)})] = 1;
  for (int i = 0; i < 40; ++i) keys[Join({"omar", "w" + std::to_string(i)})] = 1;
  const Built built(keys);
  for (const std::string first : {"ali", "omar"}) {
    const NameIndex::Node* node = built.index.Begin(first);
    ASSERT_NE(node, nullptr);
    for (int i = 0; i < 3000; ++i) {
      const std::string word = "w" + std::to_string(i);
      const NameIndex::Node* next = built.index.Next(*node, word);
      ASSERT_EQ(next != nullptr, keys.contains(Join({first, word}))) << first << ' ' << word;
      if (next == nullptr) continue;
      const auto value = built.index.Values(*next);
      ASSERT_EQ(value.size(), 1U);
      ASSERT_EQ(built.sorted[built.made.order[value.front()]].words, Join({first, word}));
    }
  }
}

TEST(NameIndex, TablesOfAnyNumbersAreReadWithinTheirBounds) {
  const Built built(Keys{{"a", 1}, {Join({"a", "b"}), 1}});
  for (const uint32_t number : {0u, 1u, 2u, 3u, ~1u, ~0u}) {
    NameIndex::Tables tables = built.made.tables;
    for (NameIndex::Node& node : tables.nodes) node = {number, number};
    tables.nodes.back() = {~number, ~0u};
    for (uint32_t& word : tables.words) word = number;
    for (NameIndex::Slot& slot : tables.slots) slot.word = number;  // none is empty, or all are
    for (const size_t letters : {size_t{0}, size_t{1}, tables.pool.size()}) {
      const NameIndex index(
          {tables.nodes, tables.words, tables.slots, std::string_view(tables.pool).substr(0, letters)}, 2);
      for (const std::string word : {"a", "b", "c"}) {
        const NameIndex::Node* node = index.Begin(word);
        for (int steps = 0; node != nullptr && steps < 10; ++steps) {
          EXPECT_LE(index.Values(*node).size(), 2U);
          node = index.Next(*node, word);
        }
      }
    }
  }
  EXPECT_EQ(NameIndex({built.made.tables.nodes, {}, {}, {}}, 2).Begin("a"), nullptr);
  EXPECT_EQ(NameIndex({{}, built.made.tables.words, built.made.tables.slots, built.made.tables.pool}, 2).Begin("a"),
            nullptr);
}

}  // namespace
}  // namespace marsad::tag
