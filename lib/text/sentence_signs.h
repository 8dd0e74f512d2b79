// Signs that rules about sentences look at. Internal to sentences.
#pragma once

namespace marsad::text {

inline constexpr char32_t kEllipsis = 0x2026;

constexpr bool IsOpeningBracket(char c) { return c == '(' || c == '['; }
constexpr bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
constexpr bool IsFullStop(char32_t c) {
  constexpr char32_t kUrduFullStop = 0x06D4;
  return c == '.' || c == kUrduFullStop;
}

}  // namespace marsad::text
