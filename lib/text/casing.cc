#include "lib/text/casing.h"

#include <unicode/uchar.h>

#include "lib/text/code_point.h"

namespace marsad::text {

bool StartsUpper(std::string_view word) {
  for (size_t at = 0; at < word.size();) {
    const CodePoint c = CodePointAt(word, at);
    const auto value = static_cast<UChar32>(c.value);
    if (u_isalpha(value)) return u_isupper(value) || u_istitle(value);
    at += c.bytes;
  }
  return false;
}

bool HasLower(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const CodePoint c = CodePointAt(text, at);
    if (u_islower(static_cast<UChar32>(c.value))) return true;
    at += c.bytes;
  }
  return false;
}

}  // namespace marsad::text
