// Legacy encodings to UTF-8, by ICU.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace marsad::text {

struct Converted {
  std::string text;      // valid UTF-8
  std::string charset;   // preferred IANA or MIME name, e.g. windows-1256
  uint32_t repairs = 0;  // U+FFFD put in place of bytes that the encoding does not know
};

enum class CharsetKind {
  kUnknown,
  kUtf8,
  kSingleByte,
  kMultiByte,  // one or more bytes a character, ASCII among them: GB18030, Shift_JIS, EUC-KR
  kWide,       // UTF-16, UTF-32
  kStateful,   // ISO 2022: the same bytes mean different characters
};
CharsetKind KindOfCharset(std::string_view charset);

// Fails if `charset` names no encoding that is known here.
Result<Converted> ConvertToUtf8(std::string_view bytes, std::string_view charset);

// The likeliest encoding of bytes that are not UTF-8; absent if nothing is likely enough (binary data).
std::optional<std::string> DetectCharset(std::string_view bytes);

// Whether Unicode has such a character, private ones aside.
bool IsAssigned(char32_t c);

}  // namespace marsad::text
