#include "lib/app/bundle_files.h"

#include <filesystem>
#include <map>
#include <sstream>
#include <string_view>
#include <system_error>

#include "lib/app/config_value.h"
#include "lib/record/sha256.h"

namespace marsad::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSums = "SHA256SUMS";
constexpr size_t kSumDigits = 64;

using Hashes = std::map<std::string, std::string>;  // name of a file to its sha256

Result<Hashes> HashDirectory(const std::string& directory, std::string* sums) {
  Hashes hashes;
  std::error_code error;
  for (auto it = fs::directory_iterator(directory, error); !error && it != fs::directory_iterator();
       it.increment(error)) {
    const std::string name = it->path().filename().string();
    std::error_code ignored;
    if (name.starts_with('.') || !fs::is_regular_file(it->path(), ignored)) continue;
    auto bytes = ReadWholeFile(it->path().string());
    if (!bytes) return tl::unexpected(bytes.error());
    hashes[name] = record::Sha256Hex(*bytes);
    if (name == kSums) *sums = std::move(*bytes);
  }
  if (error) return Fail(directory + ": " + error.message());
  return hashes;
}

// `sums` has lines "SUM  NAME", the name with a star before it if it was read as binary.
Result<void> CheckSums(const std::string& directory, const std::string& sums, const Hashes& hashes) {
  std::istringstream lines(sums);
  for (std::string line; std::getline(lines, line);) {
    if (line.size() < kSumDigits + 3) return Fail(directory + "/" + std::string(kSums) + ": a line that is none");
    std::string name = line.substr(kSumDigits + 2);
    const auto file = hashes.find(name);
    if (file == hashes.end())
      return Fail(directory + ": " + name + " is missing, but " + std::string(kSums) + " lists it");
    if (file->second != line.substr(0, kSumDigits)) {
      return Fail(directory + ": " + name + " is not what " + std::string(kSums) +
                  " says: it is cut off, or of another set");
    }
  }
  return {};
}

}  // namespace

Result<std::string> HashBundle(std::span<const std::string> paths) {
  std::string all;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      auto bytes = ReadWholeFile(path);
      if (!bytes) return tl::unexpected(bytes.error());
      all += path + '\0' + record::Sha256Hex(*bytes) + '\n';
      continue;
    }
    std::string sums;
    const auto hashes = HashDirectory(path, &sums);
    if (!hashes) return tl::unexpected(hashes.error());
    if (auto whole = CheckSums(path, sums, *hashes); !whole) return tl::unexpected(whole.error());
    for (const auto& [name, hash] : *hashes) all += path + '\0' + name + '\0' + hash + '\n';
  }
  return record::Sha256Hex(all);
}

}  // namespace marsad::app
