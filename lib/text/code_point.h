// Code points: reading them from valid UTF-8, and tables over all of them. Internal to lib/text and to the stages'
// cores.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace marsad::text {

struct CodePoint {
  char32_t value = 0;
  uint32_t bytes = 0;
};

// The code point that begins at `at`, which must be a boundary inside valid UTF-8.
inline CodePoint CodePointAt(std::string_view text, size_t at) {
  const auto* p = reinterpret_cast<const unsigned char*>(text.data()) + at;
  if (p[0] < 0x80) return {p[0], 1};
  if (p[0] < 0xE0) return {static_cast<char32_t>((p[0] & 0x1F) << 6 | (p[1] & 0x3F)), 2};
  if (p[0] < 0xF0) return {static_cast<char32_t>((p[0] & 0x0F) << 12 | (p[1] & 0x3F) << 6 | (p[2] & 0x3F)), 3};
  return {static_cast<char32_t>((p[0] & 0x07) << 18 | (p[1] & 0x3F) << 12 | (p[2] & 0x3F) << 6 | (p[3] & 0x3F)), 4};
}

// A value for every code point, in two levels: equal blocks are kept once, but for those of the code points of one and
// two bytes, which lie one after the other and take one look. Immutable.
template <class T>
class CodePointTable {
 public:
  // `value` is called once for each code point, in order; but planes 4 to 13, which Unicode leaves empty, have what their first
  // block has, for they are most of all code points and programs start sooner so. Never inlined: whoever looks up in a static
  // table would pay for this frame at each look.
  template <class Value>
  [[gnu::cold, gnu::noinline]] explicit CodePointTable(Value value) {
    std::unordered_map<std::string, uint16_t> known;
    std::array<T, kBlock> block;
    for (char32_t first = 0; first < kCodePoints; first += kBlock) {
      if (first > kEmpty && first < kEmptyEnd) {
        blocks_[first / kBlock] = blocks_[kEmpty / kBlock];
        continue;
      }
      for (char32_t i = 0; i < kBlock; ++i) block[i] = value(first + i);
      const std::string key(reinterpret_cast<const char*>(block.data()), sizeof(block));
      const auto [entry, is_new] = known.emplace(key, static_cast<uint16_t>(values_.size() / kBlock));
      if (is_new || first < kFlat) values_.insert(values_.end(), block.begin(), block.end());
      blocks_[first / kBlock] = entry->second;
    }
  }

  const T& operator[](char32_t c) const {
    if (c < kFlat) return values_.data()[c];
    return values_.data()[blocks_.data()[c / kBlock] * kBlock + c % kBlock];
  }

 private:
  static_assert(std::has_unique_object_representations_v<T>, "blocks are compared bytewise");
  static constexpr char32_t kBlock = 128;
  static constexpr char32_t kFlat = 0x800;        // the first of three bytes
  static constexpr char32_t kEmpty = 0x40000;     // planes 4
  static constexpr char32_t kEmptyEnd = 0xE0000;  // to 13
  static constexpr char32_t kCodePoints = 0x110000;

  std::array<uint16_t, kCodePoints / kBlock> blocks_{};
  std::vector<T> values_;
};

}  // namespace marsad::text
