// Addresses that people can open.
#pragma once

#include <string_view>

namespace marsad::decode {

// As software writes them: the scheme in lower case. What people write in a feed: IsWebAddress() in xml/names.h.
inline bool IsHttpAddress(std::string_view text) { return text.starts_with("https://") || text.starts_with("http://"); }

}  // namespace marsad::decode
