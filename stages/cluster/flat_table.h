// A hash table of small slots side by side, by a key of 32 bits: a third of what std::unordered_map takes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace marsad::cluster {

// `Slot` has a member `key` and a method `is_free()`, which is true of Slot(). Several may have the same key. One thread.
template <class Slot>
class FlatTable {
 public:
  // Pointers are valid until the next call that is not const. Null if there is none with that key that `is_it` says yes to.
  template <class IsIt>
  const Slot* Find(uint32_t key, const IsIt& is_it) const {
    for (size_t at = Home(key); !slots_[at].is_free(); at = Next(at)) {
      if (slots_[at].key == key && is_it(slots_[at])) return &slots_[at];
    }
    return nullptr;
  }
  template <class IsIt>
  Slot* Find(uint32_t key, const IsIt& is_it) {
    return const_cast<Slot*>(std::as_const(*this).Find(key, is_it));
  }
  const Slot* Find(uint32_t key) const {
    return Find(key, [](const Slot&) { return true; });
  }
  Slot* Find(uint32_t key) { return const_cast<Slot*>(std::as_const(*this).Find(key)); }

  // One more, whatever there is of its key. It is not free, or the caller changes that at once.
  Slot* Insert(const Slot& slot) {
    if ((size_ + 1) * 5 > slots_.size() * 4) Grow();
    ++size_;
    return Put(slot);
  }

  // Room for `count`, so that it does not grow on the way there.
  void Reserve(size_t count) {
    if (const size_t slots = count * 5 / 4 + 1; slots > slots_.size()) Resize(slots);
  }

  // `slot` is one of the table's.
  void Erase(const Slot* slot) {
    auto hole = static_cast<size_t>(slot - slots_.data());
    // What follows moves up unless that would put it before its home, so that no look ends too early.
    for (size_t at = Next(hole); !slots_[at].is_free(); at = Next(at)) {
      if (Distance(Home(slots_[at].key), at) >= Distance(hole, at)) {
        slots_[hole] = slots_[at];
        hole = at;
      }
    }
    slots_[hole] = {};
    --size_;
  }

  // Keys may be small numbers: their leading bits tell nothing, so all bits are spread (Fibonacci hashing). Slots lie in this order,
  // but for those that found their place taken: whoever inserts by it goes through the memory once.
  static constexpr uint32_t Spread(uint32_t key) { return key * kSpread; }
  static constexpr uint32_t KeyOfSpread(uint32_t spread) { return spread * Inverse(kSpread); }

  // Whoever looks for several keys lets the memory of all of them come at once.
  void Prefetch(uint32_t key) const { __builtin_prefetch(&slots_[Home(key)]); }

  size_t size() const { return size_; }
  size_t bytes() const { return slots_.capacity() * sizeof(Slot); }

 private:
  static constexpr uint32_t kSpread = 0x9E3779B1;
  // What an odd number is multiplied by to give 1: each step of Newton's doubles the bits that are right.
  static constexpr uint32_t Inverse(uint32_t odd) {
    uint32_t inverse = odd;
    for (int step = 0; step < 4; ++step) inverse *= 2 - odd * inverse;
    return inverse;
  }

  // The size is no power of two, since tables of twice what is needed would be the largest part of an article's memory.
  size_t Home(uint32_t key) const { return static_cast<size_t>(uint64_t{Spread(key)} * slots_.size() >> 32); }
  size_t Next(size_t at) const { return at + 1 == slots_.size() ? 0 : at + 1; }
  size_t Distance(size_t from, size_t to) const { return to >= from ? to - from : to + slots_.size() - from; }

  Slot* Put(const Slot& slot) {
    size_t at = Home(slot.key);
    while (!slots_[at].is_free()) at = Next(at);
    slots_[at] = slot;
    return &slots_[at];
  }

  void Grow() { Resize(slots_.size() + slots_.size() / 4); }

  void Resize(size_t slots) {
    std::vector<Slot> old(slots);
    std::swap(old, slots_);
    for (const Slot& slot : old) {
      if (!slot.is_free()) Put(slot);
    }
  }

  std::vector<Slot> slots_ = std::vector<Slot>(16);
  size_t size_ = 0;
};

}  // namespace marsad::cluster
