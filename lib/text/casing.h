// Letter case of original text; search text has none.
#pragma once

#include <string>
#include <string_view>

namespace marsad::text {

// Whether the first letter of `word`, valid UTF-8, is an upper-case or title-case letter.
bool StartsUpper(std::string_view word);

// Whether `text`, valid UTF-8, holds a lower-case letter.
bool HasLower(std::string_view text);

// `text`, valid UTF-8, with its first character as a sentence of the BCP 47 tag `language` begins: a lower-case letter in title
// case, so that "i" is dotted in Turkish; all else as it is.
std::string Capitalize(std::string_view text, std::string_view language);

}  // namespace marsad::text
