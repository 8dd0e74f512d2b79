// HTML as text with marks: what a reader sees, and what the markup says of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "stages/decode/article/marked.h"
#include "stages/decode/html/tree.h"
#include "stages/decode/refusal.h"

namespace marsad::decode {

struct RichText {
  // Valid UTF-8 in lines, without controls: what CleanText would leave as it is. Literal "<b>" in it was text ("&lt;b>")
  // in the source.
  std::string text;
  // Of `text` (TextField::kBody), by begin, the longer first. None is empty, begins or ends with a blank.
  std::vector<Marked> markup;
  uint32_t controls = 0;  // control characters that were left out
};

// Follows HTML's own rule for the text of a rendered page (WHATWG HTML, 3.2.7, innerText), with one line break between
// blocks: white space collapses but in <pre>, <br> breaks the line, cells of a table's row are separated by a tab. Left
// out is what is not shown (hidden, aria-hidden, display:none, <template>), not text (scripts, styles, embedded objects,
// pictures, form controls, comments), repeated (ruby's <rt>) or withdrawn (<del>, <s>).
//
// Marks: h1 to h6 HEADING, p PARAGRAPH, blockquote and a <q> of its own line QUOTE, figcaption, caption, a short figure
// and a class such as wp-caption-text CAPTION, li LIST_ITEM, table TABLE (but not one that only lays out a page), a[href] LINK; address, rel=author, itemprop=author and
// class byline or author BYLINE, over the whole line; class dateline and a <time> of its own line DATELINE.
//
// What is hidden is shown all the same where it holds all the text; buttons and links for sharing are left out
// (main_content.h).
//
// `html` is valid UTF-8. Refuses only what HtmlTree::Parse refuses. Time and memory grow linearly with the text.
OrRefusal<RichText> ReadHtmlFragment(std::string_view html);

using HtmlNodes = std::unordered_set<const HtmlNode*>;

// How a tree is looked at.
struct HtmlView {
  HtmlNodes left_out;  // elements that are not read
  HtmlNodes shown;     // elements that are read though attributes hide them
};

// The same of one element of a tree.
RichText TextOf(const HtmlNode& element, const HtmlView& view);
// Of several, one after the other.
RichText TextOf(const std::vector<const HtmlNode*>& elements, const HtmlView& view);

// The text of the elements that begin in its first `bytes`, and perhaps somewhat more.
std::string OpeningOf(const std::vector<const HtmlNode*>& elements, const HtmlView& view, size_t bytes);

}  // namespace marsad::decode
