// Addresses and telephone numbers, told by their signs alone.
#pragma once

#include <string_view>

namespace marsad::text {

// Whether `line`, valid UTF-8, holds an address of a mailbox or a page, or a telephone number: six digits of whatever script
// or more, with nothing but what parts their groups between them, that are no date and no two years.
bool HoldsContact(std::string_view line);

}  // namespace marsad::text
