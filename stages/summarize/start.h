// Where an article's news begins: a report's where the learned model says (opening.h), an interview's with the answer that the title
// announces, other kinds' with the first sentence that is no filler.
#pragma once

#include <cstddef>
#include <span>

#include "stages/summarize/facts.h"
#include "stages/summarize/kind.h"
#include "stages/summarize/title_words.h"
#include "stages/summarize/weights.h"

namespace marsad::summarize {

// An index into `candidates`, which are in their order; 0 if there are none.
size_t FindStart(Kind kind, std::span<const Facts> candidates, const TitleWords& title, const Weights& weights);

}  // namespace marsad::summarize
