// What bytes and markup seem to be.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace marsad::decode {

enum class Markup { kXml, kHtml };

// `text` begins with `<`. HTML by its doctype or by the name of its first element, else XML; what stands before that
// element (declaration, comments, instructions) is passed over, within the first kilobyte.
Markup GuessMarkup(std::string_view text);

// The encoding that markup declares of itself, as written: <?xml encoding="..."?>, <meta charset="..."> or
// <meta http-equiv content="...; charset=...">, within the first kilobyte; empty where it says none.
std::string DeclaredCharset(std::string_view bytes);

// The schema id of a value that begins with a schema registry's frame: a zero byte, then the id in four bytes, big
// endian. No format of ours begins with a zero byte.
std::optional<uint32_t> FramedSchema(std::string_view value);

}  // namespace marsad::decode
