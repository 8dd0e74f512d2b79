// Where the corpora lie that tests may use but that do not belong to the project. Tests only.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

namespace marsad::tests {

// The directory that MARSAD_SHARED_DATA names, else shared/data beside the project; absent if there is none:
//   const auto data = SharedData("badinput/blns");
//   if (!data) GTEST_SKIP() << "badinput/blns is not here: set MARSAD_SHARED_DATA";
inline std::optional<std::filesystem::path> SharedData(const std::string& what) {
  const char* root = std::getenv("MARSAD_SHARED_DATA");
  const std::filesystem::path path = std::filesystem::path(root != nullptr ? root : "../shared/data") / what;
  if (!std::filesystem::exists(path)) return std::nullopt;
  return path;
}

}  // namespace marsad::tests
