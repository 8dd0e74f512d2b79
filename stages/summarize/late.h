// News that comes late in a text that begins with something else: a description, ceremony, what an opinion is about, other news,
// questions about other things.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "stages/summarize/facts.h"
#include "stages/summarize/title_words.h"
#include "stages/summarize/weights.h"

namespace marsad::summarize {

// Of a report's `candidates`, which are in their order, the one that is newest (IsNew) after the first sentences from `start` on, if it
// is so by much more than they are, or if it says that what they tell is no longer so ("But the court"); of an opinion the first in which the author says what should be done. Absent if there is none.
std::optional<size_t> FindLate(std::span<const Facts> candidates, size_t start, const TitleWords& title,
                               const Weights& weights);

// The sentence right before `start` if that one says "this decision" of what stands there. Absent if it says nothing of the kind, or
// if that sentence is too long to be told beside it.
std::optional<size_t> FindAntecedent(std::span<const Facts> candidates, size_t start);

// Of an interview's `candidates` the answer that is newest and by enough; those before `first` introduce it. Absent if there is none,
// or if no answer says "I" or "we": then a report asks the questions.
std::optional<size_t> FindAnswer(std::span<const Facts> candidates, size_t first, const TitleWords& title,
                                 const Weights& weights);

// Of what introduces an interview the sentence that says who answers: it names a person or an organization, if it can one that the
// title names. Absent if there is none.
std::optional<size_t> FindWhoAnswers(std::span<const Facts> introduction, const TitleWords& title);

}  // namespace marsad::summarize
