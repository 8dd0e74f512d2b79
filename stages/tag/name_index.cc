#include "stages/tag/name_index.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <bit>

namespace marsad::tag {
namespace {

constexpr uint64_t kStart = 0;

// The hash of a beginning is that of the words before it, hashed on with the next word.
uint64_t Hash(uint64_t before, std::string_view word) { return XXH3_64bits_withSeed(word.data(), word.size(), before); }

// Calls visit(beginning, last word of it, whether it is the whole key) for each beginning of `key`.
template <class Visit>
void ForEachBeginning(std::string_view key, Visit visit) {
  for (size_t begin = 0; begin <= key.size();) {
    const size_t end = std::min(key.find(NameIndex::kSeparator, begin), key.size());
    visit(key.substr(0, end), key.substr(begin, end - begin), end == key.size());
    begin = end + 1;
  }
}

}  // namespace

NameIndex::NameIndex(const Keys& keys) {
  size_t beginnings = 1;
  for (const auto& entry : keys) ForEachBeginning(entry.first, [&](auto, auto, bool) { ++beginnings; });
  slots_.resize(std::bit_ceil(2 * beginnings));
  for (const auto& entry : keys) {
    const std::string& key = entry.first;
    const std::vector<uint32_t>& numbers = entry.second;
    const auto place = static_cast<uint32_t>(pool_.size());
    pool_ += key;
    uint64_t hash = kStart;
    ForEachBeginning(key, [&](std::string_view beginning, std::string_view word, bool whole) {
      hash = Hash(hash, word);
      Node* node = Slot(hash, beginning);
      if (node->key_size == 0)
        *node = {.hash = hash, .key = place, .key_size = static_cast<uint16_t>(beginning.size())};
      if (!whole) {
        node->longer = true;
        return;
      }
      node->first = static_cast<uint32_t>(values_.size());
      node->count = static_cast<uint16_t>(numbers.size());
      values_.insert(values_.end(), numbers.begin(), numbers.end());
    });
  }
}

const NameIndex::Node* NameIndex::Begin(std::string_view word) const { return Find(Hash(kStart, word), {}, word); }

const NameIndex::Node* NameIndex::Next(const Node& node, std::string_view word) const {
  return node.longer ? Find(Hash(node.hash, word), Key(node), word) : nullptr;
}

const NameIndex::Node* NameIndex::Find(uint64_t hash, std::string_view before, std::string_view word) const {
  if (slots_.empty() || word.empty()) return nullptr;
  const size_t mask = slots_.size() - 1;
  for (size_t at = hash & mask;; at = (at + 1) & mask) {
    const Node& node = slots_[at];
    if (node.key_size == 0) return nullptr;
    if (node.hash != hash) continue;
    const std::string_view key = Key(node);
    const size_t skip = before.empty() ? 0 : before.size() + 1;
    const bool same = key.size() == skip + word.size() && key.starts_with(before) && key.ends_with(word) &&
                      (skip == 0 || key[skip - 1] == kSeparator);
    if (same) return &node;
  }
}

// The slot of `key`, or the empty one where it belongs.
NameIndex::Node* NameIndex::Slot(uint64_t hash, std::string_view key) {
  const size_t mask = slots_.size() - 1;
  for (size_t at = hash & mask;; at = (at + 1) & mask) {
    Node& node = slots_[at];
    if (node.key_size == 0 || (node.hash == hash && Key(node) == key)) return &node;
  }
}

size_t NameIndex::bytes() const {
  return slots_.size() * sizeof(Node) + pool_.size() + values_.size() * sizeof(uint32_t);
}

}  // namespace marsad::tag
