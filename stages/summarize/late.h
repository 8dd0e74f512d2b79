// News that comes late in a text that begins with something else: a description, ceremony, what an opinion is about.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "stages/summarize/facts.h"
#include "stages/summarize/title_words.h"
#include "stages/summarize/weights.h"

namespace marsad::summarize {

// Of a report's `candidates`, which are in their order, the one that is newest (IsNew) after the first sentences from `start` on, if it
// is so by much more than they are; of an opinion the first in which the author says what should be done. Absent if there is none.
std::optional<size_t> FindLate(std::span<const Facts> candidates, size_t start, const TitleWords& title,
                               const Weights& weights);

}  // namespace marsad::summarize
