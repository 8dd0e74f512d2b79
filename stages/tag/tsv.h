// Lines of tab-separated text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace marsad::tag {

// The parts of `text` between the separators; one empty part for an empty text.
inline std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (size_t begin = 0;;) {
    const size_t end = text.find(separator, begin);
    parts.push_back(text.substr(begin, end - begin));
    if (end == std::string_view::npos) return parts;
    begin = end + 1;
  }
}

// A line that holds data: `number` counts from 1 and is for messages.
struct TsvLine {
  size_t number = 0;
  std::vector<std::string_view> fields;
};

// All lines of `text` but empty ones and those that begin with '#'. Views into `text`.
inline std::vector<TsvLine> ReadTsv(std::string_view text) {
  std::vector<TsvLine> lines;
  size_t number = 0;
  for (std::string_view line : Split(text, '\n')) {
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty() && line.front() != '#') lines.push_back({number, Split(line, '\t')});
  }
  return lines;
}

}  // namespace marsad::tag
