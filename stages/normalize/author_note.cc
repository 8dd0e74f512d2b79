#include "stages/normalize/author_note.h"

#include <algorithm>

#include "lib/text/code_point.h"
#include "lib/text/sentence_break.h"
#include "stages/normalize/byline.h"
#include "stages/normalize/line_shape.h"

namespace marsad::normalize {
namespace {

using text::SentenceClass;
using text::Token;
using Words = std::span<const Token>;

constexpr size_t kFirstLines = 3;
constexpr size_t kLastLines = 3;
constexpr size_t kFewestNameWords = 2;
constexpr size_t kMostNameWords = 5;
constexpr size_t kFewestNoteWords = 3;  // after the name
constexpr size_t kMostNoteWords = 60;

Words WordsOf(const Field& body, const Line& line) {
  const auto begin = std::ranges::partition_point(
      body.tokens, [&](const Token& token) { return token.original.begin < line.span.begin; });
  const auto end = std::partition_point(begin, body.tokens.end(),
                                        [&](const Token& token) { return token.original.begin < line.span.end; });
  return {begin, end};
}

bool IsName(const Field& body, const Line& line, Words words) {
  if (words.size() < kFewestNameWords || words.size() > kMostNameWords) return false;
  if (EndsLikeProse(line.span.Cut(body.original))) return false;
  return std::ranges::all_of(words, [&](const Token& word) {
    const char32_t first = text::CodePointAt(body.original, word.original.begin).value;
    const SentenceClass kind = text::SentenceBreaker::ClassOf(first);
    return kind == SentenceClass::kUpper || kind == SentenceClass::kOtherLetter;
  });
}

}  // namespace

AuthorNote FindAuthorNote(const Field& body, std::span<const Line> lines) {
  const size_t below = lines.size() - std::min(kLastLines, lines.size());
  for (size_t above = 0; above < std::min(kFirstLines, below); ++above) {
    const Words name = WordsOf(body, lines[above]);
    if (!IsName(body, lines[above], name)) continue;
    for (size_t at = below; at < lines.size(); ++at) {
      const Words words = WordsOf(body, lines[at]);
      const bool is_note = words.size() >= name.size() + kFewestNoteWords && words.size() <= kMostNoteWords;
      if (is_note && SameWords(body, name, body, words.first(name.size()))) return {above, at};
    }
  }
  return {};
}

}  // namespace marsad::normalize
