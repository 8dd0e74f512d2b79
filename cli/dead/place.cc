#include "cli/dead/place.h"

#include <charconv>

#include "marsad/v1/dead_letter.pb.h"

namespace marsad::cli {
namespace {

template <class Number>
bool Parse(std::string_view text, Number* number) {
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *number);
  return error == std::errc() && end == text.data() + text.size() && *number >= 0;
}

}  // namespace

std::optional<Place> ParsePlace(std::string_view text) {
  size_t last = text.rfind(':');
  if (last == std::string_view::npos || last == 0) return std::nullopt;
  size_t first = text.rfind(':', last - 1);
  Place place;
  if (first != std::string_view::npos) place.topic = text.substr(0, first);
  size_t partition = first == std::string_view::npos ? 0 : first + 1;
  bool is_place = first != 0 && Parse(text.substr(partition, last - partition), &place.partition) &&
                  Parse(text.substr(last + 1), &place.offset);
  return is_place ? std::optional(place) : std::nullopt;
}

std::string Format(const Place& place) {
  std::string text = place.topic.empty() ? "" : place.topic + ":";
  return text + std::to_string(place.partition) + ":" + std::to_string(place.offset);
}

Place OriginalPlace(const v1::DeadLetter& letter) { return {letter.topic(), letter.partition(), letter.offset()}; }

}  // namespace marsad::cli
