// How much a piece of memory takes of the heap, for those who tell how much they remember.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

namespace marsad::cluster {

// Of `bytes` that were asked for: glibc adds its header and rounds up (malloc/malloc.c, request2size). Nothing takes nothing.
inline constexpr size_t HeapBytes(size_t bytes) {
  constexpr size_t kHeader = 8;
  constexpr size_t kAlignment = 16;
  constexpr size_t kLeast = 32;
  if (bytes == 0) return 0;
  return std::max(kLeast, (bytes + kHeader + kAlignment - 1) / kAlignment * kAlignment);
}

// Of a vector's elements, which may be pointers.
template <class Vector>
size_t HeapBytesOf(const Vector& vector) {
  // NOLINTNEXTLINE(bugprone-sizeof-expression)
  return HeapBytes(vector.capacity() * sizeof(typename Vector::value_type));
}

// A text that does not change: eight bytes, and one piece of memory unless it is empty.
class HeapText {
 public:
  HeapText() = default;
  explicit HeapText(std::string_view text) {
    if (text.empty()) return;
    const auto size = static_cast<uint32_t>(text.size());
    memory_ = std::make_unique<char[]>(sizeof(size) + size);
    std::memcpy(memory_.get(), &size, sizeof(size));
    std::memcpy(memory_.get() + sizeof(size), text.data(), size);
  }

  std::string_view view() const { return memory_ ? std::string_view(memory_.get() + sizeof(uint32_t), size()) : ""; }
  size_t bytes() const { return memory_ ? HeapBytes(sizeof(uint32_t) + size()) : 0; }

 private:
  uint32_t size() const {
    uint32_t size = 0;
    std::memcpy(&size, memory_.get(), sizeof(size));
    return size;
  }

  std::unique_ptr<char[]> memory_;  // its size, then its bytes
};

}  // namespace marsad::cluster
