// What the whole stage cluster takes for made-up news (cluster_news.h), from the bytes of a record of its input to those of its
// output and of its state, by the articles in its window: CPU time an article, the slowest of a hundred, bytes. Words are as
// frequent as in the core's benchmark, cluster_rate: the 3,000 most frequent are those of the English list, so that they state no facts.
// To be started in the repository's root. usage: cluster_bytes ARTICLES [MEASURED]
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/cluster_news.h"
#include "lib/article/words.h"
#include "lib/base/clock.h"
#include "lib/pipeline/chain.h"
#include "lib/text/fold.h"
#include "lib/text/token.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/cluster/contract/bundle_file.h"
#include "stages/cluster/stage.h"

namespace marsad::cluster {
namespace {

constexpr const char* kFrequentWords = "stages/cluster/data/frequent/en.txt";
constexpr std::string_view kEnglish = "en";

double Now() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

// How the news' numbered words are written: the frequent ones as English words.
class Writing {
 public:
  Writing() {
    std::ifstream file(kFrequentWords);
    for (std::string word; file >> word;) words_.push_back(word);
    if (words_.empty()) {
      std::fprintf(stderr, "%s: not there: cluster_bytes is to be started in the repository's root\n", kFrequentWords);
      std::exit(2);
    }
  }
  std::string WordOf(uint32_t number) const {
    return number < words_.size() ? words_[number] : "w" + std::to_string(number);
  }
  std::string Write(const Piece& piece) const {
    std::string text;
    for (const Token& token : piece.tokens) {
      const std::string number = piece.text.substr(token.original.begin + 1, token.original.size() - 1);
      text += WordOf(static_cast<uint32_t>(std::strtoul(number.c_str(), nullptr, 10))) + ' ';
    }
    return text;
  }

 private:
  std::vector<std::string> words_;
};

std::string MakeRecord(const News& news, const Writing& writing) {
  v1::EnrichedArticle record;
  v1::Article& article = *record.mutable_article();
  article.set_uri(news.uri);
  article.set_version(news.version);
  article.set_pub_status(v1::Article::USABLE);
  article.mutable_source()->set_uri(news.source);
  article.set_title(writing.Write(news.title));
  article.set_body(writing.Write(news.body));
  article.mutable_received()->set_seconds(news.time / 1000);
  article.mutable_received()->set_nanos(static_cast<int32_t>(news.time % 1000 * 1'000'000));
  record.mutable_text()->set_language(std::string(kEnglish));
  const text::Folded title = text::Fold(article.title());
  const text::Folded body = text::Fold(article.body());
  const std::vector<text::Token> title_tokens = text::Tokenize(article.title(), title);
  const std::vector<text::Token> body_tokens = text::Tokenize(article.body(), body);
  article::WriteWords({title, title_tokens}, {body, body_tokens}, record.mutable_text());
  for (const EntityRef& entity : news.entities) {
    v1::Entity& to = *record.add_entities();
    to.set_id(std::string(entity.id));
    to.set_salience(entity.salience);
  }
  return record.SerializeAsString();
}

pipeline::Stages MakeStages(const Writing& writing) {
  Result<LoadedBundle> loaded = LoadBundle("");
  if (!loaded) {
    std::fprintf(stderr, "%s\n", loaded.error().message.c_str());
    std::exit(2);
  }
  auto model = std::make_shared<ClusterModel>(*loaded->bundle);
  model->rarities.insert_or_assign(std::string(kEnglish),
                                   RarityOfNews([&](uint32_t word) { return writing.WordOf(word); }));
  pipeline::Stages stages;
  stages.push_back(MakeCluster(std::move(model), loaded->sum, {}));
  return stages;
}

struct Totals {
  uint64_t in = 0;
  uint64_t out = 0;
  uint64_t state = 0;
  uint64_t state_records = 0;
  uint64_t copies = 0;
  uint64_t joined = 0;

  void Add(const std::vector<pipeline::Output>& outputs) {
    for (const pipeline::Output& output : outputs) {
      const uint64_t bytes = output.key.value_or("").size() + output.value.value_or("").size();
      if (output.lane == pipeline::Lane::kState) {
        state += bytes;
        ++state_records;
        continue;
      }
      v1::EnrichedArticle article;
      if (output.lane != pipeline::Lane::kOut || !article.ParseFromString(output.value.value_or("")) ||
          !article.has_story()) {
        std::fputs("cluster_bytes: an article was refused\n", stderr);
        std::exit(1);
      }
      out += bytes;
      const v1::Story::DuplicateKind kind = article.story().duplicate_kind();
      copies += kind == v1::Story::EXACT || kind == v1::Story::NEAR ? 1 : 0;
      joined += kind == v1::Story::SAME_STORY ? 1 : 0;
    }
  }
};

// Takes the news' next article; microseconds.
class Stage {
 public:
  Stage()
      : chain_(MakeStages(writing_), {.input_topic = "news.ordered", .build = "bench"}, SystemClock(), *journal_,
               observer_) {}

  double Take(const News& news, Totals* totals) {
    const std::string record = MakeRecord(news, writing_);
    outputs_.clear();
    const double start = Now();
    chain_.Apply({.offset = offset_,
                  .timestamp = Timestamp::FromMillis(news.time),
                  .key = news.uri,
                  .value = record,
                  .headers = {}},
                 &outputs_);
    offset_ = offset_.next();
    if (offset_.value() % 10 == 0) chain_.stateful()->Settle();
    const double took = Now() - start;
    if (totals != nullptr) {
      totals->in += news.uri.size() + record.size();
      totals->Add(outputs_);
    }
    return took;
  }

 private:
  Writing writing_;
  const std::unique_ptr<pipeline::Journal> journal_ = pipeline::NullJournal();
  pipeline::Observer observer_;
  pipeline::Chain chain_;
  std::vector<pipeline::Output> outputs_;
  Offset offset_;
};

int Main(int argc, char** argv) {
  const size_t window = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 0;
  const size_t measured = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 10'000;
  if (window < 1000 || measured == 0) {
    std::fputs("usage: cluster_bytes ARTICLES [MEASURED]\nARTICLES: 1000 at least\n", stderr);
    return 2;
  }
  Newsroom newsroom(window);
  Stage stage;
  for (size_t i = 0; i < window + window / 20; ++i) stage.Take(newsroom.Next(), nullptr);
  Totals totals;
  std::vector<double> micros;
  double sum = 0;
  for (size_t i = 0; i < measured; ++i) {
    micros.push_back(stage.Take(newsroom.Next(), &totals));
    sum += micros.back();
  }
  std::sort(micros.begin(), micros.end());
  const auto count = static_cast<double>(measured);
  const auto of = [count](uint64_t total) { return static_cast<double>(total) / count; };
  std::printf(
      "%zu articles in the window: %.1f us an article, median %.1f, p99 %.1f; bytes in %.0f, out %.0f, of state %.0f "
      "in %.2f "
      "records; of %zu: %zu EXACT or NEAR, %zu SAME_STORY\n",
      window, sum / count, micros[measured / 2], micros[measured * 99 / 100], of(totals.in), of(totals.out),
      of(totals.state), of(totals.state_records), measured, size_t{totals.copies}, size_t{totals.joined});
  return 0;
}

}  // namespace
}  // namespace marsad::cluster

int main(int argc, char** argv) { return marsad::cluster::Main(argc, argv); }
