// marsad gazetteer import: lists of names made of what others publish.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/gazetteer/import/wikidata.h"
#include "cli/input_file.h"
#include "cli/show/terminal.h"
#include "lib/app/exit_code.h"
#include "stages/tag/tsv.h"

namespace marsad::cli {
namespace {

constexpr size_t kMaxClassBytes = 1 << 20;

struct ImportOptions {
  WikidataFilter filter{{"PER", "ORG", "LOC"}, {"ar", "en", "ru", "fr", "es", "de", "tr", "fa"}, 10, {}};
  std::string dump;
  std::string classes;
  std::string output;
};

std::string Describe(const ImportProgress& progress, double seconds) {
  const double share = 100.0 * static_cast<double>(progress.bytes_read) /
                       static_cast<double>(std::max<uint64_t>(progress.file_bytes, 1));
  return fmt::format("{:.1f} %, {} items, {:.0f} MB of JSON, {:.0f} MB/s", share, progress.items,
                     static_cast<double>(progress.bytes_out) / 1e6,
                     static_cast<double>(progress.bytes_out) / 1e6 / std::max(seconds, 1e-3));
}

// On standard error: a line that is written over in a terminal, else one at the end.
class ProgressLine {
 public:
  void Show(const ImportProgress& progress) {
    const auto now = std::chrono::steady_clock::now();
    if (!IsTerminal(2) || now - shown_ < std::chrono::seconds(1)) return;
    shown_ = now;
    fmt::print(stderr, "\r{} ", Describe(progress, Seconds()));
  }
  void End(const ImportProgress& progress) const {
    fmt::print(stderr, "{}{}, {} kept, {} lines that are no JSON\n", IsTerminal(2) ? "\r" : "",
               Describe(progress, Seconds()), progress.kept, progress.broken);
  }

 private:
  double Seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count(); }

  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point shown_ = begun_;
};

Result<std::vector<WikidataClass>> ReadClasses(const std::string& path) {
  if (path.empty()) return UsualWikidataClasses();
  const Result<std::string> bytes = ReadInputFile(path, {kMaxClassBytes, "the largest table of classes"});
  if (!bytes) return Fail(bytes.error().message);
  constexpr std::string_view kTypes[] = {"PER", "ORG", "LOC", "MISC"};
  std::vector<WikidataClass> classes;
  for (const tag::TsvLine& line : tag::ReadTsv(*bytes)) {
    const bool fits = line.fields.size() == 2 && line.fields[0].starts_with('Q') &&
                      std::ranges::find(kTypes, line.fields[1]) != std::end(kTypes);
    if (!fits)
      return Fail(fmt::format("{}:{}: needs a class and PER, ORG, LOC or MISC, as Q5\tPER", path, line.number));
    classes.emplace_back(line.fields[0], line.fields[1]);
  }
  return classes;
}

int ImportFromWikidata(ImportOptions options) {
  Result<std::vector<WikidataClass>> classes = ReadClasses(options.classes);
  if (!classes) return Complaining(classes.error(), app::kBadConfiguration);
  options.filter.classes = std::move(*classes);
  const std::string unfinished = options.output + ".new";
  std::ofstream out(unfinished, std::ios::binary);
  if (!out) return Complaining({options.output + ": cannot be written"}, app::kFailed);
  ProgressLine line;
  Result<ImportProgress> done =
      ImportWikidata(options.dump, options.filter, out, [&](const ImportProgress& progress) { line.Show(progress); });
  out.close();
  std::error_code error;
  if (done && out) std::filesystem::rename(unfinished, options.output, error);
  if (done && (!out || error)) done = Fail(options.output + ": cannot be written");
  if (!done) {
    std::filesystem::remove(unfinished, error);
    return Complaining(done.error(), app::kFailed);
  }
  line.End(*done);
  return app::kOk;
}

}  // namespace

void AddGazetteerImport(CLI::App& verb, Command* command) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App* import = verb.add_subcommand("import", "Makes a list of what others publish");
  import->require_subcommand(1);
  CLI::App* wikidata = import->add_subcommand("wikidata", "Of a JSON dump of Wikidata");
  wikidata->add_option("DUMP", options->dump, "latest-all.json, also as .gz or .bz2")->required();
  wikidata->add_option("--output", options->output, "The list")->required();
  wikidata->add_option("--types", options->filter.types, "Which entities")
      ->delimiter(',')
      ->check(CLI::IsMember({"PER", "ORG", "LOC", "MISC"}))
      ->capture_default_str();
  wikidata->add_option("--languages", options->filter.languages, "Of the names; the list's columns")
      ->delimiter(',')
      ->capture_default_str();
  wikidata->add_option("--min-sitelinks", options->filter.min_sitelinks, "Editions of Wikipedia with an article")
      ->capture_default_str();
  wikidata->add_option("--classes", options->classes,
                       "Lines of a class, a tab and a type; else Q5 PER, Q618123 LOC, Q43229 ORG with all subclasses");
  wikidata->footer(
      "Example:\n  marsad gazetteer import wikidata latest-all.json.bz2 --types PER,ORG --min-sitelinks 12 "
      "--output /srv/gazetteer-8/wikidata.tsv");
  wikidata->callback([options, command] { *command = [options] { return ImportFromWikidata(*options); }; });
}

}  // namespace marsad::cli
