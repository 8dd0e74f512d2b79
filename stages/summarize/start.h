// Where an article's news begins: with its first sentence, unless that and what follows say little of what the title
// announces and a later sentence says much of it, as after a scene, a preamble or self-praise.
#pragma once

#include <cstddef>
#include <span>

#include "stages/summarize/facts.h"
#include "stages/summarize/kind.h"
#include "stages/summarize/title_words.h"
#include "stages/summarize/weights.h"

namespace marsad::summarize {

inline constexpr size_t kLeadSentences = 3;  // news that is told in these begins with the first of them

// An index into `candidates`, which are in their order; 0 if there are none.
size_t FindStart(Kind kind, std::span<const Facts> candidates, const TitleWords& title, const Weights& weights);

}  // namespace marsad::summarize
