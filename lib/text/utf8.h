// UTF-8: repair, and what takes the properties of characters. The bytes themselves: lib/base/utf8.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace marsad::text {

struct Repaired {
  std::string text;      // valid UTF-8
  uint32_t repairs = 0;  // U+FFFD that were put in
};
// Replaces each maximal broken subpart by one U+FFFD: the WHATWG Encoding Standard's policy (Unicode 15, table 3-8).
Repaired RepairUtf8(std::string_view bytes);

// Whether there is at least one letter (Unicode general category L) in `text`.
bool HasLetter(std::string_view text);

}  // namespace marsad::text
