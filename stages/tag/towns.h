// Which is meant where a country and a town in it have one name, as Tunisia and Tunis in Arabic, or Mexico in Spanish.
// Internal to the tagger; the words stand in gazetteer/context.tsv.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "stages/tag/matcher.h"

namespace marsad::tag {

// Sets `like_country` of those of a field's `candidates` that may be either: the country, unless the words around it say that it
// is a town, or it stands in a dateline. REQUIRES: in the order of the text.
void TellTownsFromCountries(const FieldReader& reader, std::span<const text::OriginalSpan> datelines,
                            std::string_view language, std::vector<Candidate>* candidates);

// Whether `entity` is the one of the two that is not meant.
bool IsOtherOfTwo(const Gazetteer& gazetteer, const Candidate& candidate, uint32_t entity);

}  // namespace marsad::tag
