// A body cut into lines, each with what markup says of it.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "stages/normalize/article.h"

namespace marsad::normalize {

struct Line {
  text::OriginalSpan span;                       // without white space at either end; never empty
  MarkupKind markup = MarkupKind::kUnspecified;  // the most telling kind that covers it
};

// Cuts `body` at line breaks and at the edges of `markup`. Spans outside the body or off character boundaries are
// ignored.
std::vector<Line> CutLines(std::string_view body, std::span<const Markup> markup);

// `text` within `span`, without white space at either end.
text::OriginalSpan TrimSpace(std::string_view text, text::OriginalSpan span);

}  // namespace marsad::normalize
