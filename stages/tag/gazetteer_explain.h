// Why a text is or is not found, and what a list of names has in common with others: for people who keep lists. Not for
// the stage: it asks again and again what the tagger asks once.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "stages/tag/gazetteer.h"

namespace marsad::tag {

// One reading of some words of a text.
struct NameReading {
  std::string words;     // as they stand there
  KnownEntity entity{};  // views of the gazetteer
  bool is_found = false;
  std::string reason;  // why it is found, or why not
};

// Every name that can be read in `text` if it were an article's body in `language` (BCP 47), in the order of the text.
std::vector<NameReading> ExplainNames(const std::shared_ptr<const Gazetteer>& gazetteer, const std::string& text,
                                      std::string_view language);

// Something that the keeper of a list should know about a line of it; nothing is wrong.
struct ListNote {
  size_t line = 0;  // counts from 1
  std::string text;
};

// What is worth knowing about `list`: rows without an id, names that are also another's. Nothing about context words and
// endings.
// REQUIRES: `gazetteer` was read from files of which `list` is one.
std::vector<ListNote> CheckList(const Gazetteer& gazetteer, const GazetteerFile& list);

}  // namespace marsad::tag
