// How much of a text is new to those before.
#pragma once

#include <cstdint>
#include <vector>

#include "stages/cluster/copy_text.h"

namespace marsad::cluster {

// A set of words by 18 bits of what tells them apart: one in a hundred words of a large story is taken for another. One
// thread; kept between articles, for its memory.
class WordSet {
 public:
  void Clear();
  void Add(const CopyText& text);
  // Per mille of the words of `text` that are not in it, each counted as often as it stands there; 0 if it has none.
  uint32_t NewOf(const CopyText& text) const;

 private:
  static constexpr uint32_t kBits = 18;
  std::vector<uint64_t> bits_ = std::vector<uint64_t>((size_t{1} << kBits) / 64);
};

}  // namespace marsad::cluster
