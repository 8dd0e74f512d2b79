// marsad gazetteer: what the lists of names know, for people who keep one of their own.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/gazetteer/list_rows.h"
#include "cli/input_file.h"
#include "cli/show/terminal.h"
#include "lib/app/config.h"
#include "lib/app/exit_code.h"
#include "marsad/config/v1/config.pb.h"
#include "stages/tag/gazetteer.h"
#include "stages/tag/gazetteer_explain.h"
#include "stages/tag/stage.h"

namespace marsad::cli {
namespace {

constexpr size_t kMaxListBytes = size_t{2} << 30;
constexpr const char* kTypes[] = {"?", "PER", "ORG", "LOC", "MISC"};

struct GazetteerOptions {
  std::string config;
  std::string language;
  std::vector<std::string> lists;
  std::string text;
  std::string old_lists;
  std::string new_lists;
};

Result<tag::GazetteerFile> ReadList(const std::string& path) {
  Result<std::string> bytes = ReadInputFile(path, {kMaxListBytes, "the largest list"});
  if (!bytes) return Fail(bytes.error().message);
  return tag::GazetteerFile{std::filesystem::path(path).filename().string(), std::move(*bytes)};
}

// The lists of the installation or of the configuration, and then those of the command line.
Result<std::vector<tag::GazetteerFile>> ReadLists(const GazetteerOptions& options) {
  Result<config::v1::Config> config = options.config.empty() ? config::v1::Config() : app::LoadConfig(options.config);
  if (!config) return Fail(config.error().message);
  const std::vector<std::string> bundles = tag::BundlePaths(*config);
  if (bundles.empty()) return Fail("tag.gazetteer: no directory of lists is there");
  Result<std::vector<tag::GazetteerFile>> files = tag::ReadGazetteerFiles(bundles.front());
  if (!files) return files;
  for (const std::string& path : options.lists) {
    Result<tag::GazetteerFile> list = ReadList(path);
    if (!list) return Fail(list.error().message);
    std::erase_if(*files, [&](const tag::GazetteerFile& file) { return file.name == list->name; });  // an older one
    files->push_back(std::move(*list));
  }
  return files;
}

// By the script of its first letter that has one; English for all else.
std::string LanguageOf(const std::string& text) {
  const auto in = [&](unsigned char low, unsigned char high) {
    return std::any_of(text.begin(), text.end(), [&](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return byte >= low && byte <= high;
    });
  };
  if (in(0xD8, 0xDB)) return "ar";  // lead bytes of U+0600 to U+06FF
  if (in(0xD0, 0xD3)) return "ru";  // and of U+0400 to U+04FF
  return "en";
}

int Check(const GazetteerOptions& options) {
  const auto files = ReadLists(options);
  if (!files) return Complaining(files.error(), app::kFailed);
  const auto gazetteer = tag::Gazetteer::Parse(*files);
  if (!gazetteer) return Complaining(gazetteer.error(), app::kFailed);
  std::string out;
  for (size_t i = files->size() - options.lists.size(); i < files->size(); ++i) {
    for (const tag::ListNote& note : tag::CheckList(**gazetteer, (*files)[i])) {
      out += fmt::format("{}:{}: {}\n", (*files)[i].name, note.line, Inserted(note.text));
    }
  }
  for (const std::string& doubled : DoubledIds(*files, options.lists.size())) out += doubled + "\n";
  out += fmt::format("{} lists: {} entities, {} names\n", files->size(), (*gazetteer)->entity_count(),
                     (*gazetteer)->name_count());
  return WriteOut(out) ? app::kOk : app::kFailed;
}

int Why(const GazetteerOptions& options) {
  const auto files = ReadLists(options);
  if (!files) return Complaining(files.error(), app::kFailed);
  const auto gazetteer = tag::Gazetteer::Parse(*files);
  if (!gazetteer) return Complaining(gazetteer.error(), app::kFailed);
  const std::string language = options.language.empty() ? LanguageOf(options.text) : options.language;
  std::string out;
  for (const tag::NameReading& reading : tag::ExplainNames(*gazetteer, options.text, language)) {
    const tag::KnownEntity& entity = reading.entity;
    out += fmt::format("{}  {}  {} {} [{}]: {}\n", reading.is_found ? "found" : "not  ", Inserted(reading.words),
                       kTypes[static_cast<size_t>(entity.type)], Inserted((*gazetteer)->Label(entity, language)),
                       entity.ids.empty() ? "no id" : entity.id(), Inserted(reading.reason));
  }
  if (out.empty()) out = "no list has a name that stands there; a list of your own may: gazetteer/README.md\n";
  return WriteOut(out) ? app::kOk : app::kFailed;
}

// A list, or all lists of a directory; refused if tag would refuse them.
Result<std::vector<tag::GazetteerFile>> ReadVersion(const std::string& path) {
  std::vector<tag::GazetteerFile> files;
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    Result<std::vector<tag::GazetteerFile>> all = tag::ReadGazetteerFiles(path);
    if (!all) return Fail(all.error().message);
    files = std::move(*all);
  } else {
    Result<tag::GazetteerFile> list = ReadList(path);
    if (!list) return Fail(list.error().message);
    files.push_back(std::move(*list));
  }
  if (const auto gazetteer = tag::Gazetteer::Parse(files); !gazetteer) return Fail(gazetteer.error().message);
  return files;
}

// Exit codes as those of diff(1).
int Diff(const GazetteerOptions& options) {
  const auto before = ReadVersion(options.old_lists);
  if (!before) return Complaining(before.error(), app::kBadConfiguration);
  const auto after = ReadVersion(options.new_lists);
  if (!after) return Complaining(after.error(), app::kBadConfiguration);
  std::string out;
  for (const auto& lines :
       {DiffRows(ReadRows(*before), ReadRows(*after)), DiffWords(WordLines(*before), WordLines(*after))}) {
    for (const std::string& line : lines) out += line + "\n";
  }
  if (!WriteOut(out)) return app::kBadConfiguration;
  return out.empty() ? app::kOk : app::kFailed;
}

}  // namespace

