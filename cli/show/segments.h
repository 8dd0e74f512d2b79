// Cuts a text into what is marked and what is not, whatever the spans are: a record from a topic is not to be trusted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace marsad::cli {

// [begin, end) in bytes of the text, meant as mention of entity number `entity`.
struct Marked {
  uint32_t begin = 0;
  uint32_t end = 0;
  size_t entity = 0;
};

struct Segment {
  std::string_view text;  // never empty
  std::optional<size_t> entity;
};

// The bytes [begin, end) of `text` in order, cut at the marks that lie within. Marks that are empty, overlap an earlier one,
// reach outside or cut a UTF-8 character are left out; the segments' texts always add up to the whole. `marks` may be in any
// order.
std::vector<Segment> CutSegments(std::string_view text, uint32_t begin, uint32_t end, std::vector<Marked> marks);

}  // namespace marsad::cli
