// Short quotations in a text: titles of works, ships, operations, and single words that somebody said.
#pragma once

#include <string_view>
#include <vector>

#include "lib/text/span.h"

namespace marsad::cluster {

// What stands in quotation marks and has at most six words, in order, without the marks. A mark that has no partner is none.
std::vector<text::OriginalSpan> FindShortQuotes(std::string_view original);

}  // namespace marsad::cluster
