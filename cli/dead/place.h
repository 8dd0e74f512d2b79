// Where a record stands: TOPIC:PARTITION:OFFSET, or PARTITION:OFFSET where the topic is known.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/coordinates.h"

namespace marsad::v1 {
class DeadLetter;
}

namespace marsad::cli {

struct Place {
  std::string topic;  // may be empty
  Partition partition{};
  Offset offset{};
};

std::optional<Place> ParsePlace(std::string_view text);
std::string Format(const Place& place);

// Where the record stands, or stood, of which the letter tells.
Place OriginalPlace(const v1::DeadLetter& letter);

}  // namespace marsad::cli
