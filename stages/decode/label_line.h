// Lines that stand above a title and say what the text is.
#pragma once

#include <string_view>

namespace marsad::decode {

// "For immediate release", "Press release No. 12/2026 of 3 March", "No. 118", a date: labels of data/no_titles.txt, numbers and dates
// in any order, and nothing else. A number alone is none. `line` is valid UTF-8.
bool IsLabelLine(std::string_view line);

}  // namespace marsad::decode
