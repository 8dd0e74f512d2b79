// Which build this is.
#pragma once

#include <string_view>

namespace marsad {

// The version of the program, and in a package the commit that it was built from: "0.2.0+4f0c2d9a11be", else "0.2.0".
// StageRun.build, --version, marsad_build_info and the image's label say it.
std::string_view BuildVersion();

}  // namespace marsad
