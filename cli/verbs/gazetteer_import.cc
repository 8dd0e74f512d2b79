// marsad gazetteer import: lists of names made of what others publish.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/gazetteer/import/geonames.h"
#include "cli/gazetteer/import/wikidata.h"
#include "cli/input_file.h"
#include "cli/show/terminal.h"
#include "lib/app/exit_code.h"
#include "stages/tag/tsv.h"

namespace marsad::cli {
namespace {

constexpr size_t kMaxClassBytes = 1 << 20;

const std::vector<std::string> kLanguages = {"ar", "en", "ru", "fr", "es", "de", "tr", "fa"};

struct WikidataOptions {
  WikidataFilter filter{{"PER", "ORG", "LOC"}, kLanguages, 10, {}};
  std::string dump;
  std::string classes;
  std::string output;
};

struct GeoNamesOptions {
  GeoNamesFilter filter{{"P", "A.PCL", "A.ADM1"}, {}, kLanguages, 15'000};
  std::vector<std::string> files;
  std::string output;
};

std::string Describe(const ImportProgress& progress, double seconds) {
  constexpr int kBarWidth = 24;
  std::string text;
  if (progress.file_bytes > 0) {
    const double share =
        std::min(1.0, static_cast<double>(progress.bytes_read) / static_cast<double>(progress.file_bytes));
    const auto full = static_cast<int>(share * kBarWidth);
    text = fmt::format("[{:#<{}}{:.<{}}] {:.1f} %, ", "", full, "", kBarWidth - full, 100 * share);
  }
  return text + fmt::format("{} items, {:.0f} MB, {:.0f} MB/s", progress.items,
                            static_cast<double>(progress.bytes_out) / 1e6,
                            static_cast<double>(progress.bytes_out) / 1e6 / std::max(seconds, 1e-3));
}

// On standard error: a line that is written over in a terminal, else one at the end.
class ProgressLine {
 public:
  void Show(const ImportProgress& progress) {
    const auto now = std::chrono::steady_clock::now();
    if (!IsTerminal(2) || now - shown_ < std::chrono::milliseconds(500)) return;
    shown_ = now;
    fmt::print(stderr, "\r{} ", Describe(progress, Seconds()));
  }
  void End(const ImportProgress& progress) const {
    fmt::print(stderr, "{}{}, {} kept, lines left out: {}\n", IsTerminal(2) ? "\r" : "", Describe(progress, Seconds()),
               progress.kept, progress.broken);
    for (const std::string& note : progress.notes) fmt::print(stderr, "left out: {}\n", Inserted(note));
    if (const uint64_t more = progress.broken - progress.notes.size(); more > 0) {
      fmt::print(stderr, "left out: {} lines more\n", more);
    }
  }

