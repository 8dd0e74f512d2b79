#include "cli/gazetteer/import/wikidata.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <ostream>
#include <queue>
#include <string_view>
#include <unordered_map>

#include "cli/gazetteer/import/lines.h"
#include "cli/gazetteer/import/names.h"
#include "stages/tag/tsv.h"

namespace marsad::cli {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

static_assert(Lines::kPadding >= simdjson::SIMDJSON_PADDING);

constexpr std::string_view kInstanceOf = "P31";
constexpr std::string_view kSubclassOf = "P279";
constexpr std::string_view kCountries[] = {"P17", "P27"};  // of a thing, of a person
constexpr std::string_view kIsoCode = "P297";
constexpr std::string_view kGeoNames = "P1566";
constexpr uint32_t kDisambiguations[] = {4167410, 22808320};
constexpr size_t kWellKnown = 100;  // sitelinks of those whose name of one word needs no evidence
constexpr std::string_view kGeoNamesPrefix = " geonames:";
constexpr uint64_t kReportItems = 4096;

// The number of "Q5"; 0: it is none.
uint32_t NumberOf(std::string_view id) {
  if (id.size() < 2 || id.size() > 10 || id.front() != 'Q') return 0;
  uint64_t number = 0;
  for (const char c : id.substr(1)) {
    if (c < '0' || c > '9') return 0;
    number = number * 10 + static_cast<uint64_t>(c - '0');
  }
  return number <= UINT32_MAX ? static_cast<uint32_t>(number) : 0;
}

bool IsMadeOf(std::string_view text, char low, char high) {
  return std::ranges::all_of(text, [&](char c) { return c >= low && c <= high; });
}

// Numbers with blanks between, as rows keep them.
std::string JoinNumbers(const std::vector<uint32_t>& numbers) {
  std::string joined;
  for (const uint32_t number : numbers) joined += (joined.empty() ? "Q" : " Q") + std::to_string(number);
  return joined;
}
std::vector<uint32_t> SplitNumbers(std::string_view joined) {
  std::vector<uint32_t> numbers;
  for (const std::string_view id : tag::Split(joined, ' ')) numbers.push_back(NumberOf(id));
  return numbers;
}

std::string_view TextOf(const simdjson::simdjson_result<element>& value) {
  std::string_view text;
  return value.get(text) == simdjson::SUCCESS ? text : std::string_view();
}

// Calls visit(text) for each value of `property` that is not deprecated: an item's id or a text.
template <class Visit>
void ForEachValue(const element& item, std::string_view property, Visit visit) {
  array statements;
  if (item["claims"][property].get(statements) != simdjson::SUCCESS) return;
  for (const element statement : statements) {
    if (TextOf(statement["rank"]) == "deprecated") continue;
    const auto value = statement["mainsnak"]["datavalue"]["value"];
    std::string_view text = TextOf(value);
    if (text.empty()) text = TextOf(value["id"]);
    if (!text.empty()) visit(text);
  }
}

std::vector<uint32_t> ItemsIn(const element& item, std::string_view property) {
  std::vector<uint32_t> items;
  ForEachValue(item, property, [&](std::string_view id) {
    if (const uint32_t number = NumberOf(id); number != 0) items.push_back(number);
  });
  return items;
}

std::string_view FirstText(const element& item, std::string_view property) {
  std::string_view first;
  ForEachValue(item, property, [&](std::string_view text) {
    if (first.empty()) first = text;
  });
  return first;
}

// Editions of Wikipedia with an article.
size_t CountSitelinks(const element& item) {
  object links;
  if (item["sitelinks"].get(links) != simdjson::SUCCESS) return 0;
  size_t count = 0;
  for (const auto& link : links) {
    if (link.key.ends_with("wiki") && link.key != "commonswiki" && link.key != "specieswiki") ++count;
  }
  return count;
}

// Label and aliases.
std::vector<std::string_view> NamesIn(const element& item, const std::string& language) {
  std::vector<std::string_view> names;
  if (const std::string_view label = TextOf(item["labels"][language]["value"]); !label.empty()) names.push_back(label);
  array aliases;
  if (item["aliases"][language].get(aliases) != simdjson::SUCCESS) return names;
  for (const element alias : aliases) names.push_back(TextOf(alias["value"]));
  return names;
}

// What only the whole dump tells: subclasses and the codes of countries.
class Closure {
 public:
  void AddSubclass(uint32_t child, uint32_t parent) { children_.emplace_back(parent, child); }
  void AddCountry(uint32_t item, std::string_view code) { codes_.emplace(item, code); }

