#include "cli/gazetteer/import/geonames.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <ostream>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "cli/gazetteer/import/lines.h"
#include "cli/gazetteer/import/names.h"
#include "lib/base/utf8.h"
#include "stages/tag/tsv.h"

namespace marsad::cli {
namespace {

// Columns of a table of places (GeoNames' readme.txt); those that nothing reads are left out.
namespace place {
enum : size_t {
  kId = 0,
  kName = 1,
  kLatitude = 4,
  kLongitude = 5,
  kClass = 6,
  kCode = 7,
  kCountry = 8,
  kPopulation = 14
};
constexpr size_t kColumns = 19;
}  // namespace place

// And of one of alternate names.
namespace alternate {
enum : size_t { kId = 1, kLanguage = 2, kName = 3, kIsPreferred = 4, kIsColloquial = 6, kIsHistoric = 7 };
constexpr size_t kColumns = 10;
constexpr size_t kColumnsBefore = 8;  // until 2018
}  // namespace alternate

constexpr std::string_view kWikidataId = "wkdt";  // as a language
constexpr uint64_t kLargeCity = 1'000'000;        // people; of tier 2
constexpr uint64_t kReportLines = 65'536;
constexpr std::string_view kZip = "PK\x03\x04";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// What was, or is left: P.PPLH, P.PPLQ, P.PPLW, P.PPLCH, A.ADM1H, A.PCLH.
bool IsGone(std::string_view feature) {
  return feature == "P.PPLQ" || feature == "P.PPLW" || (feature.ends_with('H') && feature.size() > 4);
}

template <class Number>
std::optional<Number> Parse(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool IsDegrees(std::string_view text, double limit) {
  const std::optional<double> degrees = Parse<double>(text);
  return degrees && std::abs(*degrees) <= limit;
}

bool IsCountry(std::string_view code) {
  return code.size() == 2 && std::ranges::all_of(code, [](char c) { return c >= 'A' && c <= 'Z'; });
}

// "zh-Hant" is of zh.
bool IsOfLanguage(std::string_view tag, std::string_view language) {
  return tag.starts_with(language) && (tag.size() == language.size() || tag[language.size()] == '-');
}

struct Place {
  uint32_t id = 0;
  uint8_t tier = 3;
  uint64_t population = 0;
  std::string country;
  std::string coordinates;
  std::string wikidata;
  std::string name;  // the one on GeoNames' maps; in English or Latin letters
  struct Names {
    std::vector<std::string> all;  // the first is the label
    size_t preferred = 0;          // the first of them
  };
  std::vector<Names> names;  // by language
};

class Importer {
 public:
  Importer(const GeoNamesFilter& filter, const ReportProgress& report) : filter_(filter), report_(report) {}

  Result<ImportProgress> Import(std::span<const std::string> paths, std::ostream& out) {
    std::vector<Table> tables;
    for (const std::string& path : paths) {
      Result<Table> table = Open(path);
      if (!table) return Fail(table.error().message);
      progress_.file_bytes += table->lines.file_bytes();
      tables.push_back(std::move(*table));
    }
    const bool has_places = std::ranges::any_of(tables, [](const Table& table) { return table.is_places; });
    if (!has_places) return Fail("none of the files is a table of places, as allCountries.txt or cities15000.txt");
    std::stable_partition(tables.begin(), tables.end(), [](const Table& table) { return table.is_places; });
    for (Table& table : tables) {
      if (Result<void> read = Read(&table); !read) return Fail(read.error().message);
    }
    if (Result<void> written = Write(out); !written) return Fail(written.error().message);
    report_(progress_);
    return std::move(progress_);
  }

 private:
  struct Table {
    std::string name;
    Lines lines;  // at its first line
    bool is_places = false;
  };

  // Which of the two tables it is, its first line tells.
  static Result<Table> Open(const std::string& path) {
    Result<Lines> lines = Lines::Open(path);
    if (!lines) return Fail(lines.error().message);
    const Result<bool> has_line = lines->Next();
    if (!has_line) return Fail(has_line.error().message);
    const std::string_view first = *has_line ? lines->line() : std::string_view();
    if (first.starts_with(kZip)) {
      return Fail(fmt::format("{}: is a zip archive: unpack it, or give <(unzip -p {} NAME.txt) instead", path, path));
    }
    const size_t columns = tag::Split(first, '\t').size();
    const bool is_alternate = columns == alternate::kColumns || columns == alternate::kColumnsBefore;
    if (columns != place::kColumns && !is_alternate) {
      return Fail(
          fmt::format("{}:1: is no table of GeoNames: it has {} columns; places have {}, alternate names {} or {}",
                      path, columns, place::kColumns, alternate::kColumns, alternate::kColumnsBefore));
    }
    return Table{std::filesystem::path(path).filename().string(), std::move(*lines), columns == place::kColumns};
  }

  Result<void> Read(Table* table) {
    const uint64_t read = progress_.bytes_read, out = progress_.bytes_out;
    uint64_t number = 0;
    for (;;) {
      ++number;
      if (const std::string problem = ReadLine(table->lines.line(), table->is_places); !problem.empty()) {
        progress_.AddBroken(fmt::format("{}:{}: {}", table->name, number, problem));
      }
      const Result<bool> more = table->lines.Next();
      if (!more) return Fail(more.error().message);
      progress_.bytes_read = read + table->lines.bytes_read();
      progress_.bytes_out = out + table->lines.bytes_out();
      if (!*more) return {};
      if (number % kReportLines == 0) report_(progress_);
    }
  }

  // What is wrong with it; empty: nothing.
  std::string ReadLine(std::string_view line, bool is_place) {
    if (line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.front() == '#') return {};
    const std::vector<std::string_view> fields = tag::Split(line, '\t');
    return is_place ? ReadPlace(fields) : ReadAlternate(fields);
  }

  // What is wrong with a row of places; empty: nothing.
  static std::string WrongWith(const std::vector<std::string_view>& fields) {
    if (fields.size() != place::kColumns) return fmt::format("has {} columns, not {}", fields.size(), place::kColumns);
    if (Parse<uint32_t>(fields[place::kId]).value_or(0) == 0) {
      return fmt::format("geonameid is a number, not '{}'", fields[place::kId]);
    }
    const std::string_view latitude = fields[place::kLatitude], longitude = fields[place::kLongitude];
    if (!IsDegrees(latitude, 90) || !IsDegrees(longitude, 180)) {
      return fmt::format("latitude and longitude are degrees, not '{}' and '{}'", latitude, longitude);
    }
    const std::string_view country = fields[place::kCountry], people = fields[place::kPopulation];
    if (!country.empty() && !IsCountry(country)) return fmt::format("country code is two capitals, not '{}'", country);
    if (!people.empty() && !Parse<uint64_t>(people)) return fmt::format("population is a number, not '{}'", people);
    return IsValidUtf8(fields[place::kName]) ? "" : "the name is no UTF-8";
  }

  std::string ReadPlace(const std::vector<std::string_view>& fields) {
    ++progress_.items;
    if (std::string wrong = WrongWith(fields); !wrong.empty()) return wrong;
    const std::string_view country = fields[place::kCountry];
    const uint64_t population = Parse<uint64_t>(fields[place::kPopulation]).value_or(0);
    const std::string feature = fmt::format("{}.{}", fields[place::kClass], fields[place::kCode]);
    const bool is_seat = feature == "P.PPLC" || feature.starts_with("A.PCL");
    if (!IsWanted(feature, country, is_seat ? UINT64_MAX : population)) return {};
    const uint32_t id = *Parse<uint32_t>(fields[place::kId]);
    if (!numbers_.try_emplace(id, places_.size()).second) return {};  // of another file, too
    places_.push_back({.id = id,
                       .tier = static_cast<uint8_t>(is_seat || population >= kLargeCity ? 2 : 3),
                       .population = population,
                       .country = std::string(country),
                       .coordinates = fmt::format("{},{}", fields[place::kLatitude], fields[place::kLongitude]),
                       .wikidata = {},
                       .name = std::string(fields[place::kName]),
                       .names = std::vector<Place::Names>(filter_.languages.size())});
    return {};
  }

  bool IsWanted(std::string_view feature, std::string_view country, uint64_t population) const {
    const auto is_of = [&](const std::string& wanted) { return feature.starts_with(wanted); };
    if (std::ranges::none_of(filter_.features, is_of) || IsGone(feature)) return false;
    if (feature.starts_with("P.") && population < filter_.min_population) return false;
    return filter_.countries.empty() || std::ranges::find(filter_.countries, country) != filter_.countries.end();
  }

  std::string ReadAlternate(const std::vector<std::string_view>& fields) {
    if (fields.size() != alternate::kColumns && fields.size() != alternate::kColumnsBefore) {
      return fmt::format("has {} columns, not {} or {}", fields.size(), alternate::kColumns, alternate::kColumnsBefore);
    }
    const std::optional<uint32_t> id = Parse<uint32_t>(fields[alternate::kId]);
    if (!id) return fmt::format("geonameid is a number, not '{}'", fields[alternate::kId]);
    const auto at = numbers_.find(*id);
    if (at == numbers_.end()) return {};
    Place& known = places_[at->second];
    const std::string_view name = fields[alternate::kName];
    if (!IsValidUtf8(name)) return "the name is no UTF-8";
    if (fields[alternate::kLanguage] == kWikidataId) {
      const bool is_id = name.starts_with('Q') && Parse<uint32_t>(name.substr(1)).has_value();
      if (!is_id) return fmt::format("an id of Wikidata is a number after Q, not '{}'", name);
      if (known.wikidata.empty()) known.wikidata = name;
    }
    const bool is_of_use = fields[alternate::kIsColloquial] != "1" && fields[alternate::kIsHistoric] != "1";
    if (is_of_use) AddName(fields, &known);
    return {};
  }

  // In each wanted language that it is of; preferred names come first.
  void AddName(const std::vector<std::string_view>& fields, Place* place) const {
    for (size_t i = 0; i < filter_.languages.size(); ++i) {
      if (!IsOfLanguage(fields[alternate::kLanguage], filter_.languages[i])) continue;
      Place::Names& names = place->names[i];
      const bool is_preferred = fields[alternate::kIsPreferred] == "1";
      const size_t at_number = is_preferred ? names.preferred++ : names.all.size();
      names.all.emplace(names.all.begin() + static_cast<ptrdiff_t>(at_number), fields[alternate::kName]);
    }
  }

  Result<void> Write(std::ostream& out) {
    std::ranges::sort(places_, [](const Place& a, const Place& b) {
      return std::pair(a.tier, b.population) < std::pair(b.tier, a.population) ||
             (a.tier == b.tier && a.population == b.population && a.id < b.id);
    });
    out << "# From GeoNames (www.geonames.org, CC BY 4.0) by marsad gazetteer import.\n"
           "key\ttype\ttier\tids\tcountry\tas_of\tcoordinates";
    for (const std::string& language : filter_.languages) out << '\t' << language;
    out << '\n';
    for (const Place& one : places_) out << Row(one);
    if (!out) return Fail("the list cannot be written");
    return {};
  }

  // Empty if it has no name in these languages.
  std::string Row(const Place& one) {
    std::string cells;
    for (size_t i = 0; i < filter_.languages.size(); ++i) {
      std::vector<std::string_view> names(one.names[i].all.begin(), one.names[i].all.end());
      if (filter_.languages[i] == "en") names.push_back(one.name);
      cells += '\t' + NameCell(names, one.tier == 2);
    }
    if (cells.size() == filter_.languages.size()) return {};
    ++progress_.kept;
    const std::string wikidata = one.wikidata.empty() ? "" : "wikidata:" + one.wikidata + " ";
    return fmt::format("geonames-{}\tLOC\t{}\t{}geonames:{}\t{}\t\t{}{}\n", one.id, one.tier, wikidata, one.id,
                       one.country, one.coordinates, cells);
  }

  const GeoNamesFilter& filter_;
  const ReportProgress& report_;
  ImportProgress progress_;
  std::vector<Place> places_;
  std::unordered_map<uint32_t, size_t> numbers_;  // GeoNames id -> place
};

}  // namespace

Result<ImportProgress> ImportGeoNames(std::span<const std::string> files, const GeoNamesFilter& filter,
                                      std::ostream& out, const ReportProgress& report) {
  return Importer(filter, report).Import(files, out);
}

}  // namespace marsad::cli
