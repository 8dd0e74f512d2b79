#include "lib/text/sentence_end.h"

#include <unicode/uchar.h>

#include "lib/text/code_point.h"
#include "lib/text/sentence_signs.h"

namespace marsad::text {
namespace {

constexpr std::string_view kClosingGuillemet = "\u00BB";

// French puts a blank before the closing quotation mark, which the standard takes for the next sentence's begin. In
// German the same mark opens, but then a word follows at once.
size_t TakeClosingQuote(std::string_view paragraph, size_t end) {
  if (!paragraph.substr(end).starts_with(kClosingGuillemet)) return end;
  const size_t behind = end + kClosingGuillemet.size();
  return behind == paragraph.size() || IsBlank(paragraph[behind]) ? behind : end;
}

// Marks of footnotes that stand right after the terminator: [1], [12][13], or raised digits.
size_t TakeFootnotes(std::string_view paragraph, size_t at) {
  const auto is_digit = [&](size_t i) { return i < paragraph.size() && paragraph[i] >= '0' && paragraph[i] <= '9'; };
  while (at < paragraph.size()) {
    const CodePoint c = CodePointAt(paragraph, at);
    if (u_charType(static_cast<UChar32>(c.value)) == U_OTHER_NUMBER) {
      at += c.bytes;
      continue;
    }
    size_t end = at + 1;
    while (is_digit(end)) ++end;
    const bool is_mark = c.value == '[' && end > at + 1 && end < paragraph.size() && paragraph[end] == ']';
    if (!is_mark) break;
    at = end + 1;
  }
  return at;
}

// Emoji that follow a sentence belong to it. Symbols that are only sometimes shown as emoji count where a selector says
// so.
size_t TakeEmoji(std::string_view paragraph, size_t begin) {
  constexpr char32_t kEmojiSelector = 0xFE0F;
  size_t end = begin;
  bool is_emoji = false;
  for (size_t at = begin; at < paragraph.size();) {
    const CodePoint c = CodePointAt(paragraph, at);
    const auto value = static_cast<UChar32>(c.value);
    if (IsBlank(paragraph[at])) {
      if (!is_emoji) break;
      end = at;
      is_emoji = false;
    } else if (u_hasBinaryProperty(value, UCHAR_EMOJI_PRESENTATION) || c.value == kEmojiSelector) {
      is_emoji = true;
    } else if (!u_hasBinaryProperty(value, UCHAR_EXTENDED_PICTOGRAPHIC) &&
               SentenceBreaker::ClassOf(c.value) != SentenceClass::kIgnored) {
      return end;
    }
    at += c.bytes;
    if (is_emoji && at == paragraph.size()) end = at;
  }
  return end;
}

}  // namespace

size_t SentenceEnd(std::string_view paragraph, const SentenceBoundary& boundary) {
  if (boundary.terminator >= paragraph.size()) return boundary.end;
  const size_t behind = boundary.terminator + CodePointAt(paragraph, boundary.terminator).bytes;
  if (const size_t marks = TakeFootnotes(paragraph, behind); marks > behind) return marks;
  const size_t end = TakeClosingQuote(paragraph, boundary.end);
  if (end > boundary.end || end >= paragraph.size()) return end;
  if (end > behind && IsOpeningBracket(paragraph[end - 1])) return end - 1;  // to the rules all brackets close
  return TakeEmoji(paragraph, end);
}

}  // namespace marsad::text
