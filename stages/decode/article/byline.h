// Names in bylines.
#pragma once

#include <string>
#include <string_view>

namespace marsad::decode {

// The name in a byline, "Ada Marsh" of "By Ada Marsh": without one of the words of data/bylines.txt before it. A line
// without such a word comes back as it is, but for white space at its ends. `line` is valid UTF-8.
std::string AuthorIn(std::string_view line);

}  // namespace marsad::decode
