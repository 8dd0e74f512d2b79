// Datelines that hold a date: press releases, and agencies of Arab countries.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "stages/normalize/credit.h"

namespace marsad::normalize {

// What `line`, which opens an article, begins with, if that is a place, a date, and what ends the two:
//   Riyadh 12 Jumada I 1447 AH corresponding to 3 November 2025 SPA   an agency's name, in brackets or slashes or without
//   Aqaba, Jordan, 3 November 2025 -                                  a dash or a colon
//   Bergen, Norway (Nov. 3, 2025) --                                  with the date in a bracket
//   BREST, le 9 avril 2026 - 7 h 15 -                                  with the time of day
// Dates may be of two calendars. Looks at the first 200 bytes only.
std::optional<Credit> FindDatedPlace(std::string_view line);

// Length of the date, the time of day or both that `text` begins with, with the dash or colon after it: "April 9, 2026 -", "7 h 30 -",
// "10:30 a.m. CET:"; 0: there is none.
size_t TimeBytes(std::string_view text);

}  // namespace marsad::normalize
