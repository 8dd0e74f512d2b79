#include "stages/tag/model/sequence.h"

#include <algorithm>

#include "lib/text/code_point.h"

namespace marsad::tag {
namespace {

bool IsBlank(char32_t c) {
  return c <= 0x20 || c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200F) || c == 0xFEFF;
}

// What stands between two words, blanks left out: a mark for each character.
void AddMarks(std::string_view text, text::OriginalSpan gap, Sequence* sequence) {
  for (uint32_t at = gap.begin; at < gap.end;) {
    const text::CodePoint c = text::CodePointAt(text, at);
    if (!IsBlank(c.value)) {
      const text::OriginalSpan span{at, at + c.bytes};
      const std::string_view mark = span.Cut(text);
      sequence->push_back({.original = span, .surface = mark, .folded = mark, .is_mark = true});
    }
    at += c.bytes;
  }
}

}  // namespace

std::span<const text::Token>::iterator TokenFrom(const FieldText& field, uint32_t at) {
  return std::ranges::partition_point(field.tokens,
                                      [at](const text::Token& token) { return token.original.begin < at; });
}

Sequence ReadSequence(const FieldText& field, text::OriginalSpan range) {
  Sequence sequence;
  auto token = TokenFrom(field, range.begin);
  const auto after = std::max(token, TokenFrom(field, range.end));
  sequence.reserve(static_cast<size_t>(after - token) * 5 / 4 + 4);  // there are fewer marks than words
  uint32_t at = range.begin;
  for (; token != field.tokens.end() && token->original.end <= range.end; ++token) {
    AddMarks(field.original, {at, token->original.begin}, &sequence);
    sequence.push_back({.original = token->original,
                        .surface = token->original.Cut(field.original),
                        .folded = token->search.Cut(field.search),
                        .script = token->script});
    at = token->original.end;
  }
  AddMarks(field.original, {at, range.end}, &sequence);
  return sequence;
}

}  // namespace marsad::tag
