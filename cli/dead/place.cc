#include "cli/dead/place.h"

#include <charconv>

#include "marsad/v1/dead_letter.pb.h"

namespace marsad::cli {
namespace {

template <class Number>
std::optional<Number> Parse(std::string_view text) {
  Number number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_number = error == std::errc() && end == text.data() + text.size() && number >= 0;
  return is_number ? std::optional(number) : std::nullopt;
}

}  // namespace

std::optional<Place> ParsePlace(std::string_view text) {
  size_t last = text.rfind(':');
  if (last == std::string_view::npos || last == 0) return std::nullopt;
  size_t first = text.rfind(':', last - 1);
  if (first == 0) return std::nullopt;
  bool has_topic = first != std::string_view::npos;
  size_t second = has_topic ? first + 1 : 0;
  auto partition = Parse<int32_t>(text.substr(second, last - second));
  auto offset = Parse<int64_t>(text.substr(last + 1));
  if (!partition || !offset) return std::nullopt;
  return Place{std::string(has_topic ? text.substr(0, first) : ""), Partition(*partition), Offset(*offset)};
}

std::string Format(const Place& place) {
  std::string text = place.topic.empty() ? "" : place.topic + ":";
  return text + std::to_string(place.partition.number()) + ":" + std::to_string(place.offset.value());
}

Place OriginalPlace(const v1::DeadLetter& letter) {
  return {letter.topic(), Partition(letter.partition()), Offset(letter.offset())};
}

}  // namespace marsad::cli
