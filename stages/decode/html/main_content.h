// Where in a page its article stands, and what around and in it is none.
#pragma once

#include <cstdint>
#include <unordered_map>

#include "stages/decode/html/facts.h"
#include "stages/decode/html/text.h"
#include "stages/decode/html/tree.h"

namespace marsad::decode {

// What an element holds, in bytes that are no white space.
struct HtmlWeight {
  uint32_t text = 0;
  uint32_t linked = 0;           // of text, inside links
  uint32_t prose = 0;            // of text, in blocks that are prose: long, and not for the most part links
  uint32_t prose_blocks = 0;     // such blocks
  uint32_t links = 0;            // that have text
  uint32_t linked_headings = 0;  // headings that lead elsewhere, as on a page of teasers
};

struct HtmlMain {
  const HtmlNode* element = nullptr;  // null: there is no text that is not boilerplate
  HtmlWeight weight;
  HtmlNodes left_out;  // navigation, sharing, related articles, notices, comments
};

// The article's element: itemprop=articleBody, else the <article> or <main> with most of the page's prose, else the
// smallest element that holds most of it. That prose shows in the length and the share of links of a block, in any
// language, is from Kohlschuetter, Fankhauser, Nejdl, "Boilerplate Detection using Shallow Text Features" (WSDM 2010);
// that names of classes tell what is none, from Arc90's Readability (2009). Takes time linear in the page.
HtmlMain FindHtmlMain(const HtmlFacts& facts);

}  // namespace marsad::decode
