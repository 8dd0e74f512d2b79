// normalize_rate FILE ROUNDS: articles per CPU-second that the normalize stage reaches in memory: a record with `article`
// goes in, the serialized `text` comes out. FILE holds articles divided by form feeds, each with its title in the first
// line; each round takes all of them. bench/lucene/compare.py runs it beside Lucene; under valgrind it counts instructions.
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/normalize/stage.h"

namespace {

std::vector<marsad::v1::EnrichedArticle> Load(const char* path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<marsad::v1::EnrichedArticle> records;
  for (std::string text; std::getline(file, text, '\f');) {
    const size_t line = text.find('\n');
    if (line == text.npos) continue;
    auto* article = records.emplace_back().mutable_article();
    article->set_title(text.substr(0, line));
    article->set_body(text.substr(line + 1));
  }
  return records;
}

double CpuSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

}  // namespace

int main(int argc, char** argv) {
  const std::vector<marsad::v1::EnrichedArticle> records = argc == 3 ? Load(argv[1]) : Load("/dev/null");
  if (records.empty()) {
    std::cerr << "usage: normalize_rate FILE ROUNDS; FILE holds articles divided by form feeds\n";
    return 2;
  }
  const auto stage = (*marsad::normalize::LoadNormalize({}))();
  const int rounds = std::atoi(argv[2]);
  size_t bytes = 0;
  const double start = CpuSeconds();
  for (int i = 0; i < rounds; ++i) {
    for (const auto& record : records) {
      const auto delta = stage->Enrich(record);
      const auto* made = std::get_if<marsad::pipeline::RecordDelta>(&delta);
      if (made == nullptr) return 1;
      bytes += made->bytes.size();
    }
  }
  const double seconds = CpuSeconds() - start;
  const auto articles = static_cast<double>(records.size()) * rounds;
  std::cout << "{\"articles\": " << articles << ", \"cpu_seconds\": " << seconds
            << ", \"articles_per_cpu_second\": " << (seconds > 0 ? articles / seconds : 0)
            << ", \"bytes_out_per_article\": " << static_cast<double>(bytes) / articles << "}\n";
}
