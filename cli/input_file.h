// Files of the command line, and what they hold.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace marsad::cli {

// How much is read, and what sets the bound, for the sentence that refuses more: "the largest record that ...".
struct SizeBound {
  size_t bytes = 0;
  std::string_view why;
};

// The bytes of `path`, "-" being standard input. Fails with a sentence: no such file, a directory, no permission, too large.
Result<std::string> ReadInputFile(const std::string& path, const SizeBound& bound);

// The content type that the extension of `path` stands for; absent if it tells nothing: decode then looks at the bytes.
std::optional<std::string> ContentTypeOf(const std::filesystem::path& path);

// Directory of what was installed with this program: share/marsad beside the bin/ that it lies in.
Result<std::filesystem::path> ShareDirectory();

}  // namespace marsad::cli
