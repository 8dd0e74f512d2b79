#include "stages/cluster/fingerprint_table.h"

#include <utility>

namespace marsad::cluster {

size_t FingerprintTable::Home(uint32_t fingerprint) const {
  // Samples keep small fingerprints: their leading bits tell nothing, so all bits are spread (Fibonacci hashing).
  return static_cast<size_t>(fingerprint * 0x9E3779B97F4A7C15 >> 32) & (slots_.size() - 1);
}

size_t FingerprintTable::Slot(uint32_t fingerprint) const {
  size_t slot = Home(fingerprint);
  while (slots_[slot].linked != 0 && slots_[slot].fingerprint != fingerprint) slot = (slot + 1) & (slots_.size() - 1);
  return slot;
}

const FingerprintTable::Entry* FingerprintTable::Find(uint32_t fingerprint) const {
  const Entry& entry = slots_[Slot(fingerprint)];
  return entry.linked == 0 ? nullptr : &entry;
}

FingerprintTable::Entry* FingerprintTable::Find(uint32_t fingerprint) {
  Entry& entry = slots_[Slot(fingerprint)];
  return entry.linked == 0 ? nullptr : &entry;
}

FingerprintTable::Entry* FingerprintTable::FindOrAdd(uint32_t fingerprint) {
  if ((size_ + 1) * 4 > slots_.size() * 3) Grow();
  Entry& entry = slots_[Slot(fingerprint)];
  if (entry.linked == 0) {
    entry = {.fingerprint = fingerprint};
    ++size_;
  }
  return &entry;
}

void FingerprintTable::Remove(uint32_t fingerprint) {
  const size_t mask = slots_.size() - 1;
  size_t hole = Slot(fingerprint);
  if (slots_[hole].linked == 0) return;
  // What follows moves up unless that would put it before its home, so that no look ends too early.
  for (size_t at = (hole + 1) & mask; slots_[at].linked != 0; at = (at + 1) & mask) {
    const size_t distance = (at - Home(slots_[at].fingerprint)) & mask;
    if (distance >= ((at - hole) & mask)) {
      slots_[hole] = slots_[at];
      hole = at;
    }
  }
  slots_[hole] = {};
  --size_;
}

void FingerprintTable::Grow() {
  std::vector<Entry> old(slots_.size() * 2);
  std::swap(old, slots_);
  for (const Entry& entry : old) {
    if (entry.linked != 0) slots_[Slot(entry.fingerprint)] = entry;
  }
}

}  // namespace marsad::cluster
