// What a paper says of an author below the text: found by a name that stands above it, or by the note's own form.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "stages/normalize/article.h"
#include "stages/normalize/draft.h"
#include "stages/normalize/lines.h"

namespace marsad::normalize {

// Two of the lines; the same twice: there is none.
struct AuthorNote {
  size_t name = 0;  // nothing but the name, among the first lines
  // Among the last ones, begins with it and goes on: "Jane Q. Doe is a lawyer and writes here on Fridays."
  size_t note = 0;

  // kUnspecified for all other lines.
  BlockKind KindOf(size_t line) const {
    if (name == note) return BlockKind::kUnspecified;
    return line == name ? BlockKind::kByline : line == note ? BlockKind::kBoilerplate : BlockKind::kUnspecified;
  }
};

// Names have two to five words, each with a capital if its script has them.
AuthorNote FindAuthorNote(const Field& body, std::span<const Line> lines);

// Among all lines, once their kinds are known: what a paper says of its author among the last ones is a note: a line that begins with a name of a byline or of `authors`, or
// with a name that stands nowhere else and what its bearer is to a paper ("Jane Doe is a reporter in Cairo.").
void MarkAuthorNotes(const Field& title, const Field& body, std::span<const std::string_view> authors,
                     std::span<Draft> drafts);

}  // namespace marsad::normalize
