// Where the programs of an installation keep what ships beside them.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace marsad {

// `configured` if it is set; else share/marsad/FOLDER beside the bin/ in which this program lies. `key` of the configuration is
// what a person may set instead; the sentence of a failure names it.
Result<std::string> DirectoryOf(const std::string& configured, std::string_view folder, std::string_view key);

}  // namespace marsad
