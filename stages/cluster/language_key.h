// Which articles are of one language, as far as stories go.
#pragma once

#include <cstdint>
#include <string_view>

namespace marsad::cluster {

// Equal for what is written in one language: of a BCP 47 tag the primary language, or the macrolanguage (ISO 639-3) that it
// belongs to, since detectors and readers tell the parts of one apart no better: Bosnian, Croatian and Serbian, Bokmål and
// Nynorsk, Indonesian and Malay. 0 if the tag names none ("und", "mul", "zxx", empty).
uint32_t LanguageKey(std::string_view tag);

}  // namespace marsad::cluster
