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

// Of any kind but an interview. An index into `candidates`, which are in their order; 0 if there are none.
size_t FindStart(Kind kind, std::span<const Facts> candidates, const TitleWords& title);

// Of an interview, whose answers begin at `introduced`: the first sentence that says nearly as much of what the title announces as the
// one that says most of it; of what introduces it only one that says as much. If the title announces little, the first that needs no
// question. 0 if there are none.
size_t FindAnnounced(std::span<const Facts> candidates, size_t introduced, const TitleWords& title,
                     const Weights& weights);

}  // namespace marsad::summarize
