#include "lib/text/casing.h"

#include <unicode/uchar.h>

#include "lib/base/utf8.h"
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

std::string Capitalize(std::string_view text, std::string_view language) {
  if (text.empty()) return {};
  constexpr std::string_view kDottedCapital = "\u0130";
  const CodePoint first = CodePointAt(text, 0);
  const std::string_view primary = language.substr(0, language.find('-'));
  std::string capitalized;
  if (first.value == U'i' && (primary == "tr" || primary == "az")) {
    capitalized = kDottedCapital;
  } else {
    AppendUtf8(static_cast<char32_t>(u_totitle(static_cast<UChar32>(first.value))), &capitalized);
  }
  return capitalized += text.substr(first.bytes);
}

}  // namespace marsad::text
