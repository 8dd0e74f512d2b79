// Dates in words and the odd shapes of feeds: RFC 822 and 2822, the C library's asctime, months in many languages.
#pragma once

#include <optional>
#include <string_view>

#include "stages/decode/article/moment.h"

namespace marsad::decode {

// `text` is valid UTF-8, any digits of Unicode. Day, month and year in any order that leaves no doubt, a clock of 24 or
// 12 hours, a zone as offset or name (lib/text/date_words.h). Words before the first number are passed over (a weekday), as is
// what stands in parentheses. A name of a zone that is not known or means several makes the zone unknown. Two-digit
// years are those of RFC 2822: 00 to 49 lie in this century. Absent if it is no such date or does not
// exist. What can be read in two ways (03/04/2025) is read in both.
std::optional<Moment> ParseWordyMoment(std::string_view text);

}  // namespace marsad::decode
