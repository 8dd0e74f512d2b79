#include "stages/weigh/weigh.h"

#include <algorithm>

namespace marsad::weigh {

uint32_t Weigh(size_t words, uint32_t most) { return static_cast<uint32_t>(std::min<size_t>(words, most)); }

}  // namespace marsad::weigh
