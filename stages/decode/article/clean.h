// The last touches that make text an original: line breaks and controls. Everything else stays as the source wrote it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace marsad::decode {

struct Cleaned {
  std::string text;
  uint32_t dropped = 0;  // control characters that were left out
};

// Text of several lines, valid UTF-8: CR LF, CR, NEL, VT and FF become LF; other C0 and C1 controls but the tab, and
// DEL, are dropped and counted. `places` are byte positions in `text` in ascending order, at most its size, and become
// those of the same places in the cleaned text.
Cleaned CleanText(std::string_view text, std::span<uint32_t> places = {});

// Text of one line, such as a title or a name: as CleanText, then every run of white space that holds a line break or a
// tab becomes one blank, and blanks at both ends go.
Cleaned CleanLine(std::string_view text, std::span<uint32_t> places = {});

// A language tag such as ar or pt-BR (pt_BR is mended); absent if it is none by the form of BCP 47.
std::optional<std::string> LanguageTag(std::string_view text);

// Two Latin letters, in upper case; absent if it is something else.
std::optional<std::string> CountryCode(std::string_view text);

}  // namespace marsad::decode
