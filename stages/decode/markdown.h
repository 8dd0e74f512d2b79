// Texts typed as Markdown.
#pragma once

#include <string>
#include <string_view>

#include "stages/decode/article/draft.h"

namespace marsad::decode {

// A line without its signs: emphasis, links, pictures, code. Time linear in the line.
std::string PlainMarkdown(std::string_view line);

// Adds `text` to `draft->body` without its signs, with marks for headings, quotations, items and links; lines that are a
// rule ("***") are left out. A byline in italics or bold above the text is marked too, and names the authors of a draft that
// has none.
void AddMarkdown(std::string_view text, Draft* draft);

}  // namespace marsad::decode
