// When an embargo ends.
#pragma once

#include <optional>
#include <string_view>

#include "stages/decode/article/moment.h"

namespace marsad::decode {

// Of a note like "EMBARGOED UNTIL 0600 GMT, TUESDAY NOV. 4, 2025": date, time and zone in any order, in the languages of
// lib/text/data/date_words.tsv and data/embargo_words.tsv. Absent: one of them is missing, so that nobody can say when.
std::optional<Moment> EndOfEmbargo(std::string_view note);

}  // namespace marsad::decode
