// The limits that the configuration has by default, for tests of readers.
#pragma once

#include "stages/decode/limits.h"

namespace marsad::decode {

inline constexpr Limits kLimits = {
    .title_chars = 10'000, .body_chars = 1'000'000, .feed_items = 1'000, .nesting = 200, .links = 10'000};

}  // namespace marsad::decode
