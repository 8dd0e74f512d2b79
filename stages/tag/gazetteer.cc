#include "stages/tag/gazetteer.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "stages/tag/gazetteer_builder.h"

namespace marsad::tag {

Result<std::vector<GazetteerFile>> ReadGazetteerFiles(const std::string& directory) {
  std::error_code error;
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    if (entry.path().extension() == ".tsv") paths.push_back(entry.path());
  }
  if (error) return Fail("gazetteer " + directory + ": " + error.message());
  if (paths.empty()) return Fail("gazetteer " + directory + ": holds no .tsv file");
  std::sort(paths.begin(), paths.end());
  std::vector<GazetteerFile> files;
  for (const auto& path : paths) {
    std::ifstream in(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (!in) return Fail("gazetteer " + path.string() + ": cannot be read");
    files.push_back({path.filename().string(), std::move(bytes)});
  }
  return files;
}

Result<std::shared_ptr<const Gazetteer>> Gazetteer::Parse(std::span<const GazetteerFile> files) {
  std::shared_ptr<Gazetteer> gazetteer(new Gazetteer);
  GazetteerBuilder builder(gazetteer.get());
  const Result<void> built = builder.Build(files);
  if (!built) return Fail(built.error().message);
  return std::shared_ptr<const Gazetteer>(std::move(gazetteer));
}

uint32_t Gazetteer::LanguageBits(std::string_view language) const {
  const size_t column = Column(language);
  return column == languages_.size() ? ~0u : 1u << column;
}

size_t Gazetteer::Column(std::string_view language) const {
  const std::string_view subtag = language.substr(0, language.find('-'));
  return static_cast<size_t>(std::find(languages_.begin(), languages_.end(), subtag) - languages_.begin());
}

std::string_view Gazetteer::OwnLabel(const KnownEntity& entity, std::string_view language) const {
  const size_t column = Column(language);
  return column == languages_.size() ? std::string_view() : std::string_view(entity.labels[column]);
}

std::string_view Gazetteer::Label(const KnownEntity& entity, std::string_view language) const {
  for (std::string_view wanted : {language, std::string_view("en"), std::string_view("ar")}) {
    if (const std::string_view label = OwnLabel(entity, wanted); !label.empty()) return label;
  }
  const auto any = std::find_if(entity.labels.begin(), entity.labels.end(), [](auto& label) { return !label.empty(); });
  return any == entity.labels.end() ? std::string_view() : std::string_view(*any);
}

}  // namespace marsad::tag
