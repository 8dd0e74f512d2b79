#include "stages/cluster/word_hash.h"

#include <xxhash.h>

namespace marsad::cluster {

uint32_t HashWord(std::string_view folded) { return static_cast<uint32_t>(XXH3_64bits(folded.data(), folded.size())); }

std::string EntityWord(std::string_view id) { return "id:" + std::string(id); }

}  // namespace marsad::cluster
