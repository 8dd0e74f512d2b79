// Bounds of what describes an article: limits.h.
#pragma once

#include <string>
#include <string_view>

#include "stages/decode/article/draft.h"

namespace marsad::decode {

// `text` cut to at most `bytes` on a character boundary.
std::string CutText(std::string_view text, size_t bytes);

// Cuts or leaves out what is too long or too many, and notes it in Draft::ignored_fields. Title, body and uri are refused elsewhere.
void BoundDescription(Draft* draft);

}  // namespace marsad::decode
