// Plain text as an article.
#pragma once

#include <string_view>

#include "stages/decode/article/draft.h"
#include "stages/decode/refusal.h"

namespace marsad::decode {

// The first line that is not blank is the title, what follows the body, without the blank lines around it. A first line
// of more than 200 characters is no title but the body's first paragraph. `text` is valid UTF-8.
//
// No title are lines that stand above one: "FOR IMMEDIATE RELEASE" and the like (data/no_titles.txt). A title of Markdown loses its
// "# "; a flash its marker ("#Breaking |", data/flashes.txt), which becomes urgency 1. A post (a single paragraph, or a first line that is a whole
// sentence with its full stop) has no title. The frames of wire protocols (SOH, STX, ETX) are no text; of IPTC 7901 the line of headers and the keyword line
// stand before the title. HTML in plain text is read as HTML.
OrRefusal<Draft> ReadTextArticle(std::string_view text);

}  // namespace marsad::decode
