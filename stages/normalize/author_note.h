// What a paper says of an author below the text, under a name that stands above it.
#pragma once

#include <cstddef>
#include <span>

#include "stages/normalize/article.h"
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

}  // namespace marsad::normalize