 private:
  double Seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count(); }

  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point shown_ = begun_;
};

using Import = std::function<Result<ImportProgress>(std::ostream&, const ReportProgress&)>;

// Writes the list beside `path` and renames it: what was there before stays until then.
int WriteList(const std::string& path, const Import& import) {
  const std::string unfinished = path + ".new";
  std::ofstream out(unfinished, std::ios::binary);
  if (!out) return Complaining({path + ": cannot be written"}, app::kFailed);
  ProgressLine line;
  Result<ImportProgress> done = import(out, [&](const ImportProgress& progress) { line.Show(progress); });
  out.close();
  std::error_code error;
  if (done && out) std::filesystem::rename(unfinished, path, error);
  if (done && (!out || error)) done = Fail(path + ": cannot be written");
  if (!done) {
    std::filesystem::remove(unfinished, error);
    return Complaining(done.error(), app::kFailed);
  }
  line.End(*done);
  return app::kOk;
}

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

int ImportFromWikidata(WikidataOptions options) {
  Result<std::vector<WikidataClass>> classes = ReadClasses(options.classes);
  if (!classes) return Complaining(classes.error(), app::kBadConfiguration);
  options.filter.classes = std::move(*classes);
  return WriteList(options.output, [&](std::ostream& out, const ReportProgress& report) {
    return ImportWikidata(options.dump, options.filter, out, report);
  });
}

int ImportFromGeoNames(const GeoNamesOptions& options) {
  return WriteList(options.output, [&](std::ostream& out, const ReportProgress& report) {
    return ImportGeoNames(options.files, options.filter, out, report);
  });
}

// What is wrong with an element of a list on the command line; empty: nothing.
std::string CheckLanguage(const std::string& tag) {
  const bool fits =
      tag.size() >= 2 && tag.size() <= 3 && std::ranges::all_of(tag, [](char c) { return c >= 'a' && c <= 'z'; });
  return fits ? "" : "a language is two or three small letters, as ar, not '" + tag + "'";
}
std::string CheckCountry(const std::string& code) {
  const bool fits = code.size() == 2 && std::ranges::all_of(code, [](char c) { return c >= 'A' && c <= 'Z'; });
  return fits ? "" : "a country is two capitals of ISO 3166-1, as EG, not '" + code + "'";
}
std::string CheckFeature(const std::string& feature) {
  constexpr std::string_view kClasses = "AHLPRSTUV";
  const bool fits = !feature.empty() && kClasses.find(feature.front()) != std::string_view::npos &&
                    (feature.size() == 1 || feature[1] == '.');
  return fits ? "" : "a feature is one of A H L P R S T U V, or with a code, as A.ADM1, not '" + feature + "'";
}

void AddLanguages(CLI::App* verb, std::vector<std::string>* languages) {
  verb->add_option("--languages", *languages, "Of the names; the list's columns")
      ->delimiter(',')
      ->check(CheckLanguage)
      ->capture_default_str();
}

void AddWikidata(CLI::App* import, Command* command) {
  auto options = std::make_shared<WikidataOptions>();
  CLI::App* wikidata = import->add_subcommand("wikidata", "Of a JSON dump of Wikidata");
  wikidata->add_option("DUMP", options->dump, "latest-all.json, also as .gz or .bz2")->required();
  wikidata->add_option("--output", options->output, "The list")->required();
  wikidata->add_option("--types", options->filter.types, "Which entities")
      ->delimiter(',')
      ->check(CLI::IsMember({"PER", "ORG", "LOC", "MISC"}))
      ->capture_default_str();
  AddLanguages(wikidata, &options->filter.languages);
  wikidata->add_option("--min-sitelinks", options->filter.min_sitelinks, "Editions of Wikipedia with an article")
      ->capture_default_str();
  wikidata->add_option("--classes", options->classes,
                       "Lines of a class, a tab and a type; else Q5 PER, Q618123 LOC, Q43229 ORG with all subclasses");
  wikidata->footer(
      "Example:\n  marsad gazetteer import wikidata latest-all.json.bz2 --types PER,ORG --min-sitelinks 12 "
      "--output wikidata.tsv\n"
      "  marsad gazetteer build /srv/gazetteer-8 --add wikidata.tsv");
  wikidata->callback([options, command] { *command = [options] { return ImportFromWikidata(*options); }; });
}

void AddGeoNames(CLI::App* import, Command* command) {
  auto options = std::make_shared<GeoNamesOptions>();
  CLI::App* geonames = import->add_subcommand("geonames", "Of the tables of GeoNames");
  geonames
      ->add_option("FILE", options->files,
                   "allCountries.txt, cities15000.txt or a country's, and alternateNamesV2.txt for names by language; "
                   "also as .gz or .bz2")
      ->required();
  geonames->add_option("--output", options->output, "The list")->required();
  geonames
      ->add_option("--features", options->filter.features,
                   "Classes, or beginnings of their codes: P populated places, A areas, T mountains, H waters, ...")
      ->delimiter(',')
      ->check(CheckFeature)
      ->capture_default_str();
  geonames->add_option("--countries", options->filter.countries, "As EG,JO; else all")
      ->delimiter(',')
      ->check(CheckCountry);
  AddLanguages(geonames, &options->filter.languages);
  geonames->add_option("--min-population", options->filter.min_population, "Of a populated place that is no capital")
      ->capture_default_str();
  geonames->footer(
      "The tables come as .zip archives; bash reads one without unpacking it by <(unzip -p allCountries.zip).\n"
      "Whoever publishes the names must say that they are from GeoNames (CC BY 4.0).\n\n"
      "Examples:\n  marsad gazetteer import geonames allCountries.txt alternateNamesV2.txt --output world.tsv\n"
      "  marsad gazetteer import geonames EG.txt alternateNamesV2.txt --features P,T.MT,S.AIRP --min-population 0 "
      "--output egypt.tsv\n"
      "  marsad gazetteer build /srv/gazetteer-8 --add world.tsv");
  geonames->callback([options, command] { *command = [options] { return ImportFromGeoNames(*options); }; });
}

}  // namespace

void AddGazetteerImport(CLI::App& verb, Command* command) {
  CLI::App* import = verb.add_subcommand("import", "Makes a list of what others publish");
  import->require_subcommand(1);
  AddWikidata(import, command);
  AddGeoNames(import, command);
}

}  // namespace marsad::cli