  // Gives each class the type of the root that is fewest steps away, of equals the first.
  void Resolve(const std::vector<WikidataClass>& roots) {
    std::ranges::sort(children_);
    std::queue<uint32_t> queue;
    const auto add = [&](uint32_t number, const Known& known) {
      if (types_.emplace(number, known).second) queue.push(number);
    };
    for (const auto& [id, type] : roots) add(NumberOf(id), {type, 0});
    for (; !queue.empty(); queue.pop()) {
      const uint32_t number = queue.front();
      const Known known = types_.at(number);
      for (auto child = std::ranges::lower_bound(children_, std::pair(number, 0u));
           child != children_.end() && child->first == number; ++child) {
        add(child->second, {known.type, known.steps + 1});
      }
    }
  }

  // The type of an instance of `classes`; empty: none. REQUIRES: Resolve() was called.
  std::string TypeOf(const std::vector<uint32_t>& classes) const {
    Known best;
    for (const uint32_t number : classes) {
      const auto found = types_.find(number);
      if (found != types_.end() && (best.type.empty() || found->second.steps < best.steps)) best = found->second;
    }
    return best.type;
  }
  // The first that is a country of today; empty: none is.
  std::string CodeOf(const std::vector<uint32_t>& countries) const {
    for (const uint32_t country : countries) {
      if (const auto found = codes_.find(country); found != codes_.end()) return found->second;
    }
    return {};
  }

 private:
  struct Known {
    std::string type;
    size_t steps = 0;  // from its root
  };
  std::vector<std::pair<uint32_t, uint32_t>> children_;  // class, subclass
  std::map<uint32_t, std::string> codes_;
  std::unordered_map<uint32_t, Known> types_;
};

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// Reads the dump once. What is kept waits on disk until the last subclass was seen.
class Importer {
 public:
  Importer(const WikidataFilter& filter, std::ostream& out) : filter_(filter), out_(out), kept_(std::tmpfile()) {}

  Result<ImportProgress> Import(const std::string& dump, const ReportProgress& report) {
    if (kept_ == nullptr) return Fail("no temporary file can be made");
    Result<Lines> lines = Lines::Open(dump);
    if (!lines) return Fail(lines.error().message);
    for (uint64_t number = 1;; ++number) {
      const Result<bool> more = lines->Next();
      if (!more) return Fail(more.error().message);
      if (!*more) break;
      if (!Read(lines->line())) progress_.AddBroken(fmt::format("{}:{}: is no JSON", dump, number));
      Note(*lines);
      if (progress_.items % kReportItems == 0) report(progress_);
    }
    Note(*lines);
    if (progress_.items == 0) return Fail(dump + ": holds no item of Wikidata");
    closure_.Resolve(filter_.classes);
    if (Result<void> written = Write(); !written) return Fail(written.error().message);
    report(progress_);
    return progress_;
  }

 private:
  void Note(const Lines& lines) {
    progress_.file_bytes = lines.file_bytes();
    progress_.bytes_read = lines.bytes_read();
    progress_.bytes_out = lines.bytes_out();
  }

  // A line of the dump: "[", "]", or an item with a comma. False if it cannot be read.
  bool Read(std::string_view line) {
    const size_t begin = line.find('{'), end = line.rfind('}');
    if (begin == std::string_view::npos) return true;
    if (end == std::string_view::npos || end < begin) return false;
    line = line.substr(begin, end + 1 - begin);
    element item;
    if (parser_.parse(line.data(), line.size(), false).get(item) != simdjson::SUCCESS) return false;
    const uint32_t number = NumberOf(TextOf(item["id"]));
    if (number == 0) return true;  // a property
    ++progress_.items;
    for (const uint32_t parent : ItemsIn(item, kSubclassOf)) closure_.AddSubclass(number, parent);
    std::string_view code = FirstText(item, kIsoCode);
    if (code.size() != 2 || !IsMadeOf(code, 'A', 'Z')) code = {};
    if (!code.empty()) closure_.AddCountry(number, code);
    Keep(item, number, code);
    return true;
  }

