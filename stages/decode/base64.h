// Base64: RFC 4648, 4.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace marsad::decode {

// The bytes that `text` stands for, with or without the padding; white space in it counts as nothing. Absent if it is no
// base64.
std::optional<std::string> DecodeBase64(std::string_view text);

}  // namespace marsad::decode
