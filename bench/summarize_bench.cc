// What summarize costs for Arabic articles of 4 KB, 64 KB and 1 MB: the first, said again until it is so long, so that every
// sentence is looked at. items_per_second is articles per CPU-second; bytes_per_second shows that the cost grows with the
// length.
#include <benchmark/benchmark.h>

#include <string>
#include <variant>
#include <vector>

#include "bench/arabic_article.h"
#include "lib/article/testing/fill_words.h"
#include "lib/text/sentence.h"
#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/summarize/stage.h"

namespace marsad::summarize {
namespace {

void AddSentences(const std::string& body, v1::Text* text) {
  for (size_t at = 0; at < body.size();) {
    const size_t end = std::min(body.find('\n', at), body.size());
    for (const text::OriginalSpan sentence : text::Sentences(std::string_view(body).substr(at, end - at), "ar")) {
      v1::Span* span = text->add_sentences();
      span->set_field(v1::Span::BODY);
      span->set_begin(static_cast<uint32_t>(at) + sentence.begin);
      span->set_end(static_cast<uint32_t>(at) + sentence.end);
    }
    at = end + 1;
  }
}

v1::EnrichedArticle Record(size_t bytes) {
  bench::ArabicArticle article = bench::LoadArabicArticle();
  const std::string once = "\n" + article.body;
  while (article.body.size() < bytes) article.body += once;
  v1::EnrichedArticle record;
  record.mutable_article()->set_title(article.title);
  record.mutable_article()->set_body(article.body);
  v1::Text* text = record.mutable_text();
  AddSentences(article.body, text);
  article::testing::FillWords(&record);
  return record;
}

void BM_Summarize(benchmark::State& state) {
  const v1::EnrichedArticle record = Record(static_cast<size_t>(state.range(0)));
  const auto stage = (*LoadSummarize(config::v1::Config()))();
  for (auto _ : state) {
    const pipeline::Enriched enriched = stage->Enrich(record);
    const auto* delta = std::get_if<pipeline::RecordDelta>(&enriched);
    if (delta == nullptr || delta->bytes.empty()) state.SkipWithError("no summary");
    benchmark::DoNotOptimize(delta);
  }
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(record.article().body().size()));
}
BENCHMARK(BM_Summarize)->Arg(4 << 10)->Arg(64 << 10)->Arg(1 << 20);

}  // namespace
}  // namespace marsad::summarize
