// Which sentence of a report its news begins with: a linear model over what sentences tell, learned on articles of our own and on
// abstracts by tools/eval_summarizer/learn_opening.py, which says how far these weights are from what it learns.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "stages/summarize/facts.h"
#include "stages/summarize/title_words.h"

namespace marsad::summarize {

struct OpeningFeature {
  std::string_view name;
  int weight;
};

// The weights, in tenths. Shares and what a sentence tells are scaled to about one; what begins with "first" is of the article's
// first sentence only, so that a strong one stays.
inline constexpr auto kOpeningFeatures = std::to_array<OpeningFeature>({
    {"deed", 19},                                                    // of what the title says of whom it names
    {"new_deed", 12},                                                // of that, what no sentence before says
    {"tells", 8},                                                    // Tells, by threes
    {"tells_more", 9},                                               // than the sentence before that tells most
    {"is_new", 8},                                                   // IsNew, by threes
    {"demands", 18},                                                 // says what should be done
    {"turns", 8},                                                    // begins with "but", and something happens
    {"has_day", 12},                                                 // names a day of the week
    {"speaks", -9},                                                  // somebody with a name says it
    {"routine", -13},                                                // who attended, who presided
    {"filler", -8},         {"has_year", -7},                        // of what was or will be
    {"background", -7},     {"loses", 4},           {"joins", -14},  // an Arabic "and" is written onto it
    {"short", -19},                                                  // fewer than eight words
    {"opens_paragraph", 8}, {"deep", -27},                           // by eights, after the ninth
    {"first", 13},          {"first_share", 10},                     // of the title's words
    {"first_deed", 12},     {"first_names", 12},    {"first_speech", 13},
    {"first_has_day", -24}, {"first_routine", -10}, {"first_scene", -8},  // IsScene
});

using OpeningValues = std::array<double, kOpeningFeatures.size()>;

// The features of each candidate, in their order. Linear.
std::vector<OpeningValues> OpeningValuesOf(std::span<const Facts> candidates, const TitleWords& title);

// How much each candidate looks like where the news begins; what tells only of the text itself, or on what a decision rests, is below all others.
std::vector<double> ScoreOpenings(std::span<const Facts> candidates, const TitleWords& title);

}  // namespace marsad::summarize
