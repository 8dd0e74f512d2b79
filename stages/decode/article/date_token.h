// What a date in words is cut into.
#pragma once

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace marsad::decode {

// A number, a word or one sign of punctuation. Blanks only part.
struct DateToken {
  enum class Kind { kNumber, kWord, kSign } kind;
  std::string text;
  bool glued = false;  // no blank before it

  bool IsWord() const { return kind == Kind::kWord; }
  bool IsNumber() const { return kind == Kind::kNumber; }
  bool IsNumber(size_t most_digits) const { return IsNumber() && text.size() <= most_digits; }
  bool IsSign() const { return kind == Kind::kSign; }
  bool Is(char sign) const { return IsSign() && text[0] == sign; }
  int number() const { return std::atoi(text.c_str()); }
};

// The tokens of `text`, which is folded (lib/text/fold.h): the first 60. Signs beyond ASCII become commas; the full stop
// of an abbreviation goes.
std::vector<DateToken> CutDate(std::string_view text);

}  // namespace marsad::decode
