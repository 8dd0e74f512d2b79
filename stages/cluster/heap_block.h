// How much a piece of memory takes of the heap, for those who tell how much they remember.
#pragma once

#include <algorithm>
#include <cstddef>

namespace marsad::cluster {

// Of `bytes` that were asked for: glibc adds its header and rounds up (malloc/malloc.c, request2size). Nothing takes nothing.
inline constexpr size_t HeapBytes(size_t bytes) {
  constexpr size_t kHeader = 8;
  constexpr size_t kAlignment = 16;
  constexpr size_t kLeast = 32;
  if (bytes == 0) return 0;
  return std::max(kLeast, (bytes + kHeader + kAlignment - 1) / kAlignment * kAlignment);
}

// Of a vector's elements.
template <class Vector>
size_t HeapBytesOf(const Vector& vector) {
  return HeapBytes(vector.capacity() * sizeof(typename Vector::value_type));
}

}  // namespace marsad::cluster
