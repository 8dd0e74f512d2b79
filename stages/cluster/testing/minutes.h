// Times for tests.
#pragma once

#include <cstdint>

#include "lib/base/timestamp.h"

namespace marsad::cluster::testing {

// So many minutes after a fixed moment.
inline Timestamp At(int64_t minute) { return Timestamp::FromMillis(1'000'000'000'000 + minute * 60'000); }

}  // namespace marsad::cluster::testing
