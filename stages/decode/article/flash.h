// Flashes: "#Breaking | ...".
#pragma once

#include <string>
#include <string_view>

#include "stages/decode/article/draft.h"

namespace marsad::decode {

// The place after the marker of a flash at the front of `line` (data/flashes.txt: in brackets, with a #, with a separator
// after it); 0: there is none. The whole line may be one. `line` is valid UTF-8.
size_t FlashMarker(std::string_view line);

// Takes the marker out of the draft's title, without a title out of the body's first line, and the urgency 1 from it where
// the source states none.
void TakeFlash(Draft* draft);

}  // namespace marsad::decode
