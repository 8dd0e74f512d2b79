// From a fingerprint to its newest posting: the hash table of CopyIndex.
#pragma once

#include <cstddef>
#include <cstdint>

#include "stages/cluster/flat_table.h"

namespace marsad::cluster {

class FingerprintTable {
 public:
  struct Entry {
    uint32_t key = 0;     // the fingerprint
    uint32_t newest = 0;  // posting
    uint32_t live = 0;    // articles that hold the fingerprint
    uint32_t linked = 0;  // postings that the chain still has, of dead articles too; 0: the slot is free

    bool is_free() const { return linked == 0; }
  };

  // Null if there is none. Valid until the next FindOrAdd or Remove.
  const Entry* Find(uint32_t fingerprint) const { return table_.Find(fingerprint); }
  Entry* Find(uint32_t fingerprint) { return table_.Find(fingerprint); }
  // The caller raises `linked` of a new one at once.
  Entry* FindOrAdd(uint32_t fingerprint) {
    Entry* const known = table_.Find(fingerprint);
    return known != nullptr ? known : table_.Insert({.key = fingerprint});
  }
  void Remove(uint32_t fingerprint) {
    if (const Entry* known = table_.Find(fingerprint)) table_.Erase(known);
  }
  void Prefetch(uint32_t fingerprint) const { table_.Prefetch(fingerprint); }
  size_t size() const { return table_.size(); }
  size_t bytes() const { return table_.bytes(); }

 private:
  FlatTable<Entry> table_;
};

}  // namespace marsad::cluster
