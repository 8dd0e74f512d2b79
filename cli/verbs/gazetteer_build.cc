// marsad gazetteer build: lists as one file, and a directory of lists with one's own among them.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/command.h"
#include "cli/input_file.h"
#include "cli/show/terminal.h"
#include "lib/app/config.h"
#include "lib/app/exit_code.h"
#include "lib/record/sha256.h"
#include "marsad/config/v1/config.pb.h"
#include "stages/tag/contract/lists.h"
#include "stages/tag/gazetteer.h"
#include "stages/tag/stage.h"

namespace marsad::cli {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxListBytes = size_t{8} << 30;
constexpr char kSums[] = "SHA256SUMS";
constexpr char kNotice[] = "NOTICE";

struct BuildOptions {
  std::string directory;
  std::string output;
  std::vector<std::string> added;
  std::string config;
};

Result<void> WriteFile(const fs::path& path, std::string_view bytes) {
  std::ofstream out(path, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) return Fail(path.string() + ": cannot be written");
  return {};
}

// Puts `bytes` where processes may have the file that was there before mapped.
Result<void> Replace(const std::string& path, const std::string& bytes) {
  const std::string unfinished = path + ".new";
  Result<void> written = WriteFile(unfinished, bytes);
  std::error_code error;
  if (written) fs::rename(unfinished, path, error);
  if (written && !error) return {};
  fs::remove(unfinished, error);
  return Fail(path + ": cannot be written");
}

int Report(const std::string& path, size_t lists, std::string before = "") {
  const auto gazetteer = tag::OpenCompiled(path);
  if (!gazetteer) return Complaining(gazetteer.error(), app::kFailed);
  before += fmt::format("{}: {} lists, {} entities, {} names, {:.1f} MB\n", Inserted(path), lists,
                        (*gazetteer)->entity_count(), (*gazetteer)->name_count(),
                        static_cast<double>((*gazetteer)->bytes()) / 1e6);
  return WriteOut(before) ? app::kOk : app::kFailed;
}

int Compile(const BuildOptions& options) {
  const std::string path =
      options.output.empty() ? (fs::path(options.directory) / tag::kCompiledName).string() : options.output;
  const auto files = tag::ReadGazetteerFiles(options.directory);
  if (!files) return Complaining(files.error(), app::kFailed);
  const auto compiled = tag::CompileLists(*files);
  if (!compiled) return Complaining(compiled.error(), app::kFailed);
  if (const Result<void> written = Replace(path, *compiled); !written)
    return Complaining(written.error(), app::kFailed);
  return Report(path, files->size());
}

// The directory that new lists are added to: that of the configuration, or the one that was installed.
Result<std::string> ListsToBeginWith(const std::string& path) {
  Result<config::v1::Config> config = path.empty() ? config::v1::Config() : app::LoadConfig(path);
  if (!config) return Fail(config.error().message);
  const std::vector<std::string> bundles = tag::BundlePaths(*config);
  if (bundles.empty()) return Fail("tag.gazetteer: no directory of lists is there");
  return bundles.front();
}

// Puts `path` among `files`, in the order of their names. What it replaced, as a sentence, or nothing.
Result<std::string> AddList(const std::string& path, std::vector<tag::GazetteerFile>* files) {
  const std::string name = fs::path(path).filename().string();
  if (!name.ends_with(".tsv")) return Fail(path + ": a list is called NAME.tsv");
  Result<std::string> bytes = ReadInputFile(path, {kMaxListBytes, "the largest list"});
  if (!bytes) return Fail(bytes.error().message);
  const auto at = std::ranges::lower_bound(*files, name, {}, &tag::GazetteerFile::name);
  if (at != files->end() && at->name == name) {
    at->bytes = std::move(*bytes);
    return fmt::format("{} replaces the list of that name\n", Inserted(path));
  }
  files->insert(at, {name, std::move(*bytes)});
  return std::string();
}

// All files of a set, with their sums, in `directory`.
Result<void> WriteSet(const fs::path& directory, const std::vector<tag::GazetteerFile>& files,
                      const std::string& notice) {
  std::string sums;
  for (const tag::GazetteerFile& file : files) {
    sums += record::Sha256Hex(file.bytes) + "  " + file.name + '\n';
    if (Result<void> written = WriteFile(directory / file.name, file.bytes); !written) return written;
  }
  const auto compiled = tag::CompileLists(files);
  if (!compiled) return Fail(compiled.error().message);
  sums += record::Sha256Hex(*compiled) + "  " + tag::kCompiledName + '\n';
  if (Result<void> written = WriteFile(directory / tag::kCompiledName, *compiled); !written) return written;
  if (Result<void> written = WriteFile(directory / kSums, sums); !written) return written;
  return notice.empty() ? Result<void>() : WriteFile(directory / kNotice, notice);
}

// A new directory of the lists that are there and those that are added, all or nothing.
int BuildWithAdded(const BuildOptions& options) {
  const Result<std::string> base = ListsToBeginWith(options.config);
  if (!base) return Complaining(base.error(), app::kBadConfiguration);
  fs::path directory = fs::path(options.directory).lexically_normal();
  if (!directory.has_filename()) directory = directory.parent_path();
  std::error_code error;
  if (fs::exists(fs::symlink_status(directory, error))) {
    return Complaining({fmt::format("{} is there already: with --add name a new directory, which takes its place",
                                    Inserted(directory.string()))},
                       app::kFailed);
  }
  auto files = tag::ReadGazetteerFiles(*base);
  if (!files) return Complaining(files.error(), app::kFailed);
  std::string said;
  for (const std::string& path : options.added) {
    const Result<std::string> replaced = AddList(path, &*files);
    if (!replaced) return Complaining(replaced.error(), app::kFailed);
    said += *replaced;
  }
  const Result<std::string> notice =
      ReadInputFile((fs::path(*base) / kNotice).string(), {1 << 20, "the largest notice"});
  const fs::path unfinished = directory.string() + ".new";
  fs::remove_all(unfinished, error);
  fs::create_directory(unfinished, error);
  if (error) return Complaining({unfinished.string() + ": " + error.message()}, app::kFailed);
  Result<void> written = WriteSet(unfinished, *files, notice.value_or(""));
  if (written) fs::rename(unfinished, directory, error);
  if (written && error) written = Fail(directory.string() + ": " + error.message());
  if (!written) {
    fs::remove_all(unfinished, error);
    return Complaining(written.error(), app::kFailed);
  }
  return Report((directory / tag::kCompiledName).string(), files->size(), std::move(said));
}

int Build(const BuildOptions& options) { return options.added.empty() ? Compile(options) : BuildWithAdded(options); }

}  // namespace

