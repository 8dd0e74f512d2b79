// What the structure makes of a body under a title that it has nothing to do with. Tests only.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "stages/normalize/structure.h"

namespace marsad::normalize::testing {

// The title's own block is left out. The spans are of `body`.
inline std::vector<Block> BlocksOf(std::string_view body, std::span<const std::string_view> authors = {}) {
  const Field title = MakeField("Grain corridor to open again");
  const Field text = MakeField(body);
  std::vector<Block> blocks =
      FindBlocks({.title = title, .body = text, .authors = authors, .markup = {}, .repeated_lines = nullptr});
  std::erase_if(blocks, [](const Block& block) { return block.kind == BlockKind::kTitle; });
  return blocks;
}

}  // namespace marsad::normalize::testing
