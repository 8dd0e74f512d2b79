// Base64: RFC 4648.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace marsad {

enum class Base64Alphabet {
  kStandard,  // section 4: + and /
  kUrl,       // section 5: - and _
};

// The bytes that `text` stands for, with or without the padding; white space in it counts as nothing. Absent if it is no
// base64.
std::optional<std::string> DecodeBase64(std::string_view text, Base64Alphabet alphabet = Base64Alphabet::kStandard);

}  // namespace marsad
