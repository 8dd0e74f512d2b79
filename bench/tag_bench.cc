// What tag costs: the gazetteer alone and the whole stage for a 4 KB Arabic article that is dense in names, and the core
// (both passes of the model, gazetteer, fusion) for news, tokens per CPU-second.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "bench/file.h"
#include "lib/article/testing/fill_words.h"
#include "lib/base/utf8.h"
#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/tag/contract/models.h"
#include "stages/tag/feature_names.h"
#include "stages/tag/fusion.h"
#include "stages/tag/model_names.h"
#include "stages/tag/stage.h"
#include "stages/tag/tagger.h"
#include "stages/tag/testing/tag_text.h"

namespace marsad::tag {
namespace {

constexpr size_t kArticleBytes = 4096;
constexpr char kGazetteer[] = "gazetteer";

// The Arabic golden articles of stages/tag, one after the other, cut at the end of a line.
std::string Body() {
  std::string all;
  for (const std::string name : {"ar_gulf", "ar_sudan", "ar_economy", "ar_sport"})
    all += bench::ReadFile("stages/tag/golden/" + name + ".txt");
  return std::string(PrefixAtBoundary(all, kArticleBytes));
}

v1::EnrichedArticle Record() {
  v1::EnrichedArticle record;
  record.mutable_article()->set_body(Body());
  record.mutable_text()->set_language("ar");
  article::testing::FillWords(&record);
  return record;
}

std::shared_ptr<const Gazetteer> Load() { return *Gazetteer::Parse(*ReadGazetteerFiles(kGazetteer)); }

void BM_LoadGazetteer(benchmark::State& state) {
  std::shared_ptr<const Gazetteer> gazetteer;
  for (auto _ : state) gazetteer = Load();
  state.counters["entities"] = static_cast<double>(gazetteer->entity_count());
  state.counters["names"] = static_cast<double>(gazetteer->name_count());
  state.counters["index_bytes"] = static_cast<double>(gazetteer->index().bytes());
}
BENCHMARK(BM_LoadGazetteer)->Unit(benchmark::kMillisecond);

void BM_Tagger(benchmark::State& state) {  // the core alone
  const Tagger tagger(Load());
  const testing::PreparedArticle article("", Body(), "ar");
  for (auto _ : state) benchmark::DoNotOptimize(tagger.Tag(article.View()));
  const auto count = static_cast<int64_t>(state.iterations());
  state.SetItemsProcessed(count);
  state.SetBytesProcessed(count * static_cast<int64_t>(article.body.original.size()));
  state.counters["tokens_per_second"] = benchmark::Counter(
      static_cast<double>(count) * static_cast<double>(article.body.tokens.size()), benchmark::Counter::kIsRate);
}
BENCHMARK(BM_Tagger);

// An article in memory, each line a sentence.
struct News {
  explicit News(std::string text) : article("", std::move(text), "ar"), document(article.View()) {
    const std::string& body = article.body.original;
    for (size_t begin = 0; begin < body.size();) {
      const size_t end = std::min(body.find('\n', begin), body.size());
      if (end > begin) {
        document.sentences.push_back({Field::kBody, {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}});
      }
      begin = end + 1;
    }
  }
  News(const News&) = delete;
  News& operator=(const News&) = delete;

  const testing::PreparedArticle article;
  Document document;
};
using NewsList = std::vector<std::unique_ptr<News>>;

// The golden article, once: all that is kept of it is warm.
NewsList OneArticle() {
  NewsList all;
  all.push_back(std::make_unique<News>(Body()));
  return all;
}

// Arabic radio news of MARSAD_SHARED_DATA, some 400,000 tokens that are not read twice in a row.
NewsList Stream() {
  constexpr size_t kMostBytes = 5'000'000;
  NewsList all;
  const char* data = std::getenv("MARSAD_SHARED_DATA");
  if (data == nullptr) return all;
  std::ifstream in(std::string(data) + "/ner/silver-ar/jawhara.conll", std::ios::binary);
  std::string text;
  size_t bytes = 0;
  for (std::string line; bytes < kMostBytes && std::getline(in, line);) {
    const size_t tab = line.find('\t');
    if (tab != std::string::npos) {
      text += line.substr(0, tab) + ' ';
    } else if (line.empty()) {
      text += '\n';
    } else if (line.starts_with("# ant:") && !text.empty()) {
      bytes += text.size();
      all.push_back(std::make_unique<News>(std::move(text)));
      text.clear();
    }
  }
  return all;
}

void BM_Core(benchmark::State& state, NewsList (*read)()) {  // one article an iteration
  const NewsList news = read();
  if (news.empty()) return state.SkipWithError("MARSAD_SHARED_DATA does not name the data");
  const Tagger tagger(Load());
  const auto models = *Models::Load("models");
  const std::shared_ptr<const Model> model = models->Find("ar");
  ModelRunner runner(model);
  size_t next = 0;
  size_t tokens = 0;
  for (auto _ : state) {
    const Document& document = news[next]->document;
    next = (next + 1) % news.size();
    std::vector<ModelMention> mentions = FindByModel(document, model->lexicon(), &runner);
    AddSurnames(document, tagger.gazetteer(), model->lexicon(), &mentions);
    AddFeatures(document, tagger.gazetteer(), &mentions);
    benchmark::DoNotOptimize(Fuse(document, tagger.gazetteer(), tagger.Find(document), mentions, &model->lexicon()));
    tokens += document.body.tokens.size();
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["tokens_per_second"] = benchmark::Counter(static_cast<double>(tokens), benchmark::Counter::kIsRate);
}
BENCHMARK_CAPTURE(BM_Core, one_article, OneArticle);
BENCHMARK_CAPTURE(BM_Core, stream, Stream)->MinTime(3);

void BM_Stage(benchmark::State& state) {  // with the record read and written
  config::v1::Config config;
  config.mutable_tag()->set_gazetteer(kGazetteer);
  const auto stage = (*LoadTag(config))();
  const v1::EnrichedArticle record = Record();
  size_t bytes = 0;
  for (auto _ : state) bytes = std::get<pipeline::RecordDelta>(stage->Enrich(record)).bytes.size();
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()));
  state.counters["delta_bytes"] = static_cast<double>(bytes);
}
BENCHMARK(BM_Stage);

}  // namespace
}  // namespace marsad::tag
