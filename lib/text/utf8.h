// UTF-8: validity, repair and counting.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace marsad::text {

bool IsValidUtf8(std::string_view bytes);

struct Repaired {
  std::string text;      // valid UTF-8
  uint32_t repairs = 0;  // U+FFFD that were put in
};
// Replaces each maximal broken subpart by one U+FFFD: the WHATWG Encoding Standard's policy (Unicode 15, table 3-8).
Repaired RepairUtf8(std::string_view bytes);

// Characters (code points) of valid UTF-8.
size_t CountCharacters(std::string_view text);

// Whether there is at least one letter (Unicode general category L) in `text`.
bool HasLetter(std::string_view text);

// UTF-16 code units of valid UTF-8.
size_t CountUtf16(std::string_view text);

}  // namespace marsad::text
