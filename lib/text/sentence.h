// Sentence boundaries.
#pragma once

#include <string_view>
#include <vector>

#include "lib/text/span.h"

namespace marsad::text {

// Sentences of one paragraph, without the white space around them; `language` is BCP 47 and may be empty. ICU's boundaries
// (UAX #29), mended for abbreviations. Spans count from the paragraph's first byte. Thread-safe.
std::vector<OriginalSpan> Sentences(std::string_view paragraph, std::string_view language);

}  // namespace marsad::text
