// Lays a gazetteer out in the form that README.md of this folder describes. Internal to the gazetteer.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "stages/tag/compiled/tables.h"

namespace marsad::tag::compiled {

// The same tables give the same bytes. `sources`: see Gazetteer::sources(). Fails on more than the form has room for.
Result<std::string> Write(const Tables& tables, std::string_view sources);

}  // namespace marsad::tag::compiled
