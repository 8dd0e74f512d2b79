// From bytes to UTF-8, once and for all: everything after it relies on valid UTF-8.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "stages/decode/refusal.h"

namespace marsad::decode {

struct Utf8Text {
  std::string_view original = {};             // the text, if nothing had to be converted
  std::optional<std::string> converted = {};  // the text, where something had
  std::string charset = "UTF-8";              // that it was in, IANA name
  bool charset_guessed = false;
  uint32_t repairs = 0;          // U+FFFD put in
  std::string disbelieved = {};  // the charset that was declared and that the bytes contradict; empty: none
  std::string taken_for =
      {};  // the charset for which some program took UTF-8 and encoded it once more, which is undone

  std::string_view text() const { return converted ? std::string_view(*converted) : original; }
};

// Bytes with the signature of a binary format are refused (binary.h). Then a byte order mark decides, then the declared
// charset (empty: none), then whether the bytes are UTF-8, then detection, also of UTF-16, UTF-32 and ISO 2022 in bytes
// that are UTF-8 by chance.
//
// A declaration that the bytes contradict is not believed: what declares an older encoding and is UTF-8 is UTF-8, for text
// in those is next to never UTF-8 by chance. UTF-8 that is broken here and there, or cut inside its last character, is
// repaired; where broken places outnumber half of the characters beyond ASCII, it is something else. `bytes` must outlive
// the result.
OrRefusal<Utf8Text> ToUtf8(std::string_view bytes, std::string_view declared_charset);

// Whether `charset` says UTF-8, in any spelling, and `bytes` are none.
bool IsFalselyUtf8(std::string_view bytes, std::string_view charset);

}  // namespace marsad::decode
