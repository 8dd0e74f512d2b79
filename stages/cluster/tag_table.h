// Numbers by a tag of 32 bits, of which several may have the same: a flat hash table, a quarter of what std::unordered_multimap
// takes. What a tag was made of is for the caller to compare.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace marsad::cluster {

// One thread.
class TagTable {
 public:
  // `value` is not UINT32_MAX. It must not be there with that tag.
  void Add(uint32_t tag, uint32_t value);
  // No effect if it is not there.
  void Remove(uint32_t tag, uint32_t value);
  size_t size() const { return size_; }
  size_t bytes() const { return slots_.capacity() * sizeof(Slot); }

  // The first value with that tag that `is_it` says yes to, in no order that means anything.
  template <class IsIt>
  std::optional<uint32_t> Find(uint32_t tag, const IsIt& is_it) const {
    for (size_t at = Home(tag); slots_[at].value != kFree; at = Next(at)) {
      if (slots_[at].tag == tag && is_it(slots_[at].value)) return slots_[at].value;
    }
    return std::nullopt;
  }
  // All values with that tag, in no order that means anything.
  template <class Take>
  void ForEach(uint32_t tag, const Take& take) const {
    for (size_t at = Home(tag); slots_[at].value != kFree; at = Next(at)) {
      if (slots_[at].tag == tag) take(slots_[at].value);
    }
  }

 private:
  static constexpr uint32_t kFree = UINT32_MAX;
  struct Slot {
    uint32_t tag = 0;
    uint32_t value = kFree;
  };
  // All bits of a tag are spread (Fibonacci hashing): some count from 0.
  size_t Home(uint32_t tag) const { return static_cast<size_t>(tag * 0x9E3779B97F4A7C15 >> 32) & (slots_.size() - 1); }
  size_t Next(size_t at) const { return (at + 1) & (slots_.size() - 1); }
  void Put(Slot slot);

  std::vector<Slot> slots_ = std::vector<Slot>(16);  // a power of two
  size_t size_ = 0;
};

}  // namespace marsad::cluster
