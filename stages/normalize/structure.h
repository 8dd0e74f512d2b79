// The blocks of an article: what is title, heading, prose, credit or noise.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "stages/normalize/article.h"

namespace marsad::normalize {

struct StructureInput {
  const Field& title;
  const Field& body;
  std::span<const std::string_view> authors;
  std::span<const Markup> markup;  // spans outside the body or off character boundaries are left out
  const std::map<uint64_t, uint64_t>* repeated_lines;  // of the article's source; may be null
};

// Blocks in order, without languages. The body is cut at line breaks and at the edges of markup; what markup states
// wins, the rest is guessed by the rules that README.md lists. Linear in the body and n log n in the markup.
std::vector<Block> FindBlocks(const StructureInput& input);

}  // namespace marsad::normalize
