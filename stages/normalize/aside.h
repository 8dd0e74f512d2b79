// What stands at the edge of a line of text and is no part of it.
#pragma once

#include <optional>
#include <span>

#include "stages/normalize/article.h"

namespace marsad::normalize {

struct Aside {
  text::OriginalSpan span;
  std::span<const text::Token> words;
  BlockKind kind = BlockKind::kNote;
};

// A line of `body`, and its words.
struct LineWords {
  const Field& body;
  text::OriginalSpan span;
  std::span<const text::Token> words;

  std::string_view Cut() const { return span.Cut(body.original); }
  // Those that begin in `part`, which lies in the line.
  std::span<const text::Token> Within(text::OriginalSpan part) const;
};

// What the bracket at `bracket` of the line, offsets in it, is if it is no part of the text: a note, a caption.
std::optional<Aside> FindAside(const LineWords& line, text::OriginalSpan bracket);

// "... said. Enditem": an agency's mark after the last sentence.
std::optional<Aside> FindSignature(const LineWords& line);

}  // namespace marsad::normalize
