// Data files of one phrase a line, compared without regard to case, marks and spelling variants.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

namespace marsad::decode {

// The folded lines of `text`, but for blank ones and those that begin with #.
std::unordered_set<std::string> FoldedLines(std::string_view text);

}  // namespace marsad::decode
