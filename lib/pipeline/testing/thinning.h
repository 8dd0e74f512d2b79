// How much of a long enumeration a test run takes.
#pragma once

#include <cstdint>

namespace marsad::pipeline::testing {

// Sanitizers make everything some ten times slower; they take each eleventh.
#if defined(__clang__)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define MARSAD_SANITIZED 1
#endif
#endif
#ifdef MARSAD_SANITIZED
inline constexpr uint64_t kThinning = 11;
#else
inline constexpr uint64_t kThinning = 1;
#endif

}  // namespace marsad::pipeline::testing
