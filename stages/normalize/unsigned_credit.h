// Datelines that no sign parts from the text, and the outlet in quotation marks that may follow one.
#pragma once

#include <optional>
#include <string_view>

#include "stages/normalize/credit.h"

namespace marsad::normalize {

// What a line that opens an article begins with, if that is a place and an agency and the text follows after a blank:
//   Damascus-SANA The            with a hyphen
//   MADRID, 4 (EUROPA PRESS) The with the agency in brackets, perhaps with the day of the month
std::optional<Credit> FindUnsignedCredit(std::string_view line);

// Lengthens `credit`, which `line` begins with, by an outlet in quotation marks and a colon: "Cairo - «Coast Daily»:".
void TakeQuotedOutlet(std::string_view line, Credit* credit);

}  // namespace marsad::normalize
