// chain_rate FILE ROUNDS: articles per CPU-second that all four stages reach in memory, in one thread: FILE holds articles as JSON,
// one a line; each round takes all of them. bench/peers runs it beside other pipelines.
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "bench/memory_chain.h"

namespace {

std::vector<std::string> Load(const char* path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

double CpuSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> articles = Load(argc == 3 ? argv[1] : "/dev/null");
  const int rounds = argc == 3 ? std::atoi(argv[2]) : 0;
  if (articles.empty() || rounds < 1) {
    std::cerr << "usage: chain_rate FILE ROUNDS; FILE holds an article as JSON in each line\n";
    return 2;
  }
  marsad::bench::MemoryChain chain(marsad::bench::AllStages());
  size_t bytes = 0;
  double start = 0;
  for (int round = -1; round < rounds; ++round) {  // one that is not counted: memory grows, caches fill
    if (round == 0) start = CpuSeconds();
    bytes = 0;
    for (const std::string& article : articles) {
      const size_t made = chain.Apply(article).size();
      if (made == 0) {
        std::cerr << "chain_rate: an article was refused\n";
        return 1;
      }
      bytes += made;
    }
  }
  const auto count = static_cast<double>(articles.size());
  std::cout << "{\"articles_per_cpu_second\": " << count * rounds / (CpuSeconds() - start)
            << ", \"bytes_out_per_article\": " << static_cast<double>(bytes) / count << "}\n";
}
