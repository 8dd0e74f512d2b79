// Numbers by a tag of 32 bits, of which several may have the same. What a tag was made of is for the caller to compare.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "stages/cluster/flat_table.h"

namespace marsad::cluster {

// One thread.
class TagTable {
 public:
  // `value` is not UINT32_MAX. It must not be there with that tag.
  void Add(uint32_t tag, uint32_t value) { table_.Insert({tag, value}); }
  // No effect if it is not there.
  void Remove(uint32_t tag, uint32_t value) {
    const auto is_it = [value](const Slot& slot) { return slot.value == value; };
    if (const Slot* slot = table_.Find(tag, is_it)) table_.Erase(slot);
  }
  size_t size() const { return table_.size(); }
  size_t bytes() const { return table_.bytes(); }

  // The first value with that tag that `is_it` says yes to, in no order that means anything.
  template <class IsIt>
  std::optional<uint32_t> Find(uint32_t tag, const IsIt& is_it) const {
    const Slot* slot = table_.Find(tag, [&](const Slot& each) { return is_it(each.value); });
    return slot == nullptr ? std::nullopt : std::optional(slot->value);
  }
  // All values with that tag, in no order that means anything.
  template <class Take>
  void ForEach(uint32_t tag, const Take& take) const {
    table_.Find(tag, [&](const Slot& slot) {
      take(slot.value);
      return false;
    });
  }

 private:
  static constexpr uint32_t kFree = UINT32_MAX;
  struct Slot {
    uint32_t key = 0;
    uint32_t value = kFree;
    bool is_free() const { return value == kFree; }
  };
  FlatTable<Slot> table_;
};

}  // namespace marsad::cluster
