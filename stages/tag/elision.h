// Apostrophes inside of words, and what French and Italian elide before them. Internal to the tagger.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace marsad::tag {

struct Apostrophe {
  size_t begin = 0;
  size_t end = 0;
};

// The first and the last of `word`, straight or curly.
std::optional<Apostrophe> FindApostrophe(std::string_view word);
std::optional<Apostrophe> FindLastApostrophe(std::string_view word);

// What follows an elided article or preposition: Egypte of l'Egypte; the word itself if it has none.
std::string_view AfterElision(std::string_view word);

}  // namespace marsad::tag
