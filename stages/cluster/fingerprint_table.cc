#include "stages/cluster/fingerprint_table.h"

#include <utility>

namespace marsad::cluster {

size_t FingerprintTable::Home(uint32_t fingerprint) const {
  // Samples keep small fingerprints: their leading bits tell nothing, so all bits are spread (Fibonacci hashing). The size is no
  // power of two, since a table of twice what is needed is the largest part of an article's memory.
  return static_cast<size_t>(uint64_t{fingerprint * 0x9E3779B1U} * slots_.size() >> 32);
}

size_t FingerprintTable::Slot(uint32_t fingerprint) const {
  size_t slot = Home(fingerprint);
  while (slots_[slot].linked != 0 && slots_[slot].fingerprint != fingerprint) slot = Next(slot);
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
  if ((size_ + 1) * 5 > slots_.size() * 4) Grow();
  Entry& entry = slots_[Slot(fingerprint)];
  if (entry.linked == 0) {
    entry = {.fingerprint = fingerprint};
    ++size_;
  }
  return &entry;
}

void FingerprintTable::Remove(uint32_t fingerprint) {
  const auto distance = [this](size_t from, size_t to) { return to >= from ? to - from : to + slots_.size() - from; };
  size_t hole = Slot(fingerprint);
  if (slots_[hole].linked == 0) return;
  // What follows moves up unless that would put it before its home, so that no look ends too early.
  for (size_t at = Next(hole); slots_[at].linked != 0; at = Next(at)) {
    if (distance(Home(slots_[at].fingerprint), at) >= distance(hole, at)) {
      slots_[hole] = slots_[at];
      hole = at;
    }
  }
  slots_[hole] = {};
  --size_;
}

void FingerprintTable::Grow() {
  std::vector<Entry> old(slots_.size() + slots_.size() / 4);
  std::swap(old, slots_);
  for (const Entry& entry : old) {
    if (entry.linked != 0) slots_[Slot(entry.fingerprint)] = entry;
  }
}

}  // namespace marsad::cluster
