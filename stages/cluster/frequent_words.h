// The lists of frequent words that come with Marsad: data/frequent/.
#pragma once

#include <string_view>

#include "stages/cluster/facts.h"

namespace marsad::cluster {

// Of the language that `tag` (BCP 47) begins with; null if there is no list of it. Made at the first call; lives as long as
// the process. Thread-safe.
const FrequentWords* FrequentWordsOf(std::string_view tag);

}  // namespace marsad::cluster
