#include "lib/telemetry/process_metrics.h"

#include <prometheus/metric_family.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace marsad::telemetry {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

MetricFamily Gauge(const char* name, const char* help, double value) {
  ClientMetric metric;
  metric.gauge.value = value;
  return {name, help, MetricType::Gauge, {metric}};
}

MetricFamily Counter(const char* name, const char* help, double value) {
  ClientMetric metric;
  metric.counter.value = value;
  return {name, help, MetricType::Counter, {metric}};
}

std::string ReadFile(const char* path) {
  std::ifstream file(path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// Seconds between the Unix epoch and the machine's start.
double BootTime() {
  const std::string text = ReadFile("/proc/stat");
  const size_t at = text.find("btime ");
  return at == text.npos ? 0 : std::stod(text.substr(at + 6));
}

void AddStat(std::vector<MetricFamily>* families) {
  // proc(5): fields 14, 15 are user and system time, 22 is the start, in ticks; 23 is the size in bytes, 24 in memory, in
  // pages. Field 2 is a name in parentheses that may hold anything.
  const std::string stat = ReadFile("/proc/self/stat");
  const size_t name_end = stat.rfind(')');
  if (name_end == stat.npos) return;
  std::istringstream rest(stat.substr(name_end + 1));
  const std::vector<std::string> fields{std::istream_iterator<std::string>(rest), {}};
  constexpr size_t kThird = 3;
  constexpr size_t kResident = 24;
  if (fields.size() <= kResident - kThird) return;
  const auto field = [&](size_t number) { return std::stod(fields[number - kThird]); };
  const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  families->push_back(Counter("process_cpu_seconds_total", "User and system time of the process in seconds.",
                              (field(14) + field(15)) / ticks));
  families->push_back(Gauge("process_start_time_seconds", "Start of the process in seconds since the Unix epoch.",
                            BootTime() + field(22) / ticks));
  families->push_back(Gauge("process_virtual_memory_bytes", "Virtual memory in bytes.", field(23)));
  families->push_back(Gauge("process_resident_memory_bytes", "Resident memory in bytes.",
                            field(kResident) * static_cast<double>(sysconf(_SC_PAGESIZE))));
}

void AddFileDescriptors(std::vector<MetricFamily>* families) {
  std::error_code error;
  double open = 0;
  for (auto it = std::filesystem::directory_iterator("/proc/self/fd", error); !error && it != end(it);
       it.increment(error)) {
    ++open;
  }
  if (!error) families->push_back(Gauge("process_open_fds", "Open file descriptors.", open));
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  families->push_back(
      Gauge("process_max_fds", "Most file descriptors that may be open.", static_cast<double>(limit.rlim_cur)));
}

// The least of the limits of this process's control group and of those above it (cgroup v2); else what the machine has.
double MemoryLimit() {
  double limit = static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
  const std::string groups = ReadFile("/proc/self/cgroup");
  const size_t at = groups.find("0::/");
  if (at == groups.npos) return limit;
  std::filesystem::path group = groups.substr(at + 4, groups.find('\n', at) - at - 4);
  for (;; group = group.parent_path()) {
    // "max" is none.
    const std::string text = ReadFile(("/sys/fs/cgroup" / group / "memory.max").c_str());
    if (!text.empty() && text[0] >= '0' && text[0] <= '9') limit = std::min(limit, std::stod(text));
    if (group.empty()) return limit;
  }
}

}  // namespace

std::vector<MetricFamily> CollectProcess() {
  std::vector<MetricFamily> families;
  families.push_back(Gauge("marsad_memory_limit_bytes",
                           "Memory that the process may use: its control group's limit, or the machine's.",
                           MemoryLimit()));
  AddStat(&families);
  AddFileDescriptors(&families);
  return families;
}

}  // namespace marsad::telemetry
