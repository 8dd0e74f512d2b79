// What the Kafka copiers share: the command line and the report.
#pragma once

#include <sys/resource.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>

namespace marsad::bench {

// NAME=VALUE arguments: `from`, `to`, `id` and `records` are ours, everything else is a librdkafka property.
struct CopyArguments {
  std::string from;
  std::string to;
  std::string id;
  uint64_t records = 0;
  std::map<std::string, std::string> properties;
};

inline CopyArguments ParseCopyArguments(int argc, char** argv) {
  CopyArguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    const size_t equals = argument.find('=');
    if (equals == std::string_view::npos) {
      std::fprintf(stderr, "usage: %s from=TOPIC to=TOPIC id=NAME records=N [PROPERTY=VALUE ...]\n", argv[0]);
      std::exit(2);
    }
    arguments.properties[std::string(argument.substr(0, equals))] = argument.substr(equals + 1);
  }
  const auto take = [&](const char* name) {
    const auto node = arguments.properties.extract(name);
    return node.empty() ? std::string() : node.mapped();
  };
  arguments.from = take("from");
  arguments.to = take("to");
  arguments.id = take("id");
  arguments.records = std::strtoull(take("records").c_str(), nullptr, 10);
  return arguments;
}

// From the first record to the last commit; CPU and memory are the whole process's.
class CopyReport {
 public:
  void OnFirstRecord() { first_ = std::chrono::steady_clock::now(); }

  void Print(uint64_t records, uint64_t commits) const {
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - first_;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
      return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    const double cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    const auto count = static_cast<double>(records);
    std::printf(
        "{\"records\": %llu, \"commits\": %llu, \"per_second\": %.0f, \"cpu_per_1000\": %.5f, \"rss_mb\": %.0f}\n",
        static_cast<unsigned long long>(records), static_cast<unsigned long long>(commits), count / wall.count(),
        cpu / count * 1000, static_cast<double>(usage.ru_maxrss) / 1024);
  }

 private:
  std::chrono::steady_clock::time_point first_;
};

}  // namespace marsad::bench
