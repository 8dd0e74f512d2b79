#include "lib/base/installed.h"

#include <filesystem>

namespace marsad {

Result<std::string> DirectoryOf(const std::string& configured, std::string_view folder, std::string_view key) {
  if (!configured.empty()) return configured;
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) {
    return Fail(std::string(key) + ": set it; where this program lies cannot be found out: " + error.message());
  }
  return (program.parent_path().parent_path() / "share/marsad" / folder).string();
}

}  // namespace marsad
