// Adjectives of countries: no names, but they tell of a name where it belongs. The words stand in data/demonyms.tsv.
#pragma once

#include <string_view>

namespace marsad::tag {

// ISO 3166-1 alpha-2 of the country whose adjectives are among the words of `name`; empty if it holds none, or those of several.
std::string_view CountryOfAdjectives(std::string_view name);

}  // namespace marsad::tag
