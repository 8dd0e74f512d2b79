#include "stages/tag/contract/models.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <vector>

#include "lib/record/sha256.h"

namespace marsad::tag {
namespace {

namespace fs = std::filesystem;

Result<std::string> ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file) return Fail(path.string() + ": cannot be read");
  return bytes;
}

// File name -> sum, as sha256sum writes them.
std::map<std::string, std::string> ReadSums(const fs::path& path) {
  std::map<std::string, std::string> sums;
  std::ifstream file(path);
  for (std::string sum, name; file >> sum >> name;) sums[name] = sum;
  return sums;
}

std::vector<fs::path> ModelFiles(const std::string& directory) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(directory, error)) {
    if (entry.path().extension() == ".model") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

Result<std::shared_ptr<const Models>> Models::Load(const std::string& directory) {
  const std::map<std::string, std::string> sums = ReadSums(fs::path(directory) / "SHA256SUMS");
  auto models = std::make_shared<Models>();
  for (const fs::path& path : ModelFiles(directory)) {
    auto bytes = ReadFile(path);
    if (!bytes) return tl::unexpected(bytes.error());
    const std::string sum = record::Sha256Hex(*bytes);
    const auto expected = sums.find(path.filename().string());
    if (expected != sums.end() && expected->second != sum) {
      return Fail(path.string() + ": is not what SHA256SUMS beside it says; copy the whole folder anew");
    }
    const auto language = Model::LanguageOf(*bytes);
    if (!language) return Fail(path.string() + ": " + language.error().message);
    auto entry = std::make_unique<Entry>();
    if (expected == sums.end()) {
      auto model = Model::Parse(*bytes);
      if (!model) return Fail(path.string() + ": " + model.error().message);
    }
    entry->bytes = std::move(*bytes);
    if (!models->by_language_.emplace(*language, std::move(entry)).second) {
      return Fail(path.string() + ": a second model for '" + *language + "'");
    }
    models->sums_ += path.filename().string() + '\0' + sum + '\n';
  }
  return models;
}

std::shared_ptr<const Model> Models::Find(std::string_view language) const {
  const auto found = by_language_.find(language.substr(0, language.find('-')));
  if (found == by_language_.end()) return nullptr;
  const Entry& entry = *found->second;
  std::call_once(entry.once, [&entry] {
    if (auto model = Model::Parse(entry.bytes)) entry.model = std::make_shared<const Model>(std::move(*model));
    entry.bytes = {};
  });
  return entry.model;
}

}  // namespace marsad::tag
