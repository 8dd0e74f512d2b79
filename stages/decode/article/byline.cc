#include "stages/decode/article/byline.h"

#include <algorithm>

#include "stages/decode/xml/names.h"

namespace marsad::embedded {
extern const std::string_view kBylines;
}

namespace marsad::decode {

std::string AuthorIn(std::string_view line) {
  line = Trimmed(line);
  std::string_view rest = embedded::kBylines;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view word = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (word.empty() || word.starts_with('#') || !line.starts_with(word)) continue;
    const std::string_view behind = line.substr(word.size());
    const size_t name = behind.find_first_not_of(": \t\n");
    if (name != 0 && name != std::string_view::npos) return std::string(behind.substr(name));
  }
  return std::string(line);
}

}  // namespace marsad::decode
