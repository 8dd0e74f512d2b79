#include "cli/dead/histogram.h"

#include <fmt/format.h>
#include <google/protobuf/struct.pb.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "cli/dead/print_letter.h"
#include "cli/show/record_json.h"
#include "lib/text/escape.h"
#include "lib/text/utf8.h"
#include "marsad/v1/dead_letter.pb.h"

namespace marsad::cli {
namespace {

constexpr size_t kBar = 40;
constexpr size_t kHour = std::string_view("2026-11-03T09").size();

using Row = std::pair<std::string, uint64_t>;

std::vector<Row> Rows(const std::map<std::string, uint64_t>& counts, Histogram::Order order) {
  std::vector<Row> rows(counts.begin(), counts.end());
  if (order == Histogram::Order::kLargestFirst) {
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.second > b.second; });
  }
  return rows;
}

}  // namespace

std::string Histogram::Table(Order order) const {
  uint64_t largest = 1;
  for (const auto& [name, count] : counts_) largest = std::max(largest, count);
  std::string table;
  for (const auto& [name, count] : Rows(counts_, order)) {
    table += fmt::format("{:<32}{:>9}  {}\n", text::EscapeControls(name), count,
                         std::string(static_cast<size_t>((count * kBar + largest - 1) / largest), '#'));
  }
  return table;
}

std::string Histogram::Json(const std::string& by, Order order) const {
  std::string lines;
  for (const auto& [name, count] : Rows(counts_, order)) {
    google::protobuf::Value quoted;
    quoted.set_string_value(text::RepairUtf8(name).text);
    std::string json = JsonLine(quoted);
    json.pop_back();
    lines += fmt::format("{{\"{}\":{},\"letters\":{}}}\n", by, json, count);
  }
  return lines;
}

std::string GroupOf(const Letter& letter, const std::string& by) {
  if (by == "stage") return letter.content.stage();
  if (by == "topic") return letter.content.topic();
  if (by == "hour" && !letter.timestamp.known()) return "unknown";
  if (by == "hour") return FormatMoment(letter.timestamp).substr(0, kHour) + ":00Z";
  return v1::DeadLetter::Code_Name(letter.content.code());
}

}  // namespace marsad::cli
