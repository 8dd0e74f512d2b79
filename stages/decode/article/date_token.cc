#include "stages/decode/article/date_token.h"

#include "lib/text/code_point.h"

namespace marsad::decode {
namespace {

constexpr size_t kMostTokens = 60;

bool IsDigit(char32_t c) { return c >= '0' && c <= '9'; }
bool IsBlank(char32_t c) { return c == ' ' || c == '\t' || c == '\n'; }

// Dashes, commas and quotes beyond ASCII stand between the parts of a date, all else beyond it is letters.
bool IsLetter(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  constexpr char32_t kArabicComma = 0x060C;
  constexpr char32_t kMinus = 0x2212;
  const bool is_general_punctuation = c >= 0x2000 && c <= 0x206F;
  return !is_general_punctuation && c != kArabicComma && c != kMinus && c > 0xBF;
}

DateToken::Kind KindOf(char32_t c) {
  if (IsDigit(c)) return DateToken::Kind::kNumber;
  return IsLetter(c) ? DateToken::Kind::kWord : DateToken::Kind::kSign;
}

}  // namespace

std::vector<DateToken> CutDate(std::string_view text) {
  std::vector<DateToken> tokens;
  bool glued = false;
  for (size_t at = 0; at < text.size() && tokens.size() < kMostTokens;) {
    const text::CodePoint c = text::CodePointAt(text, at);
    const std::string_view written = text.substr(at, c.bytes);
    at += c.bytes;
    if (IsBlank(c.value)) {
      glued = false;
      continue;
    }
    const DateToken::Kind kind = KindOf(c.value);
    const bool follows_word = !tokens.empty() && tokens.back().IsWord();
    if (c.value == '.' && follows_word) continue;  // Nov. and p.m.
    if (kind == DateToken::Kind::kSign) {
      tokens.push_back({kind, c.value < 0x80 ? std::string(written) : ",", glued});
    } else if (glued && !tokens.empty() && tokens.back().kind == kind) {
      tokens.back().text += written;
    } else {
      tokens.push_back({kind, std::string(written), glued});
    }
    glued = true;
  }
  return tokens;
}

}  // namespace marsad::decode
