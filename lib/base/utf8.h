// The bytes of UTF-8 (RFC 3629): which are valid, and where characters begin. Everything about characters as such, their
// properties and their folding, is lib/text's.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace marsad {

constexpr bool IsAscii(char byte) { return static_cast<unsigned char>(byte) < 0x80; }

// Whether a character that began before `byte` goes on with it.
constexpr bool IsUtf8Continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// The bytes of a character that begins with `lead`; 0: none begins so.
constexpr size_t Utf8Length(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  if (byte < 0x80) return 1;
  if (byte < 0xC2 || byte > 0xF4) return 0;
  return byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

bool IsValidUtf8(std::string_view bytes);

// What follows is of valid UTF-8.

// Whether a character begins at `at`, or the text ends there. False beyond the end.
constexpr bool IsBoundary(std::string_view text, size_t at) {
  return at == text.size() || (at < text.size() && !IsUtf8Continuation(text[at]));
}

// Where the character before `at` begins; `at` must be a boundary after the first.
constexpr size_t PreviousBoundary(std::string_view text, size_t at) {
  do {
    --at;
  } while (at > 0 && IsUtf8Continuation(text[at]));
  return at;
}

// Where the character ends that the byte `at` belongs to; `at` lies in `text`.
constexpr size_t NextBoundary(std::string_view text, size_t at) {
  do {
    ++at;
  } while (at < text.size() && IsUtf8Continuation(text[at]));
  return at;
}

// The first `bytes` of `text`, or as many fewer as end on a boundary.
constexpr std::string_view PrefixAtBoundary(std::string_view text, size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && IsUtf8Continuation(text[bytes])) --bytes;
  return text.substr(0, bytes);
}

// Characters (code points).
constexpr size_t CountCharacters(std::string_view text) {
  size_t count = 0;
  for (const char c : text) count += !IsUtf8Continuation(c);
  return count;
}

// UTF-16 code units.
constexpr size_t CountUtf16(std::string_view text) {
  size_t count = 0;
  // Four-byte characters are the ones that take a surrogate pair.
  for (const char c : text) count += !IsUtf8Continuation(c) + (static_cast<unsigned char>(c) >= 0xF0);
  return count;
}

// `c` must be a code point and no surrogate.
void AppendUtf8(char32_t c, std::string* to);

}  // namespace marsad