  void Keep(const element& item, uint32_t number, std::string_view code) {
    const size_t sitelinks = CountSitelinks(item);
    const std::vector<uint32_t> classes = ItemsIn(item, kInstanceOf);
    const bool is_page = std::ranges::any_of(
        classes, [](uint32_t one) { return std::ranges::find(kDisambiguations, one) != std::end(kDisambiguations); });
    if (sitelinks < filter_.min_sitelinks || is_page) return;
    std::string cells;
    for (const std::string& language : filter_.languages) {
      cells += '\t' + NameCell(NamesIn(item, language), sitelinks >= kWellKnown);
    }
    if (cells.size() == filter_.languages.size()) return;  // no name
    std::vector<uint32_t> countries = {number};            // unless it is one itself
    for (const std::string_view property : kCountries) {
      for (const uint32_t country : ItemsIn(item, property)) countries.push_back(country);
    }
    const std::string id = 'Q' + std::to_string(number);
    std::string row = id + '\t' + JoinNumbers(classes) + '\t' + JoinNumbers(countries) + "\twikidata:" + id;
    if (!code.empty()) row.append(" iso3166-1:").append(code);
    const std::string_view place = FirstText(item, kGeoNames);
    if (!place.empty() && IsMadeOf(place, '0', '9')) row.append(kGeoNamesPrefix).append(place);
    row += cells + '\n';
    std::fwrite(row.data(), 1, row.size(), kept_.get());
  }

  Result<void> Write() {
    out_ << "# From Wikidata (CC0) by marsad gazetteer import.\nkey\ttype\ttier\tids\tcountry\tas_of";
    for (const std::string& language : filter_.languages) out_ << '\t' << language;
    out_ << '\n';
    std::rewind(kept_.get());
    char* bytes = nullptr;
    size_t room = 0;
    for (ssize_t size = 0; (size = getline(&bytes, &room, kept_.get())) > 0;) {
      Write(std::string_view(bytes, static_cast<size_t>(size) - 1));
    }
    std::free(bytes);
    if (std::ferror(kept_.get()) != 0) return Fail("the temporary file cannot be written or read");
    if (!out_) return Fail("the list cannot be written");
    return {};
  }

  // `row`: id, classes, countries, ids, and the names.
  void Write(std::string_view row) {
    const size_t classes = row.find('\t') + 1, countries = row.find('\t', classes) + 1,
                 ids = row.find('\t', countries) + 1, names = row.find('\t', ids);
    const std::string_view all_ids = row.substr(ids, names - ids);
    std::string type = closure_.TypeOf(SplitNumbers(row.substr(classes, countries - classes - 1)));
    if (type.empty() && all_ids.find(kGeoNamesPrefix) != std::string_view::npos) type = "LOC";
    if (std::ranges::find(filter_.types, type) == filter_.types.end()) return;
    ++progress_.kept;
    out_ << row.substr(0, classes) << type << "\t2\t" << all_ids << '\t'
         << closure_.CodeOf(SplitNumbers(row.substr(countries, ids - countries - 1))) << '\t' << row.substr(names)
         << '\n';
  }

  const WikidataFilter& filter_;
  std::ostream& out_;
  std::unique_ptr<std::FILE, CloseFile> kept_;  // rows that still lack type and country
  simdjson::dom::parser parser_;
  Closure closure_;
  ImportProgress progress_;
};

}  // namespace

const std::vector<WikidataClass>& UsualWikidataClasses() {
  static const std::vector<WikidataClass> classes = {{"Q5", "PER"}, {"Q618123", "LOC"}, {"Q43229", "ORG"}};
  return classes;
}

Result<ImportProgress> ImportWikidata(const std::string& dump, const WikidataFilter& filter, std::ostream& out,
                                      const ReportProgress& report) {
  return Importer(filter, out).Import(dump, report);
}

}  // namespace marsad::cli
