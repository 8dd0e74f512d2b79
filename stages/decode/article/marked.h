// What a source's markup said of a stretch of text.
#pragma once

#include <cstdint>

#include "lib/text/span.h"

namespace marsad::decode {

// As marsad.v1.Markup.Kind.
enum class MarkKind { kHeading, kParagraph, kByline, kDateline, kCaption, kQuote, kLink, kListItem, kTable };

using text::TextField;

// Bytes [begin, end) of Draft::title or Draft::body as they stand in the draft, on character boundaries. Marks may lie
// inside each other, as a link does in a paragraph. What the stage cleans later, marks follow.
struct Marked {
  MarkKind kind;
  TextField field = TextField::kBody;
  uint32_t begin = 0;
  uint32_t end = 0;

  friend bool operator==(const Marked&, const Marked&) = default;
};

}  // namespace marsad::decode
