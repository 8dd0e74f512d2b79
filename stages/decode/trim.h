// Texts without the blanks around them.
#pragma once

#include <string_view>

namespace marsad::decode {

inline constexpr std::string_view kAsciiBlanks = " \t\r\n";

// `text` without `blanks` at either end.
inline std::string_view Trim(std::string_view text, std::string_view blanks = kAsciiBlanks) {
  const size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

}  // namespace marsad::decode
