#include "tools/eval_stories/counting.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>
#include <utility>

namespace marsad::eval_stories {
namespace {

constexpr size_t kWords = 200;   // of a document, after which it ends with its sentence
constexpr uint32_t kFewest = 2;  // documents that have a word which is kept

size_t CountWords(std::string_view sentence) {
  return static_cast<size_t>(std::count(sentence.begin(), sentence.end(), ' ')) + 1;
}

// Takes sentences together.
class Collector {
 public:
  void AddWord(std::string_view word) {
    if (!sentence_.empty()) sentence_ += ' ';
    sentence_ += word;
  }
  void EndSentence() {
    if (sentence_.empty()) return;
    words_ += CountWords(sentence_);
    document_ += sentence_ + '\n';
    sentence_.clear();
    if (words_ >= kWords) EndDocument();
  }
  void EndDocument() {
    if (!document_.empty()) documents_.push_back(std::exchange(document_, {}));
    words_ = 0;
  }
  std::vector<std::string> Take() {
    EndSentence();
    EndDocument();
    return std::move(documents_);
  }

 private:
  std::string sentence_;
  std::string document_;
  size_t words_ = 0;
  std::vector<std::string> documents_;
};

void ReadConll(std::string_view line, Collector* collector) {
  const size_t tab = line.find('\t');
  if (tab != std::string_view::npos) {
    collector->AddWord(line.substr(0, tab));
  } else {
    collector->EndSentence();
  }
}

void ReadConllu(std::string_view line, Collector* collector) {
  constexpr std::string_view kText = "# text = ";
  if (!line.starts_with(kText)) return;
  collector->AddWord(line.substr(kText.size()));
  collector->EndSentence();
}

void ReadText(std::string_view line, Collector* collector) {
  if (!line.empty()) collector->AddWord(line);
  collector->EndSentence();
}

void ReadJson(std::string_view line, Collector* collector) {
  const nlohmann::json article = nlohmann::json::parse(line, nullptr, false);
  if (article.is_discarded()) return;
  for (const char* field : {"title", "body"}) {
    collector->AddWord(article.value(field, ""));
    collector->EndSentence();
  }
  collector->EndDocument();
}

}  // namespace

Result<std::vector<std::string>> ReadDocuments(const std::string& path) {
  const std::map<std::string, void (*)(std::string_view, Collector*)> readers = {
      {".conll", ReadConll}, {".conllu", ReadConllu}, {".jsonl", ReadJson}, {".txt", ReadText}};
  const auto reader = readers.find(std::filesystem::path(path).extension().string());
  if (reader == readers.end()) return Fail(path + ": is none of .conll, .conllu, .jsonl, .txt");
  std::ifstream file(path);
  if (!file) return Fail("cannot read " + path);
  Collector collector;
  for (std::string line; std::getline(file, line);) reader->second(line, &collector);
  return collector.Take();
}

void DocumentCounts::Add(const Words& document) {
  ++documents_;
  std::set<uint32_t> words;
  for (const cluster::Token& word : document.title) words.insert(word.hash);
  for (const cluster::Token& word : document.body) words.insert(word.hash);
  for (const uint32_t word : words) ++counts_[word];
}

cluster::RarityTable DocumentCounts::Table(const std::string& language) const {
  const auto rarity_of = [this](double count) {
    return static_cast<uint16_t>(std::lround(256 * std::log((documents_ + 1.0) / (count + 0.5))));
  };
  cluster::RarityTable table{.language = language, .documents = documents_, .rarest = rarity_of(0.5)};
  for (const auto& [word, count] : counts_) {
    if (count >= kFewest) table.words.emplace_back(word, rarity_of(count));
  }
  return table;
}

}  // namespace marsad::eval_stories
