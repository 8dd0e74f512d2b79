// Words that announce a name: titles, verbs of saying, heads of organizations, facilities and events. Data of this
// folder: data/cues.tsv.
#pragma once

#include <cstdint>
#include <string_view>

namespace marsad::tag {

enum class Cue : uint8_t {
  kNone = 0,
  kTitle,        // president, Dr
  kSaying,       // said, added
  kPlaceBefore,  // in, city of
  kOrgHead,      // ministry, company
  kPlaceHead,    // river, airport
  kMiscHead,     // cup, treaty
  kMiscBefore,   // missile, film
  kKin,          // son of, bin
};

// The cue of a folded word, with the Arabic article or without it; kNone: no cue.
Cue CueOf(std::string_view folded);

}  // namespace marsad::tag
