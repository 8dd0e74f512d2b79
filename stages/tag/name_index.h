// Finds the names that begin at a word. Words are looked up in a hash table and compared by their letters; the beginnings of
// names are a tree whose steps are numbers of words, compared as they are. So no answer rests on a hash alone.
#pragma once

#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace marsad::tag {

// Maps sequences of folded words to numbers of names. Borrows its tables, which may be anything: what it is asked stays
// within them. Thread-safe.
class NameIndex {
 public:
  // Folded words and how many names they stand for.
  struct Key {
    std::string_view words;  // joined by kSeparator
    uint32_t names = 0;
  };
  static constexpr char kSeparator = '\x1F';

  // Consecutive numbers. (clang 14 cannot read libstdc++'s iota_view.)
  class Numbers {
   public:
    class Iterator {
     public:
      using iterator_category = std::forward_iterator_tag;
      using value_type = uint32_t;
      using difference_type = std::ptrdiff_t;
      using pointer = const uint32_t*;
      using reference = uint32_t;

      Iterator() = default;
      explicit Iterator(uint32_t number) : number_(number) {}
      uint32_t operator*() const { return number_; }
      Iterator& operator++() {
        ++number_;
        return *this;
      }
      Iterator operator++(int) { return Iterator(number_++); }
      bool operator==(const Iterator&) const = default;

     private:
      uint32_t number_ = 0;
    };

    Numbers(uint32_t first, uint32_t count) : first_(first), count_(count) {}
    Iterator begin() const { return Iterator(first_); }
    Iterator end() const { return Iterator(first_ + count_); }
    uint32_t front() const { return first_; }
    uint32_t size() const { return count_; }
    bool empty() const { return count_ == 0; }

   private:
    uint32_t first_;
    uint32_t count_;
  };

  // A word of any name, by its number.
  using Word = uint32_t;
  static constexpr Word kNoWord = ~0u;

  // A place in the walk: some beginning of a name. As it lies in a compiled gazetteer, where the next node tells where its
  // ranges end. The first nodes are the words, by their numbers; each node's children are neighbours, by those of their words.
  struct Node {
    uint32_t child = 0;  // the first of the nodes one word further
    uint32_t first = 0;  // the first of the names that end here
  };

  // Where a word may stand, by its hash.
  struct Slot {
    uint32_t check = 0;   // the other half of the hash, so that few other words are compared by their letters
    Word word = kNoWord;  // none: empty
  };

  // What an index is made of.
  struct Tables {
    std::vector<Node> nodes;      // and one more, where the last one ends
    std::vector<uint32_t> words;  // of each node: its last word; of the first nodes the place of theirs in the pool
    std::vector<Slot> slots;
    std::string pool;  // the words, each after its size: two bytes, the lower first
  };
  struct Made {
    Tables tables;
    std::vector<uint32_t>
        order;  // keys, by their place in what was given, in the order in which their names are numbered
  };
  // REQUIRES: each key once; fewer than 2^31 names, no word of 64 KiB.
  static Made Build(std::span<const Key> keys);

  struct Views {
    std::span<const Node> nodes;
    std::span<const uint32_t> words;
    std::span<const Slot> slots;
    std::string_view pool;
  };
  NameIndex() = default;
  // `names`: how many there are.
  NameIndex(const Views& tables, uint32_t names);

  // kNoWord: it is in no name.
  Word Find(std::string_view word) const;
  // The same for many, which is several times as fast, and so is the walk from them soon after. REQUIRES: as many `found` as `words`.
  void Find(std::span<const std::string_view> words, std::span<Word> found) const;

  // The node of the name's first word; null: no name begins so.
  const Node* Begin(Word word) const;
  const Node* Begin(std::string_view word) const { return Begin(Find(word)); }
  // The node one word further; null: no name goes on so.
  const Node* Next(const Node& node, Word word) const;
  const Node* Next(const Node& node, std::string_view word) const {
    return GoesOn(node) ? Next(node, Find(word)) : nullptr;
  }
  // Whether some name goes on from `node`.
  bool GoesOn(const Node& node) const { return node.child < (&node)[1].child; }
  // The names that end at `node`.
  Numbers Values(const Node& node) const;

  size_t bytes() const;

 private:
  struct Hash;
  class Builder;
  size_t Probe(size_t at, const Hash& hash) const;
  Word Look(std::string_view word, const Hash& hash) const;
  void FetchWaysOn(std::span<const Word> words) const;

  Views tables_;
  size_t nodes_ = 0;  // without the last
  size_t words_ = 1;
  uint32_t names_ = 0;
};

}  // namespace marsad::tag
