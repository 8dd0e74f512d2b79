#include "stages/cluster/tag_table.h"

#include <utility>

namespace marsad::cluster {

void TagTable::Put(Slot slot) {
  size_t at = Home(slot.tag);
  while (slots_[at].value != kFree) at = Next(at);
  slots_[at] = slot;
}

void TagTable::Add(uint32_t tag, uint32_t value) {
  if ((size_ + 1) * 5 > slots_.size() * 4) {
    std::vector<Slot> old(slots_.size() * 2);
    std::swap(old, slots_);
    for (const Slot& slot : old) {
      if (slot.value != kFree) Put(slot);
    }
  }
  Put({tag, value});
  ++size_;
}

void TagTable::Remove(uint32_t tag, uint32_t value) {
  size_t hole = Home(tag);
  while (slots_[hole].value != kFree && (slots_[hole].tag != tag || slots_[hole].value != value)) hole = Next(hole);
  if (slots_[hole].value == kFree) return;
  // What follows moves up unless that would put it before its home, so that no look ends too early.
  const size_t mask = slots_.size() - 1;
  for (size_t at = Next(hole); slots_[at].value != kFree; at = Next(at)) {
    const size_t distance = (at - Home(slots_[at].tag)) & mask;
    if (distance >= ((at - hole) & mask)) {
      slots_[hole] = slots_[at];
      hole = at;
    }
  }
  slots_[hole] = {};
  --size_;
}

}  // namespace marsad::cluster
