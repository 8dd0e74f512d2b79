// Initials before a family name: "A. P. Hartwell". Internal to the tagger.
#pragma once

#include <cstdint>
#include <string_view>

#include "stages/tag/tagger.h"

namespace marsad::tag {

// The first token of the initials that stand right before the token `at`; `at` itself if none do. A title of one letter,
// as French has, is no initial.
uint32_t InitialsBefore(const FieldText& field, uint32_t at, std::string_view language);

}  // namespace marsad::tag
