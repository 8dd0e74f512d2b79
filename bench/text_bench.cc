// Costs of lib/text and of normalize on one article of some 4 KB: throughput in bytes and articles per CPU-second.
#include <benchmark/benchmark.h>

#include <string>

#include "bench/arabic_article.h"
#include "bench/file.h"
#include "lib/base/utf8.h"
#include "lib/text/fold.h"
#include "lib/text/sentence.h"
#include "lib/text/token.h"
#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/normalize/normalize.h"
#include "stages/normalize/stage.h"

namespace marsad {
namespace {

constexpr size_t kArticleBytes = 4096;

struct Sample {
  std::string title;
  std::string body;  // of kArticleBytes at least
};

// A golden article of normalize, its body repeated until it is long enough.
Sample Load(const std::string& name) {
  const std::string article = bench::ReadFile("stages/normalize/golden/" + name);
  const size_t title = article.find('\n');
  Sample sample = {.title = article.substr(0, title), .body = {}};
  while (sample.body.size() < kArticleBytes) sample.body += article.substr(title + 1);
  return sample;
}

const Sample& Arabic() {
  static const Sample sample = [] {
    const bench::ArabicArticle article = bench::LoadArabicArticle();
    return Sample{article.title, article.body};
  }();
  return sample;
}

const Sample& Vowelled() {
  static const Sample sample = Load("ar_morocco_crlf_diacritics.txt");
  return sample;
}

const Sample& English() {
  static const Sample sample = Load("en_reuters.txt");
  return sample;
}

using GetSample = const Sample& (*)();

void Report(benchmark::State& state, size_t bytes) {
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * bytes));
}

void BM_IsValidUtf8(benchmark::State& state, GetSample get) {
  for (auto _ : state) benchmark::DoNotOptimize(IsValidUtf8(get().body));
  Report(state, get().body.size());
}

void BM_Fold(benchmark::State& state, GetSample get) {
  for (auto _ : state) benchmark::DoNotOptimize(text::Fold(get().body));
  Report(state, get().body.size());
}

void BM_Tokenize(benchmark::State& state, GetSample get) {
  const text::Folded folded = text::Fold(get().body);
  for (auto _ : state) benchmark::DoNotOptimize(text::Tokenize(get().body, folded));
  Report(state, get().body.size());
}

void BM_Sentences(benchmark::State& state, GetSample get) {
  for (auto _ : state) benchmark::DoNotOptimize(text::Sentences(get().body, "ar"));
  Report(state, get().body.size());
}

void BM_DetectLanguage(benchmark::State& state, GetSample get) {
  const auto script = text::Tokenize(get().title, text::Fold(get().title)).at(0).script;
  for (auto _ : state) {
    benchmark::DoNotOptimize(normalize::DetectLanguage({.text = get().body, .script = script, .claimed = {}}));
  }
}

void BM_NormalizeCore(benchmark::State& state, GetSample get) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(normalize::Normalize(
        {.title = get().title, .body = get().body, .claimed_language = {}, .authors = {}, .markup = {}}));
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()));
}

void BM_NormalizeStage(benchmark::State& state, GetSample get) {
  v1::EnrichedArticle record;
  record.mutable_article()->set_title(get().title);
  record.mutable_article()->set_body(get().body);
  const auto stage = (*normalize::LoadNormalize(config::v1::Config()))();
  for (auto _ : state) benchmark::DoNotOptimize(stage->Enrich(record));
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()));
}

BENCHMARK_CAPTURE(BM_IsValidUtf8, arabic, Arabic);
BENCHMARK_CAPTURE(BM_Fold, arabic, Arabic);
BENCHMARK_CAPTURE(BM_Fold, vowelled, Vowelled);
BENCHMARK_CAPTURE(BM_Fold, english, English);
BENCHMARK_CAPTURE(BM_Tokenize, arabic, Arabic);
BENCHMARK_CAPTURE(BM_Tokenize, english, English);
BENCHMARK_CAPTURE(BM_Sentences, arabic, Arabic);
BENCHMARK_CAPTURE(BM_Sentences, english, English);
BENCHMARK_CAPTURE(BM_DetectLanguage, arabic, Arabic);
BENCHMARK_CAPTURE(BM_DetectLanguage, english, English);
BENCHMARK_CAPTURE(BM_NormalizeCore, arabic, Arabic);
BENCHMARK_CAPTURE(BM_NormalizeCore, english, English);
BENCHMARK_CAPTURE(BM_NormalizeStage, arabic, Arabic);
BENCHMARK_CAPTURE(BM_NormalizeStage, vowelled, Vowelled);
BENCHMARK_CAPTURE(BM_NormalizeStage, english, English);

}  // namespace
}  // namespace marsad
