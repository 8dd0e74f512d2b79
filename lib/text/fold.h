// The one fold of Marsad: gazetteer, tagger and watches compare text only in this form. For matching, never for
// showing.
//
//   all scripts  NFKC and case folding; format and bidi controls, variation selectors, ZWJ and ZWNJ dropped; every
//                decimal digit becomes 0-9. White space and punctuation stay (Arabic decimal and thousands separators
//                become . and ,).
//   Arabic       diacritics and tatweel dropped; alef with hamza, madda or wasla -> alef; alef maksura -> yeh; teh
//                marbuta -> heh; hamza on waw or yeh -> waw, yeh. A hamza on the line stays: it is a letter of its own,
//                and without it words that differ would meet. Persian and Urdu letters (keheh, farsi yeh, ...) stay
//                themselves: text in those languages is matched by names in those languages.
//   Latin, Greek accents dropped, also the strokes of o, l, d, h and the dotless i: Turkish I, dotted and dotless, in
//                either case, are all i, for a headline in capitals does not tell them apart.
//   Cyrillic     stress marks dropped, io -> ie; short i, yi, short u and the like stay letters of their own.
//   Hebrew       points dropped.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lib/text/offset_map.h"

namespace marsad::text {

// Rises whenever the fold of any text changes. Compare only what was folded by the same version.
inline constexpr uint32_t kFoldVersion = 3;

struct Folded {
  std::string search;
  OffsetMap map;  // search -> original
};

// The search text of `original`, which must be valid UTF-8. Idempotent: Fold(Fold(x).search).search == Fold(x).search;
// canonically equivalent texts (NFC, NFD) fold the same, in sequences of up to 64 combining marks; what combines with
// one character beyond these is dropped. A dropped diacritic counts as part of the character that it stands on, so that
// no span of the search text cuts one off. Linear time; thread-safe.
Folded Fold(std::string_view original);

// The same without the map, for names of a gazetteer or words of a watch.
std::string FoldText(std::string_view original);

}  // namespace marsad::text