void AddGazetteerBuild(CLI::App& verb, Command* command) {
  auto options = std::make_shared<BuildOptions>();
  CLI::App* build = verb.add_subcommand("build", "Compiles lists into one file, which opens at once");
  build->add_option("DIRECTORY", options->directory, "Of the lists; with --add a new one, to be made")->required();
  CLI::Option* output =
      build->add_option("--output", options->output, fmt::format("The file; else {} in DIRECTORY", tag::kCompiledName));
  CLI::Option* add =
      build->add_option("--add", options->added, "A list of yours beside Marsad's own; may be given several times")
          ->allow_extra_args(false)
          ->excludes(output);
  build->add_option("--config", options->config, "marsad.yaml: beside the lists of its tag.gazetteer instead")
      ->needs(add);
  build->footer(
      "With --add a new directory is made, of the lists that are there, those added, the compiled file and "
      "SHA256SUMS;\n"
      "let tag.gazetteer, or the link that it names, lead to it. A row with an id of another list's row adds its names "
      "to\n"
      "that entity; where both say something, the lower tier is believed, then the list whose name comes first.\n\n"
      "Without --add the lists of DIRECTORY are compiled where they are: beside the file that is there, which is then\n"
      "replaced, so a stage that runs goes on. The file is used for the very lists that it was made of; where they\n"
      "change, marsad check and the log say so and the lists are read. A directory with the file alone will do, "
      "too.\n\n"
      "Examples:\n  marsad gazetteer build /srv/gazetteer-8 --add desk.tsv --add world.tsv\n"
      "  marsad gazetteer build /srv/gazetteer-9 --add desk.tsv --config marsad.yaml\n"
      "  marsad gazetteer build /srv/gazetteer-8");
  build->callback([options, command] { *command = [options] { return Build(*options); }; });
}

}  // namespace marsad::cli
