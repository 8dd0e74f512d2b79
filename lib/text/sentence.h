// Sentence boundaries.
#pragma once

#include <string_view>
#include <vector>

#include "lib/text/span.h"

namespace marsad::text {

// Sentences of one paragraph, without the white space around them; `language` is BCP 47 and may be empty: then the
// abbreviations of all languages count. Boundaries are those of UAX #29, but a sentence goes on behind
//   - an abbreviation of the table (Dr., Mme., ul.) and behind a single letter: an initial, a title (Arabic d., a. d.),
//     U.S.; small letters only within dots (t.e., z.B.), and not a mark of an era behind a number (2024 m.);
//   - a number at the paragraph's begin (1. First) and, in languages that write ordinals so, any of up to two digits;
//   - what stands inside a web address.
// Spans count from the paragraph's first byte, which must be valid UTF-8. Thread-safe.
std::vector<OriginalSpan> Sentences(std::string_view paragraph, std::string_view language);

}  // namespace marsad::text
