// Finds the names that begin at a word. Two hash tables: of words, each compared by its letters, and of the beginnings of
// names, each a shorter beginning and a word, compared by their numbers. So no answer rests on a hash alone.
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

  // A place in the walk: some beginning of a name. As it lies in a compiled gazetteer.
  struct Node {
    static constexpr uint32_t kNone = ~0u;
    static constexpr uint32_t kLonger = 1u << 31;

    uint32_t before = 0;    // the node of the words before the last; of a single word a part of its hash
    uint32_t word = kNone;  // the node of the last word; of a single word its place in the pool; kNone: an empty slot
    uint32_t first = 0;     // the first name that ends here
    uint32_t flags = 0;     // how many do, and kLonger: a name goes on from here

    uint32_t count() const { return flags & ~kLonger; }
    bool is_longer() const { return (flags & kLonger) != 0; }
  };

  // What an index is made of.
  struct Tables {
    std::vector<Node> nodes;  // slots of single words, then those of longer beginnings
    size_t word_slots = 0;
    std::string pool;  // the words, each after its size: two bytes, the lower first
  };
  // Names are numbered in the order of the keys. REQUIRES: keys sorted by their words, each once; fewer than 2^31 names, no
  // word of 64 KiB.
  static Tables Build(std::span<const Key> keys);

  NameIndex() = default;
  // `names`: how many there are.
  NameIndex(std::span<const Node> nodes, size_t word_slots, std::string_view pool, uint32_t names);

  // The node of the name's first word; null: no name begins so.
  const Node* Begin(std::string_view word) const;
  // The node one word further; null: no name goes on so.
  const Node* Next(const Node& node, std::string_view word) const;
  // The names that end at `node`.
  Numbers Values(const Node& node) const;

  size_t bytes() const { return nodes_.size_bytes() + pool_.size(); }

 private:
  const Node* FindWord(std::string_view word) const;

  std::span<const Node> nodes_;
  size_t word_slots_ = 0;
  std::string_view pool_;
  uint32_t names_ = 0;
};

}  // namespace marsad::tag
