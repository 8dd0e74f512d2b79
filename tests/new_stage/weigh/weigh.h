// How much there is to read.
#pragma once

#include <cstddef>
#include <cstdint>

namespace marsad::weigh {

// `words`, but at most `most`.
uint32_t Weigh(size_t words, uint32_t most);

}  // namespace marsad::weigh
