// The one hash of words in cluster: its value is kept in state and in tables, so it is the same on every machine.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace marsad::cluster {

// Of a folded word (lib/text/fold.h). 32 bits of XXH3.
uint32_t HashWord(std::string_view folded);

// What stands for an entity's name among words, in any language.
std::string EntityWord(std::string_view id);

}  // namespace marsad::cluster
