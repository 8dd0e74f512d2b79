// Text of XML elements that hold HTML in one of its disguises, or NITF.
#pragma once

#include <string>
#include <string_view>

#include "stages/decode/html/text.h"
#include "stages/decode/xml/document.h"

namespace marsad::decode {

// What stands inside `element`, as HTML: elements of any namespace under their local names, of NITF under the names that
// mean the same in HTML (hl2: h2, media-caption: figcaption, byline: a paragraph of class byline ...).
std::string HtmlInside(const XmlElement& element);

// Whether a text that nobody called HTML is HTML all the same: it holds a tag or a character reference.
bool LooksLikeHtml(std::string_view text);

// HTML as text with marks; what does not look like HTML is taken as it is, but for white space around its lines.
OrRefusal<RichText> ReadTextOrHtml(std::string_view text);

// Lines without the white space around them, and without the empty ones at both ends.
RichText ReadLines(std::string_view text);

}  // namespace marsad::decode
