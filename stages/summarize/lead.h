// The first sentences of an article that carry content.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/text/span.h"
#include "lib/text/token.h"

namespace marsad::summarize {

// All views are borrowed for the call. Spans and tokens are in order; those of body_tokens lie in `body` and
// `search_body`.
struct Article {
  std::string_view body;
  std::string_view search_title;  // folded
  std::string_view search_body;
  std::span<const text::OriginalSpan> sentences;  // of running text only: no headings, bylines, captions, boilerplate
  std::span<const text::Token> title_tokens;
  std::span<const text::Token> body_tokens;
};

// At most `count` sentences in their order. Left out are those that no editor would lead with: fewer than four words,
// more than 1,000 characters, mostly numbers or signs, ending in a colon, with a quotation mark that has no partner, or
// nearly the same as the title or a sentence already chosen. Looks at no more sentences than it must.
std::vector<text::OriginalSpan> ChooseLead(const Article& article, size_t count);

// The sentences on one line, a blank between them; white space that holds a line break becomes a blank.
std::string Join(std::string_view body, std::span<const text::OriginalSpan> sentences);

}  // namespace marsad::summarize
