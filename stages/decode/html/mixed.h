// Text of which nobody said whether it is HTML: a field of JSON, plain text.
#pragma once

#include <string>
#include <string_view>

#include "stages/decode/html/text.h"
#include "stages/decode/refusal.h"

namespace marsad::decode {

// Whether `text` holds markup that nobody writes by chance: a tag that HTML knows, closed by its end tag where it needs one.
// "vector<Boat>" and "the <b> key" are text.
bool HoldsTags(std::string_view text);

// Whether it holds a character reference: &amp; &#39; &nbsp; ...
bool HoldsReferences(std::string_view text);

// Tags become marks and line breaks, references characters; a text without either stays as it is. Where the only tags are
// ones inside of lines, line breaks are the text's own. `text` is valid UTF-8.
OrRefusal<RichText> ReadMixed(std::string_view text);

// A text that was escaped once more than its format asks: \n, \" and \u0645 as characters of the text, and no line break
// of its own. Such escapes become what they stand for; other texts (a path like C:\new) stay. Returns whether it was one.
bool UnescapeTwice(std::string* text);

}  // namespace marsad::decode
