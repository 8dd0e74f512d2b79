// What bytes and markup seem to be.
#pragma once

#include <string>
#include <string_view>

namespace marsad::decode {

enum class Markup { kXml, kHtml };

// `text` begins with `<`. HTML by its doctype or by the name of its first element, else XML; what stands before that
// element (declaration, comments, instructions) is passed over, within the first kilobyte.
Markup GuessMarkup(std::string_view text);

// The name of the first element or of the doctype of `text`, in lower case and without its prefix: "rss", "html"; empty if the
// text does not begin with markup.
std::string RootName(std::string_view text);

// The encoding that markup declares of itself, as written: <?xml encoding="..."?>, <meta charset="..."> or
// <meta http-equiv content="...; charset=...">, within the first kilobyte; empty if it says none.
std::string DeclaredCharset(std::string_view bytes);

}  // namespace marsad::decode