void AddGazetteer(CLI::App& app, Command* command) {
  auto options = std::make_shared<GazetteerOptions>();
  CLI::App* verb = app.add_subcommand("gazetteer", "What the lists of names know, together with lists of yours");
  verb->require_subcommand(1);
  verb->footer(std::string("A list is a line an entity, with tabs between the columns; more in gazetteer/README.md:\n"
                           "  key      type  tier  ids           country  as_of    en\n"
                           "  quorvex  ORG   1     desk:quorvex  JO       2026-11  Quorvex|Quorvex Mills\n\n"
                           "Examples:\n  marsad gazetteer check desk.tsv\n"
                           "  marsad gazetteer why 'They flew to Jordan' --list desk.tsv\n"
                           "  marsad gazetteer diff /srv/gazetteer-7 /srv/gazetteer-8\n"
                           "  marsad gazetteer build /srv/gazetteer-8 --add desk.tsv\n\n") +
               kExitCodes);
  CLI::App* check =
      verb->add_subcommand("check", "Whether lists can be read, and which of their names are also another's");
  check->add_option("FILE", options->lists, "Lists of your own");
  CLI::App* why = verb->add_subcommand("why", "Why a text is or is not found");
  why->add_option("TEXT", options->text, "A name or a sentence")->required();
  why->add_option("--list", options->lists, "A list of your own")->allow_extra_args(false);
  why->add_option("--language", options->language, "Of the text, e.g. ar; else by its letters");
  for (CLI::App* one : {check, why}) one->add_option("--config", options->config, "marsad.yaml, for tag.gazetteer");
  check->footer("Example:\n  marsad gazetteer check desk.tsv");
  why->footer(
      "Examples:\n  marsad gazetteer why 'They flew to Jordan'\n"
      "  marsad gazetteer why 'Quorvex bought a mill' --list desk.tsv --language en");
  CLI::App* diff = verb->add_subcommand("diff", "Which entities, names, types and ids came, went or changed");
  diff->add_option("OLD", options->old_lists, "A list or a directory of lists")->required();
  diff->add_option("NEW", options->new_lists, "The same, later")->required();
  diff->footer(
      "Exit codes: 0 nothing differs; 1 something does; 2 a list cannot be read.\n\n"
      "Example:\n  marsad gazetteer diff /srv/gazetteer-7 /srv/gazetteer-8");
  AddGazetteerBuild(*verb, command);
  AddGazetteerImport(*verb, command);
  diff->callback([options, command] { *command = [options] { return Diff(*options); }; });
  check->callback([options, command] { *command = [options] { return Check(*options); }; });
  why->callback([options, command] { *command = [options] { return Why(*options); }; });
}

}  // namespace marsad::cli
