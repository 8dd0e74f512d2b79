// JSON-LD as templates of web sites write it, made JSON.
#pragma once

#include <string>
#include <string_view>

namespace marsad::decode {

// JSON of what browsers' search engines accept as JSON-LD too: without comments (/* */, //, <!-- -->), CDATA marks and
// semicolons; without commas before a closing bracket; several values after each other as one list; in strings raw line
// breaks escaped, other controls blank, escapes that JSON does not know without their backslash, and quotation marks that
// end no string escaped. Written with &quot; for its quotation marks, these are decoded first. What is broken in another
// way stays broken. Linear time; what JSON allows comes back with the same meaning.
std::string MendJsonLd(std::string_view text);

}  // namespace marsad::decode
