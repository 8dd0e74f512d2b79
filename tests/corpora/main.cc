// Runs corpora of bad input through decode and normalize and tells what became of each. DIRECTORY is badinput of the
// shared data. Exit 0; 1: a promise broken, or nowhere to write; 77: the data is not there.
//   corpora_table DIRECTORY                       prints the table
//   corpora_table DIRECTORY --write docs/corpora.md
//                                                 also writes it into that file, between its two comments of "table"
//   corpora_table DIRECTORY --each CORPUS         one line for each input of CORPUS (its name in the table): how many
//                                                 articles, or the reason and the sentence
#include <simdjson.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "lib/base/utf8.h"
#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/decode/json/parser.h"
#include "stages/decode/stage.h"
#include "stages/normalize/stage.h"

namespace {

namespace fs = std::filesystem;
using marsad::pipeline::Reject;

constexpr int64_t kReceived = 1'793'716'200'000;
constexpr double kMostSeconds = 5;  // of one file: generous, for a loaded machine

struct Row {
  int files = 0;
  int with_articles = 0;
  int articles = 0;
  double longest = 0;  // seconds, decode and normalize of one file
  std::map<std::string, int> without;
  std::vector<std::string> broken;
};

std::string Load(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Of every input a line, if somebody asks.
using Tell = std::function<void(const std::string& name, const marsad::pipeline::Decoded& decoded)>;

class Machine {
 public:
  explicit Machine(Tell tell)
      : tell_(std::move(tell)),
        decoder_((*marsad::decode::LoadDecode({}))()),
        normalizer_((*marsad::normalize::LoadNormalize({}))()) {}

  // What becomes of one file is added to `row`.
  void Run(const std::string& name, const std::string& value, std::string_view type, Row* row) {
    const std::clock_t begin = std::clock();  // the processor's time, whatever else the machine does
    const marsad::record::HeaderView header{.key = "content-type", .value = type};
    const auto decoded = decoder_->Decode({.value = value,
                                           .headers = {&header, type.empty() ? 0U : 1U},
                                           .timestamp = marsad::Timestamp::FromMillis(kReceived),
                                           .topic = "news.raw",
                                           .partition = marsad::Partition(0),
                                           .offset = marsad::Offset(0)});
    if (tell_) tell_(name, decoded);
    const auto articles = marsad::pipeline::ArticlesOf(decoded);
    for (const auto& keyed : articles) Normalize(name, keyed.delta, row);
    ++row->files;
    row->with_articles += !articles.empty();
    row->articles += static_cast<int>(articles.size());
    if (articles.empty()) ++row->without[WhyNot(decoded)];
    const double took = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    row->longest = std::max(row->longest, took);
    if (took > kMostSeconds) row->broken.push_back(name + ": took " + std::to_string(took) + " s");
  }

 private:
  static std::string WhyNot(const marsad::pipeline::Decoded& decoded) {
    if (const auto* reject = std::get_if<Reject>(&decoded)) return std::string(marsad::record::Name(reject->code));
    return "holds no item";
  }

  void Normalize(const std::string& name, const std::string& delta, Row* row) {
    marsad::v1::EnrichedArticle record;
    if (!record.ParseFromString(delta)) return row->broken.push_back(name + ": decode's answer is no record");
    const auto& article = record.article();
    for (const std::string_view text : {article.title(), article.body(), article.uri()}) {
      if (!marsad::IsValidUtf8(text)) row->broken.push_back(name + ": text is no UTF-8");
    }
    const auto enriched = normalizer_->Enrich(record);
    if (const auto* reject = std::get_if<Reject>(&enriched)) {
      row->broken.push_back(name + ": normalize refuses it: " + reject->detail);
    }
  }

  const Tell tell_;
  std::unique_ptr<marsad::pipeline::Decoder> decoder_;
  std::unique_ptr<marsad::pipeline::Enricher> normalizer_;
};

std::vector<fs::path> FilesOf(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// y_ must be JSON, n_ must be none. Bytes that are no UTF-8 never reach the JSON layer as they are.
void CheckJson(const std::string& name, const std::string& bytes, Row* row) {
  static marsad::decode::JsonParser parser;
  const bool accepted = marsad::IsValidUtf8(bytes) && parser.Parse(bytes, 200).has_value();
  if (name[0] == 'y' && !accepted) row->broken.push_back(name + ": JSON that is refused");
  if (name[0] == 'n' && accepted) row->broken.push_back(name + ": no JSON, but accepted");
}

// The cases of a JSON file as inputs of their own: strings of a list, or the field `key` of the objects in it.
std::vector<std::string> Cases(const fs::path& path, const char* list, const char* key) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  simdjson::dom::array items;
  std::vector<std::string> cases;
  if (parser.load(path.string()).get(root)) return cases;
  if ((*list != '\0' ? root[list].get(items) : root.get(items)) != simdjson::SUCCESS) return cases;
  for (const simdjson::dom::element item : items) {
    std::string_view text;
    if (!(*key != '\0' ? item[key].get(text) : item.get(text))) cases.emplace_back(text);
  }
  return cases;
}

struct Corpus {
  const char* name;
  const char* folder;
  const char* type;
  const char* list = nullptr;  // of a corpus whose files hold cases: see Cases()
  const char* key = "";
  bool is_binary = false;  // no input may pass as an article
};

constexpr Corpus kCorpora[] = {
    {"JSONTestSuite", "jsontestsuite/test_parsing", "application/json"},
    {"JSONTestSuite, transformed", "jsontestsuite/test_transform", "application/json"},
    {"naughty strings, as plain text", "blns/blns.json", "text/plain", "", ""},
    {"odd feeds (feedparser)", "feedparser/tests", ""},
    {"html5lib tokenizer inputs", "html5lib/tokenizer", "text/html", "tests", "input"},
    {"DOMPurify payloads", "dompurify/expect.json", "text/html", "", "payload"},
    {"XML bombs", "xmlbombs/xmltestdata", "application/xml"},
    {"utf8tests", "utf8tests", "text/plain"},
    {"Trojan Source", "trojan-source", "text/plain"},
    {"go-fuzz JSON", "gofuzz/json/corpus", "application/json"},
    {"go-fuzz XML", "gofuzz/xml/corpus", "application/xml"},
    {"go-fuzz protobuf", "gofuzz/protobuf/corpus", "application/x-protobuf"},
    {"go-fuzz gzip, guessed", "gofuzz/gzip/corpus", "", nullptr, "", true},
    {"go-fuzz gzip, as plain text", "gofuzz/gzip/corpus", "text/plain", nullptr, "", true},
};

Row RunCorpus(const Corpus& corpus, const fs::path& root, Machine* machine) {
  Row row;
  const fs::path place = root / corpus.folder;
  const auto files = fs::is_directory(place) ? FilesOf(place) : std::vector<fs::path>{place};
  for (const fs::path& path : files) {
    const std::string name = path == place ? path.filename().string() : path.lexically_relative(place).string();
    if (corpus.list != nullptr) {
      for (const std::string& text : Cases(path, corpus.list, corpus.key)) machine->Run(name, text, corpus.type, &row);
      continue;
    }
    const std::string bytes = Load(path);
    machine->Run(name, bytes, corpus.type, &row);
    if (std::string_view(corpus.folder) == "jsontestsuite/test_parsing") CheckJson(name, bytes, &row);
  }
  if (corpus.is_binary && row.articles > 0) row.broken.emplace_back("binary data passed as articles");
  if (row.files == 0) row.broken.push_back("no files in " + place.string());
  return row;
}

// One line of the table. Times are rounded up, so that a rerun writes the same on most machines.
std::string Line(const Corpus& corpus, const Row& row) {
  std::ostringstream line;
  line << "| " << corpus.name << " | " << row.files << " | " << row.with_articles << " | " << row.articles << " | ";
  const char* comma = "";
  for (const auto& [why, count] : row.without) line << std::exchange(comma, ", ") << count << ' ' << why;
  line << " | " << (row.longest <= 0.1 ? "0.1" : row.longest <= 1 ? "1" : "5") << " s |\n";
  return line.str();
}

constexpr std::string_view kHead =
    "| corpus | inputs | with articles | articles | without, by reason | each within |\n"
    "|---|---|---|---|---|---|\n";

struct Outcome {
  std::string table;
  size_t broken = 0;
};

Outcome RunAll(const fs::path& root, const std::string& only) {
  Outcome outcome{.table = std::string(kHead)};
  Tell tell;
  if (!only.empty()) {
    tell = [](const std::string& name, const marsad::pipeline::Decoded& decoded) {
      const auto* reject = std::get_if<Reject>(&decoded);
      std::cout << name << '\t'
                << (reject != nullptr ? std::string(marsad::record::Name(reject->code)) + '\t' + reject->detail
                                      : std::to_string(marsad::pipeline::ArticlesOf(decoded).size()) + "\t")
                << '\n';
    };
  }
  Machine machine(std::move(tell));
  for (const Corpus& corpus : kCorpora) {
    if (!only.empty() && only != corpus.name) continue;
    const Row row = RunCorpus(corpus, root, &machine);
    outcome.table += Line(corpus, row);
    for (const std::string& what : row.broken) std::cerr << corpus.name << ": " << what << "\n";
    outcome.broken += row.broken.size();
  }
  return outcome;
}

// Puts `table` between the comments that stand around the table of `path`. False if they are not there.
bool Write(const fs::path& path, const std::string& table) {
  constexpr std::string_view kBegin = "<!-- table: written by corpora_table --write -->\n";
  constexpr std::string_view kEnd = "<!-- end of the table -->";
  const std::string text = Load(path);
  const size_t begin = text.find(kBegin);
  const size_t end = text.find(kEnd);
  if (begin == std::string::npos || end == std::string::npos || end < begin) return false;
  std::ofstream out(path, std::ios::binary);
  out << text.substr(0, begin + kBegin.size()) << table << text.substr(end);
  return out.good();
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const fs::path root = arguments.empty() ? "" : arguments[0];
  const std::string verb = arguments.size() == 3 ? arguments[1] : "";
  if (arguments.size() > 1 && verb != "--write" && verb != "--each") {
    std::cerr << "corpora_table DIRECTORY [--write FILE | --each CORPUS]\n";
    return 1;
  }
  if (!fs::exists(root / "jsontestsuite")) {
    std::cerr << "the corpora are not here: \"" << root.string() << "\"; MARSAD_SHARED_DATA names their place\n";
    return 77;
  }
  const Outcome outcome = RunAll(root, verb == "--each" ? arguments[2] : "");
  if (verb != "--each") std::cout << outcome.table;
  std::cerr << outcome.broken << " broken promises\n";
  if (verb == "--write" && !Write(arguments[2], outcome.table)) {
    std::cerr << arguments[2] << " has no comments around a table, or cannot be written\n";
    return 1;
  }
  return outcome.broken == 0 ? 0 : 1;
}
