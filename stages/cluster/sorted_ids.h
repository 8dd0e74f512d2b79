// Numbers in the order of a rank that the caller knows: four bytes each, in blocks of some hundreds.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "stages/cluster/heap_block.h"

namespace marsad::cluster {

// `is_before(a, b)` says whether a's rank is lower. It must order all that are in it, in the same way until they are erased.
class SortedIds {
 public:
  bool empty() const { return blocks_.empty(); }
  uint32_t front() const { return blocks_.front().front(); }
  size_t bytes() const { return HeapBytesOf(blocks_) + blocks_.size() * HeapBytes(kMost * sizeof(uint32_t)); }

  // It must not be there.
  template <class IsBefore>
  void Insert(uint32_t id, const IsBefore& is_before) {
    if (blocks_.empty() || is_before(blocks_.back().back(), id)) {
      if (blocks_.empty() || blocks_.back().size() == kMost) blocks_.emplace_back().reserve(kMost);
      blocks_.back().push_back(id);
      return;
    }
    const auto block = BlockOf(id, is_before);
    block->insert(std::lower_bound(block->begin(), block->end(), id, is_before), id);
    if (block->size() <= kMost) return;
    std::vector<uint32_t> upper(block->begin() + static_cast<ptrdiff_t>(kMost / 2), block->end());
    block->resize(kMost / 2);
    blocks_.insert(block + 1, std::move(upper));
  }

  // No effect if it is not there.
  template <class IsBefore>
  void Erase(uint32_t id, const IsBefore& is_before) {
    const auto block = BlockOf(id, is_before);
    if (block == blocks_.end()) return;
    const auto at = std::lower_bound(block->begin(), block->end(), id, is_before);
    if (at == block->end() || *at != id) return;
    block->erase(at);
    if (block->empty()) blocks_.erase(block);
  }

 private:
  static constexpr size_t kMost = 256;  // of a block

  // The first that ends with it or after it.
  template <class IsBefore>
  std::vector<std::vector<uint32_t>>::iterator BlockOf(uint32_t id, const IsBefore& is_before) {
    return std::lower_bound(
        blocks_.begin(), blocks_.end(), id,
        [&](const std::vector<uint32_t>& block, uint32_t wanted) { return is_before(block.back(), wanted); });
  }

  std::vector<std::vector<uint32_t>> blocks_;  // none empty
};

}  // namespace marsad::cluster
