// What summarize costs for a 4 KB Arabic article. items_per_second is articles per CPU-second.
#include <benchmark/benchmark.h>

#include <string>
#include <variant>
#include <vector>

#include "bench/arabic_article.h"
#include "lib/text/fold.h"
#include "lib/text/sentence.h"
#include "lib/text/token.h"
#include "lib/text/token_columns.h"
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

v1::EnrichedArticle Record() {
  const bench::ArabicArticle article = bench::LoadArabicArticle();
  v1::EnrichedArticle record;
  record.mutable_article()->set_title(article.title);
  record.mutable_article()->set_body(article.body);
  v1::Text* text = record.mutable_text();
  AddSentences(article.body, text);
  const text::Folded title = text::Fold(article.title);
  const text::Folded body = text::Fold(article.body);
  text->set_search_title(title.search);
  text->set_search_body(body.search);
  const text::TokenColumns columns =
      text::PackTokens(text::Tokenize(article.title, title), text::Tokenize(article.body, body));
  v1::Tokens* tokens = text->mutable_tokens();
  tokens->set_title_count(columns.title_count);
  tokens->mutable_gap()->Add(columns.gap.begin(), columns.gap.end());
  tokens->mutable_length()->Add(columns.length.begin(), columns.length.end());
  tokens->mutable_search_gap()->Add(columns.search_gap.begin(), columns.search_gap.end());
  tokens->mutable_search_length()->Add(columns.search_length.begin(), columns.search_length.end());
  tokens->mutable_script()->Add(columns.script.begin(), columns.script.end());
  tokens->mutable_proclitic()->Add(columns.proclitic.begin(), columns.proclitic.end());
  return record;
}

void BM_Summarize(benchmark::State& state) {
  const v1::EnrichedArticle record = Record();
  const auto stage = (*LoadSummarize(config::v1::Config()))();
  for (auto _ : state) {
    const pipeline::Enriched enriched = stage->Enrich(record);
    const auto* delta = std::get_if<pipeline::RecordDelta>(&enriched);
    if (delta == nullptr || delta->bytes.empty()) state.SkipWithError("no summary");
    benchmark::DoNotOptimize(delta);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Summarize);

}  // namespace
}  // namespace marsad::summarize
