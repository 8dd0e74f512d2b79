#include "stages/tag/contract/lists.h"

#include <filesystem>
#include <map>
#include <string_view>
#include <utility>

#include "lib/base/mapped_file.h"
#include "lib/record/sha256.h"
#include "stages/tag/tsv.h"

namespace marsad::tag {
namespace {

namespace fs = std::filesystem;

// Name of a list -> its sum.
std::map<std::string, std::string> ReadSources(std::string_view sources) {
  std::map<std::string, std::string> sums;
  for (const std::string_view line : Split(sources, '\n')) {
    const size_t end = line.find('\0');
    if (end != std::string_view::npos) sums.emplace(line.substr(0, end), line.substr(end + 1));
  }
  return sums;
}

// "desk.tsv came, people.tsv changed".
std::string DescribeChange(std::string_view before, std::string_view after) {
  const auto old_sums = ReadSources(before), new_sums = ReadSources(after);
  std::string all;
  const auto add = [&](const std::string& name, const char* what) {
    all += (all.empty() ? "" : ", ") + name + ' ' + what;
  };
  for (const auto& [name, sum] : new_sums) {
    const auto old = old_sums.find(name);
    if (old == old_sums.end()) {
      add(name, "came");
    } else if (old->second != sum) {
      add(name, "changed");
    }
  }
  for (const auto& [name, sum] : old_sums) {
    if (!new_sums.contains(name)) add(name, "went");
  }
  return all;
}

// The compiled file of a directory, if there is one: opened, or why it cannot be used for lists of these sources.
struct Compiled {
  std::shared_ptr<const Gazetteer> gazetteer;
  std::string problem;
};

Compiled FindCompiled(const std::string& directory, std::string_view sources) {
  const std::string path = (fs::path(directory) / kCompiledName).string();
  std::error_code error;
  if (!fs::exists(path, error)) return {};
  const auto opened = OpenCompiled(path);
  if (!opened) return {nullptr, opened.error().message};
  if ((*opened)->sources() == sources) return {*opened, ""};
  return {nullptr, path + " was made of other lists: " + DescribeChange((*opened)->sources(), sources)};
}

std::string NoteOf(const std::string& problem, const std::string& directory) {
  return problem + "; the lists are read instead, which takes longer; marsad gazetteer build " + directory +
         " makes it anew";
}

// Without lists the compiled file is all there is.
Result<LoadedGazetteer> LoadAlone(const std::string& directory) {
  const std::string path = (fs::path(directory) / kCompiledName).string();
  const auto opened = OpenCompiled(path);
  if (!opened) {
    return Fail(opened.error().message +
                "; marsad gazetteer build makes it anew where its lists are, and there are none beside it");
  }
  return LoadedGazetteer{*opened, std::string((*opened)->sources()), ""};
}

bool HasCompiledAlone(const std::string& directory) {
  std::error_code error;
  if (!fs::exists(fs::path(directory) / kCompiledName, error)) return false;
  for (const auto& entry : fs::directory_iterator(directory, error)) {
    if (entry.path().extension() == ".tsv") return false;
  }
  return !error;
}

}  // namespace

std::string SourcesOf(std::span<const GazetteerFile> files) {
  std::string all;
  for (const GazetteerFile& file : files) all += file.name + '\0' + record::Sha256Hex(file.bytes) + '\n';
  return all;
}

Result<std::string> CompileLists(std::span<const GazetteerFile> files) {
  return CompileGazetteer(files, SourcesOf(files));
}

Result<std::shared_ptr<const Gazetteer>> OpenCompiled(const std::string& path) {
  const auto file = MappedFile::Open(path);
  if (!file) return Fail(path + ": " + file.error().message);
  auto opened = Gazetteer::Open({*file, (*file)->bytes()});
  if (!opened) return Fail(path + " " + opened.error().message);
  return opened;
}

Result<LoadedGazetteer> LoadGazetteer(const std::string& directory) {
  if (HasCompiledAlone(directory)) return LoadAlone(directory);
  const Result<std::vector<GazetteerFile>> files = ReadGazetteerFiles(directory);
  if (!files) return Fail(files.error().message);
  LoadedGazetteer loaded{.gazetteer = nullptr, .sources = SourcesOf(*files), .note = {}};
  const Compiled compiled = FindCompiled(directory, loaded.sources);
  loaded.gazetteer = compiled.gazetteer;
  if (!compiled.problem.empty()) loaded.note = NoteOf(compiled.problem, directory);
  if (loaded.gazetteer != nullptr) return loaded;
  auto parsed = Gazetteer::Parse(*files);
  if (!parsed) return Fail(directory + "/" + parsed.error().message);
  loaded.gazetteer = std::move(*parsed);
  return loaded;
}

std::string CompiledNote(const std::string& directory) {
  if (HasCompiledAlone(directory)) return {};
  const Result<std::vector<GazetteerFile>> files = ReadGazetteerFiles(directory);
  if (!files) return {};
  const Compiled compiled = FindCompiled(directory, SourcesOf(*files));
  return compiled.problem.empty() ? std::string() : NoteOf(compiled.problem, directory);
}

}  // namespace marsad::tag
