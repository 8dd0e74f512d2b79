// Words and numbers of a text.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "lib/text/fold.h"
#include "lib/text/span.h"

namespace marsad::text {

// The numbers are those of marsad.v1.Tokens.script.
enum class Script : uint8_t {
  kOther = 0,
  kLatin = 1,
  kArabic = 2,
  kCyrillic = 3,
  kDigits = 4,
  kGreek = 5,
  kHebrew = 6,
  kHan = 7,
  kKana = 8,
  kHangul = 9,
  kDevanagari = 10,
};

struct Token {
  OriginalSpan original;
  SearchSpan search;  // empty if folding leaves nothing
  Script script = Script::kOther;
  uint8_t proclitic = 0;  // bytes of `search` that may be an Arabic proclitic, the longest candidate; 0: none
};

// Words and numbers of `original`, in order, by Unicode word boundaries (UAX #29), but for the underscores of a
// hashtag, which part its words (#John_McCain); `folded` is Fold(original).
// Thread-safe.
std::vector<Token> Tokenize(std::string_view original, const Folded& folded);

}  // namespace marsad::text
