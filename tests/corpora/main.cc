// Runs corpora of bad input through decode and normalize and writes what became of each as a table: docs/corpora.md.
//   corpora DIRECTORY    DIRECTORY: badinput of the shared data. Exit 0; 1: a promise broken; 77: the data is not there.
#include <simdjson.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lib/text/utf8.h"
#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/decode/json_parser.h"
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

class Machine {
 public:
  Machine() : decoder_((*marsad::decode::LoadDecode({}))()), normalizer_((*marsad::normalize::LoadNormalize({}))()) {}

  // What becomes of one file is added to `row`.
  void Run(const std::string& name, const std::string& value, std::string_view type, Row* row) {
    const auto begin = std::chrono::steady_clock::now();
    const marsad::record::HeaderView header{.key = "content-type", .value = type};
    const auto decoded = decoder_->Decode({.value = value,
                                           .headers = {&header, type.empty() ? 0U : 1U},
                                           .timestamp_ms = kReceived,
                                           .topic = "news.raw",
                                           .partition = 0,
                                           .offset = 0});
    const auto articles = marsad::pipeline::ArticlesOf(decoded);
    for (const auto& keyed : articles) Normalize(name, keyed.delta, row);
    ++row->files;
    row->with_articles += !articles.empty();
    row->articles += static_cast<int>(articles.size());
    if (articles.empty()) ++row->without[WhyNot(decoded)];
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    row->longest = std::max(row->longest, took.count());
    if (took.count() > kMostSeconds) row->broken.push_back(name + ": took " + std::to_string(took.count()) + " s");
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
      if (!marsad::text::IsValidUtf8(text)) row->broken.push_back(name + ": text is no UTF-8");
    }
    const auto enriched = normalizer_->Enrich(record);
    if (const auto* reject = std::get_if<Reject>(&enriched)) {
      row->broken.push_back(name + ": normalize refuses it: " + reject->detail);
    }
  }

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
  const bool accepted = marsad::text::IsValidUtf8(bytes) && parser.Parse(bytes, 200).has_value();
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
    {"go-fuzz gzip, guessed", "gofuzz/gzip/corpus", ""},
};

Row RunCorpus(const Corpus& corpus, const fs::path& root, Machine* machine) {
  Row row;
  const fs::path place = root / corpus.folder;
  const auto files = fs::is_directory(place) ? FilesOf(place) : std::vector<fs::path>{place};
  for (const fs::path& path : files) {
    const std::string name = path.filename().string();
    if (corpus.list != nullptr) {
      for (const std::string& text : Cases(path, corpus.list, corpus.key)) machine->Run(name, text, corpus.type, &row);
      continue;
    }
    const std::string bytes = Load(path);
    machine->Run(name, bytes, corpus.type, &row);
    if (std::string_view(corpus.folder) == "jsontestsuite/test_parsing") CheckJson(name, bytes, &row);
  }
  if (row.files == 0) row.broken.push_back("no files in " + place.string());
  return row;
}

void Print(const Corpus& corpus, const Row& row) {
  std::cout << "| " << corpus.name << " | " << row.files << " | " << row.with_articles << " | " << row.articles
            << " | ";
  const char* comma = "";
  for (const auto& [why, count] : row.without) {
    std::cout << comma << count << " " << why;
    comma = ", ";
  }
  std::printf(" | %.0f |\n", row.longest * 1000);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const fs::path root = argc > 1 ? argv[1] : "";
  if (!fs::exists(root / "jsontestsuite")) {
    std::cerr << "the corpora are not here: \"" << root.string() << "\"; MARSAD_SHARED_DATA names their place\n";
    return 77;
  }
  Machine machine;
  size_t broken = 0;
  std::cout << "| corpus | inputs | with articles | articles | without, by reason | longest, ms |\n"
            << "|---|---|---|---|---|---|\n";
  std::cout << std::unitbuf;
  for (const Corpus& corpus : kCorpora) {
    const Row row = RunCorpus(corpus, root, &machine);
    Print(corpus, row);
    for (const std::string& what : row.broken) std::cerr << corpus.name << ": " << what << "\n";
    broken += row.broken.size();
  }
  std::cerr << broken << " broken promises\n";
  return broken == 0 ? 0 : 1;
}
