// What cluster's core takes for made-up news, by the articles in its window: CPU time an article, of each part and of the
// whole, the slowest of a hundred, and memory. usage: cluster_rate ARTICLES [MEASURED]
//
// The news: words by Zipf's law of 200,000, of 223 words an article; a third of the articles is alone, a third reports on one of the
// events of the last hours, a third is a copy of a recent one, half of these with other words put in. Always the same.
// It is too much alike: nearly all of it falls into one story. So stories and the whole are dearer than they are for real news, and
// what thousands of stories in a window cost is not shown.
#include <malloc.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "stages/cluster/fold.h"
#include "stages/cluster/reading.h"
#include "stages/cluster/text_window.h"
#include "stages/cluster/word_hash.h"

namespace marsad::cluster {
namespace {

constexpr uint32_t kWords = 200'000;
constexpr uint32_t kFrequent = 3'000;  // words that are no facts
constexpr size_t kBody = 223;
constexpr size_t kTitle = 9;
constexpr size_t kEventWords = 40;
constexpr int64_t kStart = 1'700'000'000'000;
constexpr int64_t kWindow = 72LL * 3'600'000;

// Microseconds of this thread.
double Now() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

double UsedBytes() {
  const struct mallinfo2 info = mallinfo2();
  return static_cast<double>(info.uordblks) + static_cast<double>(info.hblkhd);
}

struct Piece {
  std::string text;
  std::vector<Token> tokens;

  void Add(uint32_t word) {
    const auto begin = static_cast<uint32_t>(text.size());
    text += "w" + std::to_string(word);
    const FactKind fact = word % 97 == 13 ? FactKind::kNumber : word >= kFrequent ? FactKind::kWord : FactKind::kNone;
    tokens.push_back(
        {HashWord(std::string_view(text).substr(begin)), fact, {begin, static_cast<uint32_t>(text.size())}});
    text += ' ';
  }
};

struct News {
  std::string uri = {};
  std::string source = {};
  Piece title = {};
  Piece body = {};
  std::vector<std::string> ids = {};
  std::vector<EntityRef> entities = {};
  int64_t time = 0;

  ArticleView View() const {
    ArticleView view;
    view.uri = uri;
    view.source = source;
    view.language = "en";
    view.received = Timestamp::FromMillis(time);
    view.offset = static_cast<uint64_t>(time);
    view.title = title.text;
    view.body = body.text;
    view.title_tokens = title.tokens;
    view.body_tokens = body.tokens;
    view.entities = entities;
    return view;
  }
};

class Newsroom {
 public:
  explicit Newsroom(int64_t step) : step_(step) {}

  News Next() {
    const uint64_t number = number_++;
    News news = {
        .uri = "https://news" + std::to_string(number % 400) + ".example/2024/05/17/article-" + std::to_string(number),
        .source = "https://news" + std::to_string(number % 400) + ".example",
        .time = kStart + static_cast<int64_t>(number) * step_};
    const uint32_t kind = Draw(3);
    if (kind == 0 && !recent_.empty()) {
      Copy(recent_[Draw(static_cast<uint32_t>(recent_.size()))], &news);
    } else {
      const bool is_new = kind == 1 || events_.size() < 2;
      if (is_new) StartEvent();
      // Young events have more articles than old ones.
      const uint32_t age = std::min(Draw(200), Draw(200));
      Write(is_new ? events_.back() : events_[events_.size() - 1 - std::min<size_t>(age, events_.size() - 1)], &news);
    }
    recent_.push_back({Words(news.title), Words(news.body)});
    if (recent_.size() > 300) recent_.pop_front();
    return news;
  }

 private:
  struct Text {
    std::vector<uint32_t> title;
    std::vector<uint32_t> body;
  };

  uint32_t Draw(uint32_t below) { return static_cast<uint32_t>(random_() % below); }
  // By Zipf's law: log-uniform.
  uint32_t Word() {
    const double share = static_cast<double>(random_()) / 4294967296.0;
    return static_cast<uint32_t>(std::exp(share * std::log(static_cast<double>(kWords)))) - 1;
  }
  void StartEvent() {
    std::vector<uint32_t> words;
    for (size_t i = 0; i < kEventWords; ++i) words.push_back(kFrequent + Draw(kWords - kFrequent));
    events_.push_back(std::move(words));
    if (events_.size() > 400) events_.pop_front();
  }
  void Write(const std::vector<uint32_t>& event, News* news) {
    const auto word = [&] { return Draw(3) == 0 ? event[Draw(kEventWords)] : Word(); };
    for (size_t i = 0; i < kTitle; ++i) news->title.Add(i < 4 ? event[Draw(12)] : Word());
    for (size_t i = 0; i < kBody; ++i) news->body.Add(word());
    for (size_t i = 0; i < 3; ++i) news->ids.push_back("wikidata:Q" + std::to_string(event[i]));
    for (const std::string& id : news->ids) news->entities.push_back({id, 300});
  }
  void Copy(const Text& text, News* news) {
    const bool is_edited = Draw(2) == 0;
    for (const uint32_t word : text.title) news->title.Add(word);
    for (const uint32_t word : text.body) news->body.Add(is_edited && Draw(40) == 0 ? Draw(kFrequent) : word);
  }
  static std::vector<uint32_t> Words(const Piece& piece) {
    std::vector<uint32_t> words;
    for (const Token& token : piece.tokens) {
      words.push_back(static_cast<uint32_t>(std::stoul(std::string(token.original.Cut(piece.text)).substr(1))));
    }
    return words;
  }

