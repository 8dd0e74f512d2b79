#include "stages/cluster/novelty.h"

#include <algorithm>

namespace marsad::cluster {
namespace {

uint32_t SlotOf(uint32_t key, uint32_t bits) { return key * 0x9E3779B1U >> (32 - bits); }

}  // namespace

void WordSet::Clear() { std::fill(bits_.begin(), bits_.end(), 0); }

void WordSet::Add(const CopyText& text) {
  text.ForEachKey([this](uint32_t key) {
    const uint32_t slot = SlotOf(key, kBits);
    bits_[slot / 64] |= uint64_t{1} << slot % 64;
  });
}

uint32_t WordSet::NewOf(const CopyText& text) const {
  uint64_t unknown = 0;
  text.ForEachKey([&](uint32_t key) {
    const uint32_t slot = SlotOf(key, kBits);
    unknown += 1 - (bits_[slot / 64] >> slot % 64 & 1);
  });
  return text.size() == 0 ? 0 : static_cast<uint32_t>(unknown * 1000 / text.size());
}

}  // namespace marsad::cluster
