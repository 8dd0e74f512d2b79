// A map from hashes to small values, without a node for each: half the memory of std::unordered_map.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace marsad::tag {

// Keys are hashes already; they may have any value but 0, for which 1 is taken.
template <class Value>
class HashTable {
 public:
  // Null: not there.
  const Value* Find(uint64_t key) const {
    if (entries_.empty()) return nullptr;
    const Entry& entry = entries_[PlaceOf(Mended(key))];
    return entry.first == 0 ? nullptr : &entry.second;
  }

  // Makes an empty value if there is none. A later At() or Reserve() moves values.
  Value& At(uint64_t key) {
    if (2 * (size_ + 1) > entries_.size()) Grow(std::max<size_t>(16, 2 * entries_.size()));
    Entry& entry = entries_[PlaceOf(Mended(key))];
    if (entry.first == 0) ++size_;
    entry.first = Mended(key);
    return entry.second;
  }

  void Reserve(size_t size) {
    size_t places = 16;
    while (places < 2 * size) places *= 2;
    if (places > entries_.size()) Grow(places);
  }

  // In order of the keys.
  std::vector<std::pair<uint64_t, Value>> Sorted() const {
    std::vector<Entry> all;
    for (const Entry& entry : entries_) {
      if (entry.first != 0) all.push_back(entry);
    }
    std::sort(all.begin(), all.end(), [](const Entry& a, const Entry& b) { return a.first < b.first; });
    return all;
  }

  size_t size() const { return size_; }

 private:
  using Entry = std::pair<uint64_t, Value>;

  static uint64_t Mended(uint64_t key) { return key == 0 ? 1 : key; }
  // Where `key` is or belongs.
  size_t PlaceOf(uint64_t key) const {
    const size_t mask = entries_.size() - 1;
    size_t at = key & mask;
    while (entries_[at].first != 0 && entries_[at].first != key) at = (at + 1) & mask;
    return at;
  }
  void Grow(size_t places) {
    std::vector<Entry> old = std::exchange(entries_, std::vector<Entry>(places));
    for (const Entry& entry : old) {
      if (entry.first != 0) entries_[PlaceOf(entry.first)] = entry;
    }
  }

  std::vector<Entry> entries_;  // open addressing; a power of two, at most half of them taken
  size_t size_ = 0;
};

}  // namespace marsad::tag
