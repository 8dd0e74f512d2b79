// How much of a long enumeration a test run takes.
#pragma once

#include <cstdint>
#include <cstdlib>

namespace marsad::pipeline::testing {

// Each so manieth. Sanitizers make everything some ten times slower; quick tests (MARSAD_QUICK) take each fifth, which of eight
// faults leaves none out.
#if defined(__clang__)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define MARSAD_SANITIZED 1
#endif
#endif
inline uint64_t Thinning() {
#ifdef MARSAD_SANITIZED
  return 11;
#else
  return std::getenv("MARSAD_QUICK") != nullptr ? 5 : 1;
#endif
}

}  // namespace marsad::pipeline::testing
