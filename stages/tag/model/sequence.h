// A sentence as the model reads it: its words, and the marks between them.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "lib/text/span.h"
#include "lib/text/token.h"
#include "stages/tag/tagger.h"

namespace marsad::tag {

// Views into the field's texts.
struct ModelWord {
  text::OriginalSpan original;
  std::string_view surface;  // as written
  std::string_view folded;   // as search text; of a mark the mark itself
  text::Script script = text::Script::kOther;
  bool is_mark = false;  // punctuation, which is no token of the record
};

using Sequence = std::vector<ModelWord>;

// The field's first token that begins at `at`, in the original, or after it.
std::span<const text::Token>::iterator TokenFrom(const FieldText& field, uint32_t at);

// Words and marks of `field` that lie within `range`, a whole block or sentence.
Sequence ReadSequence(const FieldText& field, text::OriginalSpan range);

}  // namespace marsad::tag
