#include "stages/decode/article/note_pieces.h"

#include <algorithm>

namespace marsad::decode {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The bytes of the comma, dash or quotation mark beyond ASCII that begins `text`; 0: there is none.
size_t SignAtBegin(std::string_view text) {
  constexpr std::string_view kTwoBytes[] = {"\u060C", "\u061B", "\u00AB",
                                            "\u00BB"};  // Arabic comma and semicolon, guillemets
  if (text.starts_with("\xE2\x80")) return 3;           // GENERAL PUNCTUATION
  return std::ranges::any_of(kTwoBytes, [&](std::string_view sign) { return text.starts_with(sign); }) ? 2 : 0;
}

// Where the word or number that begins at `at` ends: a point inside belongs to it, and in a number a colon.
size_t EndOfPiece(std::string_view folded, size_t at) {
  const bool is_number = IsDigit(folded[at]);
  const auto is_part = [&](size_t i) {
    return i < folded.size() && (is_number ? IsDigit(folded[i]) : IsNoteLetter(folded[i]));
  };
  const auto is_inside = [&](size_t i) {
    return (folded[i] == '.' || (is_number && folded[i] == ':')) && is_part(i + 1);
  };
  size_t end = at + 1;
  while (end < folded.size() && SignAtBegin(folded.substr(end)) == 0 && (is_part(end) || is_inside(end))) ++end;
  return end;
}

}  // namespace

std::vector<NotePiece> CutNote(std::string_view folded) {
  std::vector<NotePiece> pieces;
  for (size_t at = 0; at < folded.size();) {
    const bool is_number = IsDigit(folded[at]);
    const size_t sign = SignAtBegin(folded.substr(at));
    if (sign > 0 || (!is_number && !IsNoteLetter(folded[at]) && folded[at] != '+')) {
      at += std::max<size_t>(sign, 1);
      continue;
    }
    const size_t end = EndOfPiece(folded, at);
    pieces.push_back({std::string(folded.substr(at, end - at)), is_number});
    at = end;
  }
  return pieces;
}

}  // namespace marsad::decode
