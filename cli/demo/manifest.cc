#include "cli/demo/manifest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace marsad::cli {
namespace {

constexpr std::array<std::pair<std::string_view, Expected>, 4> kExpected = {{
    {"article", Expected::kArticle},
    {"correction", Expected::kCorrection},
    {"kill", Expected::kKill},
    {"dead", Expected::kDead},
}};

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::optional<std::string> Given(std::string_view column) {
  return column == "-" ? std::nullopt : std::optional<std::string>(column);
}

Result<Sample> ParseLine(std::string_view line) {
  std::vector<std::string_view> columns = Split(line, '\t');
  if (columns.size() != 5) return Fail(fmt::format("{} columns; 5 are expected", columns.size()));
  Sample sample{Given(columns[0]).value_or(""), Given(columns[1]), Given(columns[2]), {}, {}};
  const auto* expected =
      std::find_if(kExpected.begin(), kExpected.end(), [&](const auto& item) { return item.first == columns[3]; });
  if (expected == kExpected.end()) {
    return Fail(fmt::format("'{}' is not what can be expected: article, correction, kill or dead", columns[3]));
  }
  sample.expected = expected->second;
  if (columns[4] != "-") {
    for (std::string_view header : Split(columns[4], ';')) {
      size_t equals = header.find('=');
      if (equals == std::string_view::npos) return Fail(fmt::format("'{}' is no header: KEY=VALUE", header));
      sample.headers.emplace_back(header.substr(0, equals), header.substr(equals + 1));
    }
  }
  if (sample.file.empty() != (sample.expected == Expected::kKill))
    return Fail("a kill has no file, everything else has one");
  if (sample.file.empty() && !sample.key) return Fail("a kill needs the key of the article that it ends");
  return sample;
}

}  // namespace

Result<std::vector<Sample>> ParseManifest(std::string_view text) {
  std::vector<Sample> samples;
  size_t number = 0;
  for (std::string_view line : Split(text, '\n')) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    Result<Sample> sample = ParseLine(line);
    if (!sample) return Fail(fmt::format("line {}: {}", number, sample.error().message));
    samples.push_back(std::move(*sample));
  }
  return samples;
}

}  // namespace marsad::cli
