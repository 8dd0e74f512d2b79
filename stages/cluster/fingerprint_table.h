// From a fingerprint to its newest posting: the flat hash table of CopyIndex, a third of what std::unordered_map takes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace marsad::cluster {

class FingerprintTable {
 public:
  struct Entry {
    uint32_t fingerprint = 0;
    uint32_t newest = 0;  // posting
    uint32_t live = 0;    // articles that hold the fingerprint
    uint32_t linked = 0;  // postings that the chain still has, of dead articles too; 0: the slot is free
  };

  FingerprintTable() : slots_(kFewestSlots) {}

  // Null if there is none. Valid until the next FindOrAdd or Remove.
  const Entry* Find(uint32_t fingerprint) const;
  Entry* Find(uint32_t fingerprint);
  // The caller raises `linked` of a new one at once.
  Entry* FindOrAdd(uint32_t fingerprint);
  void Remove(uint32_t fingerprint);
  size_t size() const { return size_; }
  size_t bytes() const { return slots_.capacity() * sizeof(Entry); }

 private:
  static constexpr size_t kFewestSlots = 16;
  size_t Slot(uint32_t fingerprint) const;  // its own, or the free one where it belongs
  size_t Home(uint32_t fingerprint) const;
  size_t Next(size_t slot) const { return slot + 1 == slots_.size() ? 0 : slot + 1; }
  void Grow();

  std::vector<Entry> slots_;
  size_t size_ = 0;
};

}  // namespace marsad::cluster
