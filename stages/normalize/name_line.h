// A writer's name above the text, with nothing before it that says so: "Jane Doe and Omar Hadi in Beirut", "Jane Doe, Middle East
// correspondent".
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "stages/normalize/article.h"

namespace marsad::normalize {

// The line above the text and what it stands with.
struct NameLine {
  const Field& title;
  const Field& body;
  std::span<const text::Token> words;  // of the line, in `body`
  std::string_view line;
  uint32_t text_end = 0;  // in `body`: from here on its author may be named again, in a note
};

// Whether the line is made of names of two to four words, places, outlets and what a writer is to his paper, names among them,
// and no word of a name stands in the title or further down: who makes the news is named there again, who writes it is not.
// Looks through the body if the line has that form.
bool IsNameLine(const NameLine& above);

}  // namespace marsad::normalize
