#include "bench/cluster_news.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

#include "stages/cluster/word_hash.h"

namespace marsad::cluster {
namespace {

constexpr uint32_t kWords = 200'000;
constexpr uint32_t kFrequent = 3'000;  // words that are no facts
constexpr uint32_t kShortestBody = 100;
constexpr uint32_t kBodySpread = 247;  // so 223 on average
constexpr size_t kTitle = 9;
constexpr uint32_t kEventWords = 30;
constexpr uint32_t kEntities = 20'000;
constexpr size_t kRecent = 500;
constexpr int64_t kStart = 1'700'000'000'000;

}  // namespace

std::string NameOfWord(uint32_t word) { return "w" + std::to_string(word); }

void Piece::Add(uint32_t word) {
  const auto begin = static_cast<uint32_t>(text.size());
  text += NameOfWord(word);
  const FactKind fact = word % 97 == 13 ? FactKind::kNumber : word >= kFrequent ? FactKind::kWord : FactKind::kNone;
  tokens.push_back({HashWord(std::string_view(text).substr(begin)), fact, {begin, static_cast<uint32_t>(text.size())}});
  text += ' ';
}

ArticleView News::View() const {
  ArticleView view;
  view.uri = uri;
  view.version = version;
  view.source = source;
  view.language = kLanguage;
  view.received = Timestamp::FromMillis(time);
  view.offset = static_cast<uint64_t>(time);
  view.title = title.text;
  view.body = body.text;
  view.search_title = title.text;
  view.search_body = body.text;
  view.title_tokens = title.tokens;
  view.body_tokens = body.tokens;
  view.entities = entities;
  return view;
}

Newsroom::Newsroom(size_t articles_in_window)
    : step_(std::max<int64_t>(1, kWindowMillis / static_cast<int64_t>(articles_in_window))),
      running_(articles_in_window / 50) {}

// Log-uniform.
uint32_t Newsroom::Word() {
  const double share = static_cast<double>(random_()) / 4294967296.0;
  return static_cast<uint32_t>(std::exp(share * std::log(static_cast<double>(kWords)))) - 1;
}

Newsroom::Event Newsroom::StartEvent() {
  Event event;
  for (uint32_t i = 0; i < kEventWords; ++i) event.words.push_back(kFrequent / 10 + Draw(kWords - kFrequent / 10));
  const double share = (static_cast<double>(random_()) + 1) / 4294967297.0;
  event.left = static_cast<uint32_t>(std::min(30.0, std::pow(share, -0.8)));
  return event;
}

Newsroom::Report Newsroom::Write(const Event& event) {
  Report report;
  for (size_t i = 0; i < kTitle; ++i) report.title.push_back(i < 4 ? event.words[Draw(12)] : Word());
  const uint32_t length = kShortestBody + Draw(kBodySpread);
  for (uint32_t i = 0; i < length; ++i) report.body.push_back(Draw(5) == 0 ? event.words[Draw(kEventWords)] : Word());
  const uint32_t ids = 1 + Draw(4);
  // The first are the event's; entities are as uneven as words.
  for (uint32_t i = 0; i < ids; ++i) report.ids.push_back(i < 2 ? event.words[i] % kEntities : Word() % kEntities);
  return report;
}

void Newsroom::Reword(uint32_t one_of, Report* report) {
  for (uint32_t& word : report->body) {
    if (Draw(one_of) == 0) word = Draw(kFrequent);
  }
}

Newsroom::Report Newsroom::Choose(News* news) {
  const uint32_t kind = Draw(100);
  if (kind < 23 && recent_.size() == kRecent) {
    Report report = recent_[Draw(kRecent)];
    if (kind >= 15) Reword(kind < 20 ? 40 : 15, &report);
    if (kind >= 20) {  // of its own uri
      news->uri = report.uri;
      news->version = ++report.version;
    }
    return report;
  }
  if (events_.size() <= running_) events_.push_back(StartEvent());
  // The newest always tells its first; any other may go on.
  Event& event = kind % 3 == 0 ? events_.back() : events_[Draw(static_cast<uint32_t>(events_.size()))];
  Report report = Write(event);
  if (--event.left == 0) {
    std::swap(event, events_.back());
    events_.pop_back();
  }
  return report;
}

News Newsroom::Next() {
  const uint64_t number = number_++;
  const std::string source = "https://news" + std::to_string(Draw(400)) + ".example";
  News news = {.uri = source + "/2024/05/17/article-" + std::to_string(number),
               .version = 1,
               .source = source,
               .time = kStart + static_cast<int64_t>(number) * step_};
  Report report = Choose(&news);
  report.uri = news.uri;
  report.version = news.version;
  for (const uint32_t word : report.title) news.title.Add(word);
  for (const uint32_t word : report.body) news.body.Add(word);
  for (const uint32_t id : report.ids) news.ids.push_back("wikidata:Q" + std::to_string(id));
  for (const std::string& id : news.ids) news.entities.push_back({id, 300});
  recent_.push_back(std::move(report));
  if (recent_.size() > kRecent) recent_.pop_front();
  return news;
}

WordRarity RarityOfNews(const std::function<std::string(uint32_t)>& name) {
  std::map<uint32_t, uint16_t> words;
  const double all = std::log(static_cast<double>(kWords));
  for (uint32_t word = 0; word < kWords / 2; ++word) {
    const double share = std::log((word + 2.0) / (word + 1.0)) / all;
    const double documents = 1 - std::pow(1 - share, 223);
    words[HashWord(name(word))] = static_cast<uint16_t>(-256 * std::log(documents));
  }
  const std::vector<std::pair<uint32_t, uint16_t>> table(words.begin(), words.end());
  const auto rarest =
      std::max_element(table.begin(), table.end(), [](auto& a, auto& b) { return a.second < b.second; });
  return WordRarity(table, rarest->second);
}

}  // namespace marsad::cluster
