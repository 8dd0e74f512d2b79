// Where and why a text is not JSON. The fast parser does not say; this is only asked after it has refused.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace marsad::decode {

struct JsonError {
  size_t byte = 0;    // from 0
  size_t line = 1;    // from 1
  size_t column = 1;  // in characters, from 1
  std::string what;   // "the text ends inside a string"
};

// The first place at which `text` (valid UTF-8) leaves the grammar of RFC 8259; absent if it never does. An escape that is
// wrong is placed at its backslash.
std::optional<JsonError> FindJsonError(std::string_view text);

}  // namespace marsad::decode
