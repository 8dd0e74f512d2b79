// What tag costs for a 4 KB Arabic article that is dense in names. items_per_second is articles per CPU-second.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <variant>

#include "lib/article/testing/fill_words.h"
#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/tag/stage.h"
#include "stages/tag/tagger.h"
#include "stages/tag/testing/tag_text.h"

namespace marsad::tag {
namespace {

constexpr size_t kArticleBytes = 4096;
constexpr char kGazetteer[] = MARSAD_SOURCE_DIR "/gazetteer";

// The Arabic golden articles of stages/tag, one after the other, cut at the end of a line.
std::string Body() {
  std::string all;
  for (const char* name : {"ar_gulf", "ar_sudan", "ar_economy", "ar_sport"}) {
    std::ifstream in(std::string(MARSAD_SOURCE_DIR "/stages/tag/golden/") + name + ".txt", std::ios::binary);
    all.append(std::istreambuf_iterator<char>(in), {});
  }
  if (all.size() < kArticleBytes) {
    std::cerr << "the golden articles of stages/tag are missing\n";
    std::exit(1);
  }
  size_t end = kArticleBytes;
  while ((static_cast<unsigned char>(all[end]) & 0xC0) == 0x80) --end;
  return all.substr(0, end);
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
