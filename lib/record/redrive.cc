#include "lib/record/redrive.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

namespace marsad::record {
namespace {

constexpr size_t kMaxTopicBytes = 249;  // Kafka's own limit

// A number that is not below 0, in decimal, without a sign or blanks.
template <class Number>
std::optional<Number> ParseNumber(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < Number{0}) return std::nullopt;
  return number;
}

bool IsTopicCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

bool IsTopic(std::string_view name) {
  return !name.empty() && name.size() <= kMaxTopicBytes && std::all_of(name.begin(), name.end(), IsTopicCharacter);
}

std::string Format(const RecordPlace& place) {
  return std::string(place.topic) + ":" + std::to_string(place.partition.number()) + ":" +
         std::to_string(place.offset.value());
}

}  // namespace

uint32_t FindRedrives(HeadersView headers) {
  return ParseNumber<uint32_t>(FindHeader(headers, kRedrivesHeader).value_or("")).value_or(0);
}

std::optional<RecordPlace> FindOriginal(HeadersView headers) {
  const std::string_view text = FindHeader(headers, kOriginalHeader).value_or("");
  const size_t first = text.find(':');
  const size_t second = first == std::string_view::npos ? first : text.find(':', first + 1);
  if (second == std::string_view::npos || !IsTopic(text.substr(0, first))) return std::nullopt;
  const auto partition = ParseNumber<int32_t>(text.substr(first + 1, second - first - 1));
  const auto offset = ParseNumber<int64_t>(text.substr(second + 1));
  if (!partition || !offset) return std::nullopt;
  return RecordPlace{text.substr(0, first), Partition(*partition), Offset(*offset)};
}

Headers RedriveHeaders(HeadersView headers, uint32_t redrives, const RecordPlace& place) {
  constexpr std::array<std::string_view, 2> kReplaced = {kRedrivesHeader, kOriginalHeader};
  Headers copies = CopyHeaders(headers, kReplaced);
  copies.push_back({std::string(kRedrivesHeader), std::to_string(redrives)});
  copies.push_back({std::string(kOriginalHeader), Format(FindOriginal(headers).value_or(place))});
  return copies;
}

void KeepOriginal(const RecordPlace& place, Headers* headers) {
  std::vector<HeaderView> views;
  for (const Header& header : *headers) views.push_back({header.key, header.value});
  if (FindOriginal(views)) return;
  constexpr std::array<std::string_view, 1> kReplaced = {kOriginalHeader};
  Headers kept = CopyHeaders(views, kReplaced);
  kept.push_back({std::string(kOriginalHeader), Format(place)});
  *headers = std::move(kept);
}

}  // namespace marsad::record
