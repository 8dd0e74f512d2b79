// Which articles have a word or a shingle: rising lists of their numbers, by its hash. Most are in one article alone, and take
// eight bytes in a table then.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <vector>

#include "stages/cluster/flat_table.h"

namespace marsad::cluster {

// Numbers are kept by their lowest 31 bits: those that are there at one time must lie within 2^30 of each other. One thread.
class PostingLists {
 public:
  static constexpr uint32_t LowOf(uint64_t number) { return static_cast<uint32_t>(number) & kLow; }
  // The number that has these lowest bits, within 2^30 of `near`.
  static constexpr uint64_t NumberOf(uint32_t low, uint64_t near) {
    const uint32_t above = (low - static_cast<uint32_t>(near)) & kLow;
    return IsNegative(above) ? near - (kLow + uint64_t{1} - above) : near + above;
  }

  // Lowest bits, of rising numbers. Valid until the next call that is not const.
  std::span<const uint32_t> Of(uint32_t key) const;
  // Lets the memory of what is looked for next come at once: it is far apart, and waiting for it is what a look costs.
  void Prefetch(std::span<const uint32_t> keys) const;
  size_t bytes() const;

  // No effect if it is there.
  void Add(uint32_t key, uint64_t number);
  // No effect if it is not there. Cheap of the oldest and of the newest.
  void Remove(uint32_t key, uint64_t number);
  // Instead of all that was there: each of `postings` is a key in its upper half and, in the lower, how far the number is above
  // `base`. By rising numbers, none twice. Adding so many one by one waits for memory once for each.
  void Build(std::vector<uint64_t> postings, uint64_t base);

 private:
  static constexpr uint32_t kLow = 0x7FFF'FFFF;
  static constexpr bool IsNegative(uint32_t difference) { return (difference & 0x4000'0000) != 0; }
  static bool IsBefore(uint32_t a, uint32_t b) { return IsNegative((a - b) & kLow); }

  // A number, or where its list is.
  struct Slot {
    static constexpr uint32_t kMany = 0x8000'0000;
    static constexpr uint32_t kFree = UINT32_MAX;  // there are never so many lists
    uint32_t key = 0;
    uint32_t value = kFree;
    bool is_free() const { return value == kFree; }
    bool is_one() const { return (value & kMany) == 0; }
    uint32_t list() const { return value & ~kMany; }
  };
  // In one piece of memory, since there are as many as words: the numbers from `begin` to `end`, after `capacity` of them.
  class List {
   public:
    explicit List(uint32_t least_capacity = 0);
    std::span<const uint32_t> numbers() const { return {memory_.get() + kHead + begin(), end() - begin()}; }
    const uint32_t* memory() const { return memory_.get(); }
    size_t size() const { return end() - begin(); }
    size_t bytes() const;
    void Insert(uint32_t low);  // no effect if it is there
    void Remove(uint32_t low);  // no effect if it is not there

   private:
    static constexpr uint32_t kHead = 3;  // begin, end, capacity
    uint32_t& begin() const { return memory_[0]; }
    uint32_t& end() const { return memory_[1]; }
    uint32_t capacity() const { return memory_[2]; }
    uint32_t* At(uint32_t place) const { return memory_.get() + kHead + place; }
    uint32_t PlaceOf(uint32_t low) const;
    void Resize(uint32_t least_capacity);
    std::unique_ptr<uint32_t[]> memory_;  // null if it is free
  };

  uint32_t GiveList(uint32_t least_capacity);
  void FreeList(uint32_t list);

  FlatTable<Slot> slots_;
  std::deque<List> lists_;
  std::vector<uint32_t> free_;  // of lists_
  size_t list_bytes_ = 0;       // what they hold elsewhere
};

}  // namespace marsad::cluster
