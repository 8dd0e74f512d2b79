// Which of two numbers is the day: 03/04/2025.
#pragma once

#include <cstdint>
#include <optional>

#include "stages/decode/article/draft.h"

namespace marsad::decode {

// Decides published and updated of `draft` where the order of day and month is in doubt, by the first of these that says
// something:
//   the other one of the two, where it is in no doubt: an update is no earlier, and less than a month later
//   when the record came, in milliseconds since 1970: no article is from the future
//   the source's country, its top-level domain, the region of the claimed language: the month comes first in the US and
//   where they wrote the forms, either may in Canada, the day elsewhere
//   the claimed language, unless it is English; the script, unless it is Latin: the day
// If nothing does, the date is left out and named.
void SettleDayOrder(std::optional<int64_t> received_ms, Draft* draft);

}  // namespace marsad::decode
