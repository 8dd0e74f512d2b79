#include "tools/eval_stories/corpus.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <fstream>
#include <iomanip>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <utility>

#include "lib/text/fold.h"
#include "lib/text/token.h"
#include "stages/cluster/word_hash.h"

namespace marsad::eval_stories {
namespace {

std::vector<cluster::Token> ReadWords(const std::string& original) {
  std::vector<cluster::Token> words;
  const text::Folded folded = text::Fold(original);
  for (const text::Token& token : text::Tokenize(original, folded)) {
    if (token.search.empty()) continue;
    words.push_back({.hash = cluster::HashWord(token.search.Cut(folded.search)),
                     .fact = cluster::FactKind::kNone,
                     .original = token.original});
  }
  return words;
}

Timestamp ReadTime(const nlohmann::json& line) {
  if (!line.contains("published") && !line.contains("ts")) return {};
  if (line.contains("ts")) return Timestamp::FromMillis(line["ts"].get<int64_t>());
  std::istringstream published(line.at("published").get<std::string>());
  std::tm time{};
  published >> std::get_time(&time, "%Y-%m-%dT%H:%M:%S");
  return Timestamp::FromMillis(static_cast<int64_t>(timegm(&time)) * 1000);
}

uint64_t HashWords(const std::vector<cluster::Token>& words) {
  uint64_t hash = 0;
  for (const cluster::Token& word : words) hash = (hash ^ word.hash) * 0x9E3779B97F4A7C15ULL + 1;
  return hash;
}

}  // namespace

Result<std::vector<Item>> ReadCorpus(const std::string& path) {
  std::ifstream file(path);
  if (!file) return Fail("cannot read " + path);
  std::vector<Item> items;
  for (std::string text; std::getline(file, text);) {
    const nlohmann::json line = nlohmann::json::parse(text, nullptr, false);
    if (line.is_discarded()) return Fail(path + " has a line that is no JSON");
    Item item = {.uri = line.contains("uri") ? line["uri"].get<std::string>() : line.at("id").get<std::string>(),
                 .story = line.value("story", ""),
                 .time = ReadTime(line)};
    item.title = ReadWords(line.at("title").get<std::string>());
    item.body = ReadWords(line.value("body", ""));
    item.body_hash = HashWords(item.body);
    items.push_back(std::move(item));
  }
  std::stable_sort(items.begin(), items.end(), [](const Item& a, const Item& b) { return a.time < b.time; });
  return items;
}

cluster::WordRarity Measure(const std::vector<Item>& items) {
  std::map<uint32_t, double> documents;
  std::set<uint64_t> seen;
  double all = 0;
  for (const Item& item : items) {
    if (item.body_hash != 0 && !seen.insert(item.body_hash).second) continue;
    ++all;
    std::set<uint32_t> words;
    for (const cluster::Token& word : item.title) words.insert(word.hash);
    for (const cluster::Token& word : item.body) words.insert(word.hash);
    for (const uint32_t word : words) ++documents[word];
  }
  const auto rarity_of = [all](double count) {
    return static_cast<uint16_t>(std::lround(256 * std::log((all + 1) / (count + 0.5))));
  };
  std::vector<std::pair<uint32_t, uint16_t>> words;
  for (const auto& [word, count] : documents) words.emplace_back(word, rarity_of(count));
  return cluster::WordRarity(words, rarity_of(0.5));
}

void SetVectors(const cluster::WordRarity& rarity, std::vector<Item>* items) {
  for (Item& item : *items) {
    cluster::ArticleView view;
    view.title_tokens = item.title;
    view.body_tokens = item.body;
    item.vectors = cluster::MakeVectors(view, rarity);
  }
}

}  // namespace marsad::eval_stories
