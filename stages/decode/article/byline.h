// Names in bylines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace marsad::decode {

// The name in a byline, "Ada Marsh" of "By Ada Marsh": without one of the words of data/bylines.txt before it. A line
// without such a word comes back as it is, but for white space at its ends. `line` is valid UTF-8.
std::string AuthorIn(std::string_view line);

// All names in a byline: "By ADA MARSH, BO LIN and CY ORR | Senior reporters" holds three. What is said beside the names
// is left out: jobs (data/byline_roles.txt), addresses, numbers, and a place or an agency after a name. A line that
// holds nothing else comes back as one name, unless it is an address or a number.
std::vector<std::string> AuthorsIn(std::string_view line);

// Whether `text` is one of the words of data/bylines.txt alone, with or without a colon.
bool IsBylineWord(std::string_view text);

}  // namespace marsad::decode
