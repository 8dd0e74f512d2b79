// Where in a page its article stands, and what around and in it is none.
#pragma once

#include <vector>

#include "stages/decode/html/facts.h"
#include "stages/decode/html/text.h"
#include "stages/decode/html/tree.h"
#include "stages/decode/html/weigh.h"

namespace marsad::decode {

struct HtmlMain {
  std::vector<const HtmlNode*> parts;     // in the order of the page; none: there is no text that is not boilerplate
  HtmlWeight weight;                      // of all parts
  HtmlView view;                          // left out: navigation, sharing, related articles, notices, comments
  const HtmlNode* first_prose = nullptr;  // the innermost element of the first block of prose; null: there is none
  bool is_locked = false;                 // a notice says that the rest is for subscribers
};

// The article's elements: all with itemprop=articleBody, each with its post's heading where they are posts of a live blog;
// else the <article> or <main> with most of the page's prose, or what holds the posts of a live blog; else the smallest
// element that holds most of it. That prose shows in the length and the share of links of a block, in any language, is
// from Kohlschuetter, Fankhauser, Nejdl, "Boilerplate Detection using Shallow Text Features" (WSDM 2010); that names of
// classes tell what is none, from Arc90's Readability (2009).
//
// What an attribute hides is shown where it holds the page's article: pages hide themselves while a dialog is open. Names
// of classes are believed as far as the element is what they say: links, a form, an invitation; where they stand on much
// of the prose they are a matter of layout. `outside` is looked at as if it were not there. Time linear in the page.
HtmlMain FindHtmlMain(const HtmlFacts& facts, const HtmlNodes& outside);

// The last h2 or h3, or what a class calls a title, before the article's first block of prose; null: none does.
const HtmlNode* LeadHeading(const HtmlFacts& facts, const HtmlMain& main);

// What a fragment such as a feed's text is read without (buttons and links for sharing), and what is shown in it.
HtmlView ViewFragment(const HtmlNode& root);

}  // namespace marsad::decode
