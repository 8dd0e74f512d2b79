// Letter case of original text; search text has none.
#pragma once

#include <string_view>

namespace marsad::text {

// Whether the first letter of `word`, valid UTF-8, is an upper-case or title-case letter.
bool StartsUpper(std::string_view word);

// Whether `text`, valid UTF-8, holds a lower-case letter.
bool HasLower(std::string_view text);

}  // namespace marsad::text
