#include "stages/tag/contract/models.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "lib/record/sha256.h"

namespace marsad::tag {
namespace {

namespace fs = std::filesystem;

// All of an open file, whatever was read before; empty if it cannot be read.
std::string ReadAll(std::ifstream* file) {
  file->clear();
  file->seekg(0, std::ios::end);
  const auto size = file->tellg();
  if (size <= 0) return {};
  std::string bytes(static_cast<size_t>(size), '\0');
  file->seekg(0);
  file->read(bytes.data(), size);
  return *file ? bytes : std::string();
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
    auto entry = std::make_unique<Entry>();
    entry->file.open(path, std::ios::binary);
    const std::string bytes = ReadAll(&entry->file);
    if (bytes.empty()) return Fail(path.string() + ": cannot be read");
    const std::string sum = entry->sum = record::Sha256Hex(bytes);
    const auto expected = sums.find(path.filename().string());
    if (expected != sums.end() && expected->second != sum) {
      return Fail(path.string() + ": is not what SHA256SUMS beside it says; copy the whole folder anew");
    }
    const auto language = Model::LanguageOf(bytes);
    if (!language) return Fail(path.string() + ": " + language.error().message);
    if (expected == sums.end()) {
      auto model = Model::Parse(bytes);
      if (!model) return Fail(path.string() + ": " + model.error().message);
    }
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
    const std::string bytes = ReadAll(&entry.file);
    entry.file.close();
    if (record::Sha256Hex(bytes) != entry.sum) return;  // was written to in place: the gazetteer is alone
    if (auto model = Model::Parse(bytes)) entry.model = std::make_shared<const Model>(std::move(*model));
  });
  return entry.model;
}

}  // namespace marsad::tag
