// How much news a sentence tells by itself: that somebody died, won or said something, figures, names, a day.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "stages/summarize/facts.h"
#include "stages/summarize/title_words.h"

namespace marsad::summarize {

// What should be done is the news of an opinion.
inline constexpr double kDemand = 4;

bool Demands(const Facts& facts);

// Whether the author demands something in it, and nobody who is quoted.
bool AuthorDemands(const Facts& facts);

double Tells(const Facts& facts);

// Whether sentences before a thesis open an essay: they tell next to nothing. None do not.
bool OpensEssay(std::span<const Facts> before);

// Of an opinion its thesis, the first sentence in which the author demands something. Its author says "I" or "we" in two sentences,
// or its opening tells nothing and says "my" or "we" or names nobody. Absent if it is none.
std::optional<size_t> FindThesis(std::span<const Facts> candidates);

// What it tells, and what of the title it says.
double News(const Facts& facts, const TitleWords& title);

// What is new in it against what was so before: something happened or was decided, at a time that it names or from now on; and
// what the title announces, the names in it aside. What something is known for is not, however many figures it has.
double IsNew(const Facts& facts, const TitleWords& title);

}  // namespace marsad::summarize
