// What a paper says of an author below the text, under a name that stands above it.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "stages/normalize/article.h"
#include "stages/normalize/lines.h"

namespace marsad::normalize {

// Two of the lines.
struct AuthorNote {
  size_t name = 0;  // nothing but the name, among the first lines
  size_t note =
      0;  // among the last ones, begins with it and goes on: "Jane Q. Doe is a lawyer and writes here on Fridays."
};

// Names have two to five words, each with a capital if its script has them. None if no line below begins with one.
std::optional<AuthorNote> FindAuthorNote(const Field& body, std::span<const Line> lines);

}  // namespace marsad::normalize
