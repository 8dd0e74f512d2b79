// What a 4 KB Arabic JSON article costs on its way through all four stages in one process, and each stage alone with
// the protobuf message that it reads and writes. items_per_second is articles per CPU-second.
#include <benchmark/benchmark.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "bench/arabic_article.h"
#include "bench/file.h"
#include "bench/memory_chain.h"
#include "lib/base/utf8.h"
#include "lib/text/code_point.h"

namespace marsad {
namespace {

using bench::AllStages;
using bench::MemoryChain;
using pipeline::Stages;

constexpr size_t kArticleBytes = 4096;

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
void Measure(benchmark::State& state, Stages stages, std::string_view value) {
  MemoryChain chain(std::move(stages));
  size_t bytes = 0;
  for (auto _ : state) bytes = chain.Apply(value).size();
  if (bytes == 0) state.SkipWithError("the article was refused");
  state.SetItemsProcessed(state.iterations());
  state.counters["in_bytes"] = static_cast<double>(value.size());
  state.counters["out_bytes"] = static_cast<double>(bytes);
}

using GetArticle = bench::ArabicArticle (*)();

void BM_Chain(benchmark::State& state, GetArticle get) { Measure(state, AllStages(), Json(get())); }
BENCHMARK_CAPTURE(BM_Chain, plain, Plain);
BENCHMARK_CAPTURE(BM_Chain, names, Names);

// What a process of one stage does with each record, Kafka aside. `number`: of the stage in the chain.
void BM_OneStage(benchmark::State& state, size_t number, GetArticle get) {
  std::string value = Json(get());
  Stages before = AllStages();
  Stages own;
  own.push_back(std::move(before[number]));
  before.resize(number);
  if (number > 0) value = MemoryChain(std::move(before)).Apply(value);
  Measure(state, std::move(own), value);
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
