// The words and numbers of a line that speaks to editors.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/utf8.h"

namespace marsad::decode {

// A word or number of a note's line, folded.
struct NotePiece {
  std::string text;
  bool is_number = false;
};

// Of folded text: what is beyond ASCII counts as one.
inline bool IsNoteLetter(char c) { return !IsAscii(c) || (c >= 'a' && c <= 'z'); }

// Numbers keep a colon or full stop between their digits, words a full stop between their letters. Commas, dashes and
// quotation marks of any script are between them; a plus is a word.
std::vector<NotePiece> CutNote(std::string_view folded);

}  // namespace marsad::decode
