// Which build this is.
#pragma once

#include <string_view>

namespace marsad {

// The version of the program, e.g. "0.1.0"; StageRun.build and --version say it.
std::string_view BuildVersion();

}  // namespace marsad
