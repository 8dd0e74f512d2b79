// A filter before a table of words: most words of a text are in none, and hashing each of them whole is what costs.
#pragma once

#include <algorithm>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace marsad::normalize {

class WordFilter {
 public:
  void Add(std::string_view word) { bits_.set(SlotOf(word)); }

  // False: it was not added. True: it may have been.
  bool MayHave(std::string_view word) const { return bits_[SlotOf(word)]; }

 private:
  static constexpr int kSlotBits = 15;  // of some hundred to two thousand words: one of twenty others passes

  // By its first four bytes, its last four and its length.
  static size_t SlotOf(std::string_view word) {
    uint32_t first = 0;
    uint32_t last = 0;
    const size_t bytes = std::min(word.size(), sizeof first);
    if (bytes == sizeof first) {  // a copy of known length is a single instruction
      std::memcpy(&first, word.data(), sizeof first);
      std::memcpy(&last, word.data() + word.size() - sizeof last, sizeof last);
    } else {
      for (size_t i = 0; i < bytes; ++i) first = first << 8 | static_cast<unsigned char>(word[i]);
    }
    const uint64_t mixed = (uint64_t{first} << 32 | last) + word.size();
    return static_cast<size_t>(mixed * 0x9E37'79B9'7F4A'7C15U >> (64 - kSlotBits));
  }

  std::bitset<size_t{1} << kSlotBits> bits_;
};

}  // namespace marsad::normalize
