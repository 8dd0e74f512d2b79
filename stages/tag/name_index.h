// Finds the names that begin at a word: a hash table of every beginning of every name, walked word by word.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace marsad::tag {

// Maps sequences of folded words to numbers. Immutable after construction; thread-safe to read.
class NameIndex {
 public:
  // Words joined by kSeparator -> the numbers it stands for.
  using Keys = std::map<std::string, std::vector<uint32_t>>;
  static constexpr char kSeparator = '\x1F';

  NameIndex() = default;
  explicit NameIndex(const Keys& keys);

  // A place in the walk: some beginning of a name.
  struct Node {
    uint64_t hash = 0;
    uint32_t key = 0;       // where the words of this beginning stand in the pool, to tell equal hashes apart
    uint32_t first = 0;     // of `count` numbers
    uint16_t count = 0;     // 0: no name ends here
    uint16_t key_size = 0;  // 0: an empty slot
    bool longer = false;    // a name goes on from here
  };

  // The node of the name's first word; null: no name begins so.
  const Node* Begin(std::string_view word) const;
  // The node one word further; null: no name goes on so.
  const Node* Next(const Node& node, std::string_view word) const;
  // What the name that ends at `node` stands for; empty if none does.
  std::span<const uint32_t> Values(const Node& node) const {
    return std::span<const uint32_t>(values_).subspan(node.first, node.count);
  }

  size_t bytes() const;

 private:
  const Node* Find(uint64_t hash, std::string_view before, std::string_view word) const;
  Node* Slot(uint64_t hash, std::string_view key);
  std::string_view Key(const Node& node) const { return std::string_view(pool_).substr(node.key, node.key_size); }

  std::vector<Node> slots_;  // open addressing, at most half full; the size is a power of two
  std::string pool_;
  std::vector<uint32_t> values_;
};

}  // namespace marsad::tag
