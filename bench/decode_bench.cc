// What decode costs for a 4 KB Arabic article in each format. items_per_second is articles per CPU-second.
#include <benchmark/benchmark.h>

#include <string>
#include <variant>
#include <vector>

#include "bench/arabic_article.h"
#include "lib/text/utf8.h"
#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/decode/stage.h"

namespace marsad::decode {
namespace {

void Escape(std::string_view text, std::string* json) {
  for (const char c : text) {
    if (c == '\n') {
      *json += "\\n";
    } else {
      *json += c;
    }
  }
}

std::string Json() {
  const bench::ArabicArticle article = bench::LoadArabicArticle();
  std::string json =
      R"({"uri":"tag:example.org,2026:17","version":2,"language":"ar","published":"2026-11-03T14:30:00+02:00",)"
      R"("source":{"name":"Example","uri":"https://example.org","country":"EG"},"authors":["A"],"title":")";
  Escape(article.title, &json);
  json += R"(","body":")";
  Escape(article.body, &json);
  return json += "\"}";
}

std::string PlainText() {
  const bench::ArabicArticle article = bench::LoadArabicArticle();
  return article.title + "\n\n" + article.body;
}

std::string Protobuf() {
  const bench::ArabicArticle article = bench::LoadArabicArticle();
  v1::Article message;
  message.set_uri("tag:example.org,2026:17");
  message.set_title(article.title);
  message.set_body(article.body);
  return message.SerializeAsString();
}

void Run(benchmark::State& state, const std::string& value, std::string_view type) {
  const auto decoder = (*LoadDecode(config::v1::Config()))();
  const record::HeaderView header{.key = "content-type", .value = type};
  for (auto _ : state) {
    const pipeline::Decoded decoded = decoder->Decode({.value = value,
                                                       .headers = {&header, 1},
                                                       .timestamp_ms = 1'793'716'200'000,
                                                       .topic = "news.raw",
                                                       .partition = 0,
                                                       .offset = 17});
    if (!std::holds_alternative<std::vector<pipeline::KeyedArticle>>(decoded)) state.SkipWithError("refused");
    benchmark::DoNotOptimize(&decoded);
  }
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(value.size()));
}

void BM_DecodeJson(benchmark::State& state) { Run(state, Json(), "application/json"); }
void BM_DecodeText(benchmark::State& state) { Run(state, PlainText(), "text/plain; charset=utf-8"); }
void BM_DecodeProtobuf(benchmark::State& state) { Run(state, Protobuf(), "application/x-protobuf"); }
BENCHMARK(BM_DecodeJson);
BENCHMARK(BM_DecodeText);
BENCHMARK(BM_DecodeProtobuf);

void BM_IsValidUtf8(benchmark::State& state) {
  const std::string text = PlainText();
  for (auto _ : state) benchmark::DoNotOptimize(text::IsValidUtf8(text));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(text.size()));
}
BENCHMARK(BM_IsValidUtf8);

}  // namespace
}  // namespace marsad::decode
