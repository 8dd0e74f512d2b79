// The files of a bundle as they lie on disk: whether they are whole, and whether they changed.
#pragma once

#include <span>
#include <string>

#include "lib/base/result.h"

namespace marsad::app {

// A hash over the names and bytes of all files of a bundle. Each path is a file, or a directory that stands for the files in
// it: those behind links too, no subdirectories, and none whose name begins with a dot. If a directory has a file SHA256SUMS,
// as sha256sum writes it, the files that it lists must be there with their sums; so a set that was copied by half is known
// as such. Fails with "PATH: what is wrong".
Result<std::string> HashBundle(std::span<const std::string> paths);

}  // namespace marsad::app
