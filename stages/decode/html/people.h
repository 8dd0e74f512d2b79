// Authors as the markup of a page names them.
#pragma once

#include <string>
#include <vector>

#include "stages/decode/html/tree.h"

namespace marsad::decode {

// The names in an element that stands for an author or a line with authors: of itemprop=name, rel=author and the like in
// it, else of the links in it, else of its first text that is a name. Jobs, numbers of followers and addresses are none.
std::vector<std::string> NamesIn(const HtmlNode& element);

}  // namespace marsad::decode