  int64_t step_;
  uint64_t number_ = 0;
  std::mt19937 random_{1};
  std::deque<std::vector<uint32_t>> events_;
  std::deque<Text> recent_;
};

std::shared_ptr<const ClusterModel> Model() {
  auto model = std::make_shared<ClusterModel>();
  // As learned on labelled news by tools/eval_stories.
  model->stories.weights = {3317, 7705, 4266, 3995, 0, -3831, 3887, 280, 1875};
  model->stories.bias = -3'830'598;
  model->stories.join = -1'375'000;
  model->stories.merge = 375'000;
  std::map<uint32_t, uint16_t> words;
  for (uint32_t word = 0; word < kWords / 2; ++word) {
    const double documents = 1'000'000.0 / (1 + static_cast<double>(word) / 20);
    words[HashWord("w" + std::to_string(word))] = static_cast<uint16_t>(256 * std::log(1'000'001.0 / documents));
  }
  const std::vector<std::pair<uint32_t, uint16_t>> table(words.begin(), words.end());
  model->rarities.emplace("", WordRarity(table, 3'500));
  return model;
}

void Print(const char* what, std::vector<double> micros, double bytes) {
  double sum = 0;
  for (const double each : micros) sum += each;
  std::sort(micros.begin(), micros.end());
  std::printf("%-8s %7.1f us an article, median %6.1f, p99 %6.1f, max %7.1f; %5.0f bytes an article\n", what,
              sum / static_cast<double>(micros.size()), micros[micros.size() / 2], micros[micros.size() * 99 / 100],
              micros.back(), bytes);
  std::fflush(stdout);
}

// Takes `window` articles with `fold`, then as many as are to be measured.
template <class Take>
void Measure(const char* what, size_t window, size_t measured, const Take& take) {
  const double before = UsedBytes();
  Newsroom newsroom(kWindow / static_cast<int64_t>(window));
  for (size_t i = 0; i < window + window / 20; ++i) take(newsroom.Next());
  std::vector<double> micros;
  for (size_t i = 0; i < measured; ++i) {
    const News news = newsroom.Next();
    const double start = Now();
    take(news);
    micros.push_back(Now() - start);
  }
  Print(what, std::move(micros), (UsedBytes() - before) / static_cast<double>(window));
}

void MeasureFold(size_t window, size_t measured) {
  Cluster cluster(Model());
  size_t copies = 0;
  size_t joined = 0;
  size_t merged = 0;
  size_t all = 0;
  Measure("fold", window, measured, [&](const News& news) {
    const Outcome outcome = cluster.Fold(news.View());
    if (all++ % 10 == 9) cluster.Settle();
    copies += outcome.kind == DuplicateKind::kExact || outcome.kind == DuplicateKind::kNear ? 1 : 0;
    joined += outcome.articles > 1 ? 1 : 0;
    merged += outcome.merged.size();
  });
  std::printf("         %zu articles in %zu stories; of %zu %zu copies, %zu in a story with others, %zu merges\n",
              cluster.Sizes().articles, cluster.Sizes().stories, all, copies, joined, merged);
}

void MeasureCopies(size_t window, size_t measured) {
  TextWindow texts((CopyIndexOptions()));
  std::deque<std::string> uris;
  Measure("copies", window, measured, [&](const News& news) {
    const ArticleView view = news.View();
    Reading reading = ReadArticle(view);
    for (const std::string& uri : texts.FindCandidates(reading.sample)) {
      if (Compare(reading.text, texts.Find(uri)->text).relation == Relation::kNone) continue;
    }
    texts.Put(news.uri, {.sequence = static_cast<uint64_t>(news.time), .text = std::move(reading.text)},
              reading.sample);
    uris.push_back(news.uri);
    if (uris.size() > window) {
      texts.Take(uris.front());
      uris.pop_front();
    }
    if (news.time % 10 == 0) texts.Settle();
  });
}

void MeasureStories(size_t window, size_t measured) {
  const auto model = Model();
  StoryIndex stories(model->stories);
  Measure("stories", window, measured, [&](const News& news) {
    const Timestamp time = Timestamp::FromMillis(news.time);
    stories.Expire(Timestamp::FromMillis(news.time - kWindow));
    stories.Add(news.uri, time, MakeVectors(news.View(), model->RarityOf("en")));
    stories.Settle();
  });
}

}  // namespace
}  // namespace marsad::cluster

int main(int argc, char** argv) {
  const size_t window = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 0;
  const size_t measured = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 10'000;
  if (window < 1000 || measured == 0) {
    std::fputs("usage: cluster_rate ARTICLES [MEASURED]\nARTICLES: 1000 at least\n", stderr);
    return 2;
  }
  std::printf("%zu articles in the window, %zu measured after that\n", window, measured);
  marsad::cluster::MeasureCopies(window, measured);
  marsad::cluster::MeasureStories(window, measured);
  marsad::cluster::MeasureFold(window, measured);
  return 0;
}
