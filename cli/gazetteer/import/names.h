// Names from elsewhere as a cell of a list (gazetteer/README.md).
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace marsad::cli {

// `names` with their signs and with | between, each once; empty if none of them can be a name. The first stays the label. A name of
// one word counts only with evidence unless the entity `is_known` well; one of few capitals only in these letters.
std::string NameCell(std::span<const std::string_view> names, bool is_known);

}  // namespace marsad::cli
