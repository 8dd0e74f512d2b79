#include "stages/decode/article/word_lines.h"

#include <algorithm>

#include "lib/text/fold.h"

namespace marsad::decode {

std::unordered_set<std::string> FoldedLines(std::string_view text) {
  std::unordered_set<std::string> lines;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (!line.empty() && line[0] != '#') lines.insert(text::FoldText(line));
  }
  return lines;
}

}  // namespace marsad::decode
