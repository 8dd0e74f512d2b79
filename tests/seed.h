// What makes random tests the same every time. Tests only.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>

namespace marsad::tests {

// MARSAD_SEED where somebody sets it, else 1. A test that uses it by itself prints it.
inline uint64_t Seed() {
  const char* given = std::getenv("MARSAD_SEED");
  return given != nullptr ? std::stoull(given) : 1;
}

}  // namespace marsad::tests
