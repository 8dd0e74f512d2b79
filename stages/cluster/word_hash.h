// The one hash of words in cluster: its value is kept in state and in tables, so it is the same on every machine.
#pragma once

#include <cstdint>
#include <string_view>

namespace marsad::cluster {

// Of a folded word (lib/text/fold.h). 32 bits of XXH3.
uint32_t HashWord(std::string_view folded);

}  // namespace marsad::cluster
