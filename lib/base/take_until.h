// Cutting a text at its separators, from the front: lines of a table, cells of a line.
#pragma once

#include <algorithm>
#include <string_view>

namespace marsad {

// The part of `text` before the first `end`, or all of it; it goes from `text` together with that `end`.
inline std::string_view TakeUntil(std::string_view end, std::string_view* text) {
  const std::string_view taken = text->substr(0, text->find(end));
  text->remove_prefix(std::min(text->size(), taken.size() + end.size()));
  return taken;
}

inline std::string_view TakeUntil(char end, std::string_view* text) { return TakeUntil({&end, 1}, text); }

}  // namespace marsad
