// How much news a sentence tells by itself: that somebody died, won or said something, figures, names, a day.
#pragma once

#include "stages/summarize/facts.h"
#include "stages/summarize/title_words.h"

namespace marsad::summarize {

// What should be done is the news of an opinion; in the opening of an article a demand counts a little less.
inline constexpr double kDemand = 4;
inline constexpr double kOpeningDemand = 3;

bool Demands(const Facts& facts);

double Tells(const Facts& facts);

// What it tells, and what of the title it says.
double News(const Facts& facts, const TitleWords& title);

}  // namespace marsad::summarize
