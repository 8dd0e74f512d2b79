// The one fold of Marsad: gazetteer, tagger and watches compare text only in this form. For matching, never for showing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lib/text/offset_map.h"

namespace marsad::text {

// Rises whenever the fold of any text changes. Compare only what was folded by the same version.
inline constexpr uint32_t kFoldVersion = 1;

struct Folded {
  std::string search;
  OffsetMap map;  // search -> original
};

// The search text of `original`, which must be valid UTF-8. Idempotent: Fold(Fold(x).search).search == Fold(x).search.
// Thread-safe.
Folded Fold(std::string_view original);

// The same without the map, for names of a gazetteer or words of a watch.
std::string FoldText(std::string_view original);

}  // namespace marsad::text
