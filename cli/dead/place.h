// Where a record stands: TOPIC:PARTITION:OFFSET, or PARTITION:OFFSET where the topic is known.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace marsad::v1 {
class DeadLetter;
}

namespace marsad::cli {

struct Place {
  std::string topic;  // may be empty
  int32_t partition = 0;
  int64_t offset = 0;
};

std::optional<Place> ParsePlace(std::string_view text);
std::string Format(const Place& place);

// Where the record stands, or stood, of which the letter tells.
Place OriginalPlace(const v1::DeadLetter& letter);

}  // namespace marsad::cli
