// What follows a sentence's terminator and still belongs to the sentence.
#pragma once

#include <cstddef>
#include <string_view>

#include "lib/text/sentence_break.h"

namespace marsad::text {

// The byte of `paragraph` at which the sentence ends for which the rules say `boundary`: after marks of footnotes, a closing
// quotation mark that follows a blank, or emoji; before an opening bracket.
size_t SentenceEnd(std::string_view paragraph, const SentenceBoundary& boundary);

}  // namespace marsad::text
