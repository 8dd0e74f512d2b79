// The first sentences of an article that carry content.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/text/span.h"
#include "lib/text/token.h"

namespace marsad::summarize {

// A mention of an entity in the body.
struct Name {
  text::OriginalSpan span;
  uint32_t entity = 0;     // the same for all names of one entity
  bool may_speak = false;  // a person or an organization
};

// All views are borrowed for the call. Spans and tokens are in order; those of body_tokens lie in `body` and
// `search_body`.
struct Article {
  std::string_view body;
  std::string_view search_title;  // folded
  std::string_view search_body;
  std::span<const text::OriginalSpan> sentences;   // of running text only: no headings, bylines, captions, boilerplate
  std::span<const text::OriginalSpan> list_items;  // in order; sentences may lie in them
  std::span<const text::Token> title_tokens;
  std::span<const text::Token> body_tokens;
  std::span<const text::OriginalSpan> paragraphs = {};  // that sentences lie in, in order
  std::span<const Name> names = {};                     // in order
  std::string_view language = {};                       // BCP 47; empty or "und": not known
  std::string_view title = {};                          // as it is shown
};

// What is not left out although it would be.
struct Spared {
  bool title_repeats = false;  // sentences that nearly say the title
  bool open_items = false;     // items of a list that no full stop ends, if they have five words
};

// At most `count` sentences in their order. Left out are those that no editor would lead with: fewer than four words (three, with a name and
// what comes of the news: "Berg will appeal."),
// more than 1,000 characters, mostly numbers or signs, ending in a colon, with a quotation mark that has no partner, or
// nearly the same as the title or a sentence already chosen; and what no full stop or its like ends (a standfirst, key
// points, headlines in a list): always in a list, else where two of three sentences of the article have theirs; and sentences
// on a short line that speaks to the reader or of rights (`notice` in data/phrases.tsv).
// The article's first sentence is spared if its fault is the writer's slip: a quotation mark whose partner is in none of
// the next sentences; no full stop after twelve words or more of which one says that somebody said or did something.
std::vector<text::OriginalSpan> ChooseLead(const Article& article, size_t count, Spared spared = {});

// Whether a full stop or its like ends `sentence`, perhaps with quotation marks, brackets or a footnote's mark after it.
bool IsEnded(std::string_view sentence);

// The sentences, a blank between them, a line break after one that nothing ends; white space in one that holds a line
// break becomes a blank. What was cut after a word of its sentence ("But at nine") begins with a capital, as in `language`.
std::string Join(std::string_view body, std::span<const text::OriginalSpan> sentences, std::string_view language = {});

}  // namespace marsad::summarize
