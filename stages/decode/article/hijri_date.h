// Dates of the Hijri calendar among the tokens of a date in words.
#pragma once

#include <optional>
#include <vector>

#include "stages/decode/article/date_token.h"
#include "stages/decode/article/moment.h"

namespace marsad::decode {

// Takes the first Hijri date ("12 Ramadan 1447", "1447/05/12", "12-5-1447") out of `tokens`: a whole day by the calendar of
// Umm al-Qura. Absent if there is none; if the day does not exist, its tokens are taken all the same.
std::optional<Moment> TakeHijriDate(std::vector<DateToken>* tokens);

}  // namespace marsad::decode
