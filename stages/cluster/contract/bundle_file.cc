#include "stages/cluster/contract/bundle_file.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

#include "lib/base/installed.h"
#include "lib/base/mapped_file.h"
#include "lib/record/sha256.h"

namespace marsad::cluster {
namespace {

constexpr const char* kFile = "stories.bundle";
constexpr size_t kSumDigits = 16;

// Of the file, as sha256sum wrote it; empty if nothing is said of it.
std::string ExpectedSum(const std::filesystem::path& directory) {
  std::ifstream sums(directory / "SHA256SUMS");
  for (std::string sum, name; sums >> sum >> name;) {
    if (name == kFile) return sum;
  }
  return {};
}

}  // namespace

Result<LoadedBundle> LoadBundle(const std::string& directory) {
  const Result<std::string> folder = DirectoryOf(directory, "stories", "cluster.bundle");
  if (!folder) return tl::unexpected(folder.error());
  const std::string path = (std::filesystem::path(*folder) / kFile).string();
  const auto file = MappedFile::Open(path);
  if (!file) return Fail(path + ": " + file.error().message);
  const std::string sum = record::Sha256Hex((*file)->bytes());
  const std::string expected = ExpectedSum(*folder);
  if (!expected.empty() && expected != sum) {
    return Fail(path + ": is not what SHA256SUMS beside it says; copy the whole folder anew");
  }
  auto bundle = ParseBundle((*file)->bytes());
  if (!bundle) return Fail(path + ": " + bundle.error().message);
  return LoadedBundle{*std::move(bundle), sum.substr(0, kSumDigits)};
}

}  // namespace marsad::cluster
