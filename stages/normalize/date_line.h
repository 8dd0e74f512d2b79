// Lines that hold a date or an age and nothing else.
#pragma once

#include <span>

#include "stages/normalize/article.h"

namespace marsad::normalize {

// Whether `words` of `field` are numbers and words of dates (lib/text/date_words.h) alone and say when something was:
// "Sunday 12 November 2025 10:30 GMT", "12/11/2025 10:30", "3 hours ago". At most 14 words.
bool IsDateLine(const Field& field, std::span<const text::Token> words);

// Whether `words` are numbers and words of dates alone, in which a year may be missing: "of 6 November", "4.11.".
bool IsDay(const Field& field, std::span<const text::Token> words);

}  // namespace marsad::normalize
