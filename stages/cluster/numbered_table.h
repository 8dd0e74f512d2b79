// Objects by numbers of 64 bits: a hash table of their places, and themselves in blocks that stay where they are. Whoever looks for
// many lets the memory of all of them come at once.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "stages/cluster/flat_table.h"
#include "stages/cluster/heap_block.h"

namespace marsad::cluster {

// One thread.
template <class Value>
class NumberedTable {
 public:
  // Valid until it is erased; null if there is none.
  const Value* Find(uint64_t number) const {
    const Slot* const slot = slots_.Find(KeyOf(number), Is(number));
    return slot == nullptr ? nullptr : &At(slot->place).value;
  }
  Value* Find(uint64_t number) { return const_cast<Value*>(std::as_const(*this).Find(number)); }
  // It must be there.
  const Value& Get(uint64_t number) const { return *Find(number); }
  Value& Get(uint64_t number) { return *Find(number); }
  bool Has(uint64_t number) const { return Find(number) != nullptr; }

  // Made if there is none.
  Value& GetOrMake(uint64_t number) {
    if (Value* const known = Find(number); known != nullptr) return *known;
    const uint32_t place = GivePlace();
    slots_.Insert({.key = KeyOf(number), .place = place});
    Entry& entry = At(place);
    entry.number = number;
    return entry.value;
  }

  // No effect if it is not there.
  void Erase(uint64_t number) {
    const Slot* const slot = slots_.Find(KeyOf(number), Is(number));
    if (slot == nullptr) return;
    At(slot->place) = {};
    free_.push_back(slot->place);
    slots_.Erase(slot);
  }

  size_t size() const { return slots_.size(); }
  // Of memory, about; without what the objects hold elsewhere.
  size_t bytes() const {
    return slots_.bytes() + HeapBytesOf(free_) + HeapBytesOf(blocks_) + blocks_.size() * HeapBytes(sizeof(Block));
  }

  // First of all numbers the slot, then of all the object.
  void PrefetchSlot(uint64_t number) const { slots_.Prefetch(KeyOf(number)); }
  void Prefetch(uint64_t number) const {
    const Slot* const slot = slots_.Find(KeyOf(number));
    if (slot == nullptr) return;
    const auto* const entry = reinterpret_cast<const char*>(&At(slot->place));
    for (size_t at = 0; at < sizeof(Entry); at += kCacheLine) __builtin_prefetch(entry + at);
  }

 private:
  static constexpr size_t kCacheLine = 64;
  static constexpr uint32_t kFree = UINT32_MAX;
  struct Slot {
    uint32_t key = 0;
    uint32_t place = kFree;
    bool is_free() const { return place == kFree; }
  };
  struct Entry {
    uint64_t number = 0;
    Value value = {};
  };
  static constexpr size_t kBlock = 128;
  using Block = std::array<Entry, kBlock>;

  static uint32_t KeyOf(uint64_t number) { return static_cast<uint32_t>(number); }
  auto Is(uint64_t number) const {
    return [this, number](const Slot& slot) { return At(slot.place).number == number; };
  }
  const Entry& At(uint32_t place) const { return (*blocks_[place / kBlock])[place % kBlock]; }
  Entry& At(uint32_t place) { return (*blocks_[place / kBlock])[place % kBlock]; }
  uint32_t GivePlace() {
    if (free_.empty()) {
      blocks_.push_back(std::make_unique<Block>());
      const auto end = static_cast<uint32_t>(blocks_.size() * kBlock);
      for (uint32_t place = end; place > end - kBlock; --place) free_.push_back(place - 1);
    }
    const uint32_t place = free_.back();
    free_.pop_back();
    return place;
  }

  FlatTable<Slot> slots_;
  std::vector<std::unique_ptr<Block>> blocks_;
  std::vector<uint32_t> free_;  // places
};

}  // namespace marsad::cluster
