// What a 4 KB Arabic JSON article costs on its way through all four stages in one process, and each stage alone with
// the protobuf message that it reads and writes. items_per_second is articles per CPU-second.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/arabic_article.h"
#include "bench/file.h"
#include "lib/base/clock.h"
#include "lib/base/utf8.h"
#include "lib/pipeline/chain.h"
#include "lib/text/code_point.h"
#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/decode/stage.h"
#include "stages/normalize/stage.h"
#include "stages/summarize/stage.h"
#include "stages/tag/stage.h"

namespace marsad {
namespace {

using pipeline::Stages;

constexpr size_t kArticleBytes = 4096;
constexpr int64_t kReceivedMs = 1'762'000'000'000;

template <class Factory>
auto Make(const Result<Factory>& factory) {
  if (factory) return (*factory)();
  std::cerr << factory.error().message << '\n';
  std::exit(1);
}

config::v1::Config Config() {
  config::v1::Config config;
  config.mutable_tag()->set_gazetteer("gazetteer");
  return config;
}

Stages AllStages() {
  Stages stages;
  stages.push_back(Make(decode::LoadDecode(Config())));
  stages.push_back(Make(normalize::LoadNormalize(Config())));
  stages.push_back(Make(tag::LoadTag(Config())));
  stages.push_back(Make(summarize::LoadSummarize(Config())));
  return stages;
}

// Ordinary news: short paragraphs, few names.
bench::ArabicArticle Plain() { return bench::LoadArabicArticle(); }

// The Arabic golden articles of stages/tag, one after the other: a name in every line.
bench::ArabicArticle Names() {
  bench::ArabicArticle article = {.title = Plain().title, .body = {}};
  for (const std::string name : {"ar_gulf", "ar_sudan", "ar_economy", "ar_sport"})
    article.body += bench::ReadFile("stages/tag/golden/" + name + ".txt");
  article.body = PrefixAtBoundary(article.body, kArticleBytes);
  return article;
}

std::string Json(const bench::ArabicArticle& article) {
  return nlohmann::json{{"uri", "urn:example:1"},
                        {"title", article.title},
                        {"body", article.body},
                        {"language", "ar"},
                        {"published", "2025-11-03T08:15:00+02:00"},
                        {"source", {{"name", "Example"}, {"country", "EG"}}}}
      .dump();
}

// Applies stages to one record again and again.
class Bench {
 public:
  explicit Bench(Stages stages)
      : chain_(std::move(stages), {.input_topic = "news.raw", .build = "bench"}, SystemClock(), *journal_, observer_) {}

  std::string Apply(std::string_view value) {
    outputs_.clear();
    chain_.Apply({.timestamp = Timestamp::FromMillis(kReceivedMs), .key = {}, .value = value, .headers = {}},
                 &outputs_);
    const bool is_ok = outputs_.size() == 1 && outputs_[0].lane == pipeline::Lane::kOut && outputs_[0].value;
    return is_ok ? std::move(*outputs_[0].value) : std::string();
  }

  void Run(benchmark::State& state, std::string_view value) {
    size_t bytes = 0;
    for (auto _ : state) bytes = Apply(value).size();
    if (bytes == 0) state.SkipWithError("the article was refused");
    state.SetItemsProcessed(state.iterations());
    state.counters["in_bytes"] = static_cast<double>(value.size());
    state.counters["out_bytes"] = static_cast<double>(bytes);
  }

 private:
  const std::unique_ptr<pipeline::Journal> journal_ = pipeline::NullJournal();
  pipeline::Observer observer_;
  std::vector<pipeline::Output> outputs_;
  pipeline::Chain chain_;
};

using GetArticle = bench::ArabicArticle (*)();

void BM_Chain(benchmark::State& state, GetArticle get) { Bench(AllStages()).Run(state, Json(get())); }
BENCHMARK_CAPTURE(BM_Chain, plain, Plain);
BENCHMARK_CAPTURE(BM_Chain, names, Names);

// What a process of one stage does with each record, Kafka aside. `number`: of the stage in the chain.
void BM_OneStage(benchmark::State& state, size_t number, GetArticle get) {
  std::string value = Json(get());
  Stages before = AllStages();
  Stages own;
  own.push_back(std::move(before[number]));
  before.resize(number);
  if (number > 0) value = Bench(std::move(before)).Apply(value);
  Bench(std::move(own)).Run(state, value);
}
BENCHMARK_CAPTURE(BM_OneStage, decode_plain, 0, Plain);
BENCHMARK_CAPTURE(BM_OneStage, normalize_plain, 1, Plain);
BENCHMARK_CAPTURE(BM_OneStage, tag_plain, 2, Plain);
BENCHMARK_CAPTURE(BM_OneStage, summarize_plain, 3, Plain);
BENCHMARK_CAPTURE(BM_OneStage, decode_names, 0, Names);
BENCHMARK_CAPTURE(BM_OneStage, normalize_names, 1, Names);
BENCHMARK_CAPTURE(BM_OneStage, tag_names, 2, Names);
BENCHMARK_CAPTURE(BM_OneStage, summarize_names, 3, Names);

}  // namespace
}  // namespace marsad
