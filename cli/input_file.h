// Files of the command line, and what they hold.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "lib/base/result.h"

namespace marsad::cli {

// The bytes of `path`, "-" being standard input, at most `max_bytes`. Fails with a sentence: no such file, a directory, no
// permission, too large (naming both sizes).
Result<std::string> ReadInputFile(const std::string& path, size_t max_bytes);

// The content type that the extension of `path` stands for; absent where it tells nothing: decode then looks at the bytes.
std::optional<std::string> ContentTypeOf(const std::filesystem::path& path);

// Directory of what was installed with this program: share/marsad beside the bin/ that it lies in.
Result<std::filesystem::path> ShareDirectory();

}  // namespace marsad::cli
