#include "tools/eval_stories/corpus.h"

#include <algorithm>
#include <ctime>
#include <fstream>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

namespace marsad::eval_stories {
namespace {

// The beginning of time if the line says none: an article of the crowd needs none.
Timestamp ReadTime(const nlohmann::json& line) {
  if (line.contains("ts")) return Timestamp::FromMillis(line["ts"].get<int64_t>());
  if (!line.contains("published")) return {};
  std::istringstream published(line["published"].get<std::string>());
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

Result<std::vector<Item>> ReadCorpus(const std::string& path, Pipeline* pipeline) {
  std::ifstream file(path);
  if (!file) return Fail("cannot read " + path);
  std::vector<Item> items;
  for (std::string text; std::getline(file, text);) {
    const nlohmann::json line = nlohmann::json::parse(text, nullptr, false);
    if (line.is_discarded()) return Fail(path + " has a line that is no JSON");
    const std::string title = line.at("title");
    const std::string body = line.value("body", "");
    const std::string language = line.value("language", line.value("lang", ""));
    Result<Words> words = pipeline->Read({title, body, language});
    if (!words) return Fail(path + ": " + words.error().message);
    Item item = {.uri = line.contains("uri") ? line["uri"].get<std::string>() : line.at("id").get<std::string>(),
                 .story = line.value("story", ""),
                 .time = ReadTime(line),
                 .words = *std::move(words)};
    item.body_hash = HashWords(item.words.body);
    items.push_back(std::move(item));
  }
  std::stable_sort(items.begin(), items.end(), [](const Item& a, const Item& b) { return a.time < b.time; });
  return items;
}

void AddCrowd(std::vector<Item> crowd, std::vector<Item>* items) {
  if (items->empty()) return;
  // A file has like beside like.
  std::stable_sort(crowd.begin(), crowd.end(), [](const Item& a, const Item& b) { return a.body_hash < b.body_hash; });
  const int64_t from = items->front().time.millis();
  const int64_t span = items->back().time.millis() - from;
  for (size_t i = 0; i < crowd.size(); ++i) {
    Item& item = crowd[i];
    item.story.clear();
    item.time = Timestamp::FromMillis(from + span * static_cast<int64_t>(i) / static_cast<int64_t>(crowd.size()));
    items->push_back(std::move(item));
  }
  std::stable_sort(items->begin(), items->end(), [](const Item& a, const Item& b) { return a.time < b.time; });
}

void SetVectors(const cluster::ClusterModel& model, std::vector<Item>* items) {
  for (Item& item : *items) {
    std::vector<cluster::EntityRef> entities;
    for (const EntityMention& entity : item.words.entities) entities.push_back({entity.id, entity.salience});
    cluster::ArticleView view;
    view.title_tokens = item.words.title;
    view.body_tokens = item.words.body;
    view.entities = entities;
    item.vectors = cluster::MakeVectors(view, model.RarityOf(item.words.language));
  }
}

}  // namespace marsad::eval_stories
