// Datelines that are known by an agency's name or by brackets, slashes and capitals, and what may follow a dateline.
#pragma once

#include <optional>
#include <string_view>

#include "stages/normalize/credit.h"

namespace marsad::normalize {

// What a line that opens an article begins with, if it is one of
//   [SALALAH] (SALALAH, Oman) -   a bracket with a place in capitals or an agency, or a place before an agency: [Oslo] AFP -
//   Salalah / Agency              an agency and a place with a slash between them, in either order
//   SALALAH: SALALAH.             a place in capitals
//   Vienna.                       a city of the table, with a full stop and another sentence after it
//   According to Agency X,        a clause that begins as the table's openers do and names an agency or its reporter
std::optional<Credit> FindAgencyAndPlace(std::string_view line);

// Lengthens `credit`, which `line` begins with and which does not fill it, by what belongs to it: "- Agency.", "Agency, Jane
// Doe.", "JANE DOE -", after an agency "Town:" or "Town -".
void TakeMoreOfCredit(std::string_view line, Credit* credit);

}  // namespace marsad::normalize
