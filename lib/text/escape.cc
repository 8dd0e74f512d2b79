#include "lib/text/escape.h"

#include <unicode/utf8.h>

#include <array>
#include <cstdio>

namespace marsad::text {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";            // REPLACEMENT CHARACTER
constexpr std::string_view kFirstStrongIsolate = "\xE2\x81\xA8";     // U+2068
constexpr std::string_view kPopDirectionalIsolate = "\xE2\x81\xA9";  // U+2069

bool IsBidiControl(UChar32 c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool IsControl(UChar32 c) { return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029; }

// Copies `text`, handing each character that is not plain ASCII to `write(character, its bytes)`; the character of
// broken bytes is negative.
template <class Write>
void ForEachSpecial(std::string_view text, std::string* out, Write write) {
  const auto* data = reinterpret_cast<const uint8_t*>(text.data());
  const size_t size = text.size();
  for (size_t i = 0; i < size;) {
    const size_t begin = i;
    while (i < size && data[i] >= 0x20 && data[i] < 0x7F) ++i;
    out->append(text, begin, i - begin);
    if (i == size) return;
    const size_t special = i;
    UChar32 c;
    U8_NEXT(data, i, size, c);
    write(c, text.substr(special, i - special));
  }
}

}  // namespace

std::string EscapeControls(std::string_view text, bool keep_newlines) {
  std::string out;
  out.reserve(text.size());
  ForEachSpecial(text, &out, [&](UChar32 c, std::string_view bytes) {
    if (c < 0) {
      out += kReplacement;
    } else if ((!IsControl(c) && !IsBidiControl(c)) || (c == '\n' && keep_newlines)) {
      out += bytes;
    } else {
      std::array<char, 16> escape;
      out.append(escape.data(), std::snprintf(escape.data(), escape.size(), "\\u{%X}", static_cast<unsigned>(c)));
    }
  });
  return out;
}

std::string Isolate(std::string_view text) {
  std::string out(kFirstStrongIsolate);
  out.reserve(text.size() + kFirstStrongIsolate.size() + kPopDirectionalIsolate.size());
  ForEachSpecial(text, &out, [&](UChar32 c, std::string_view bytes) {
    if (c < 0) {
      out += kReplacement;
    } else if (!IsBidiControl(c)) {
      out += bytes;
    }
  });
  return out += kPopDirectionalIsolate;
}

}  // namespace marsad::text
