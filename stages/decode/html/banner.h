// The name of a site or a section in the page's h1, where it is no title: ministries' pages, most of them.
#pragma once

#include <optional>

#include "stages/decode/html/facts.h"
#include "stages/decode/html/main_content.h"

namespace marsad::decode {

struct Banner {
  const HtmlNode* name = nullptr;   // the h1
  const HtmlNode* title = nullptr;  // the article's, which stands closest above its text
};

// The page's only h1, where another heading (h2, h3, or what a class calls a title) stands right above the text, if the h1 is
// - the name of a section: a word or two, to which a link of the page leads, above a title of several words;
// - or the site's: a menu of its own pages stands between the two, and either <title> does not hold the h1, or a class calls
//   the other one a title, or the page names the h1 again elsewhere: a copyright line, the text of a ministry.
// Absent if the page states the h1 as its title (og:title).
std::optional<Banner> FindBanner(const HtmlFacts& facts, const HtmlMain& main);

}  // namespace marsad::decode
