// The name of a site in the heading of its banner, where it is no title: ministries' pages, most of them.
#pragma once

#include <optional>

#include "stages/decode/html/facts.h"
#include "stages/decode/html/main_content.h"

namespace marsad::decode {

struct Banner {
  const HtmlNode* name = nullptr;   // the h1
  const HtmlNode* title = nullptr;  // the article's, which stands closest above its text
};

// The page's only h1, if it is a section's name to which a link of the page leads, above a title of several words; or if a menu of the site's own pages stands between it and another heading (h2, h3, or what a class
// calls a title) right above the text, and either <title> does not hold it, or a class calls that other one a title, or
// the page names the h1 again elsewhere: a copyright line, the text of a ministry. Absent if the page states the h1 as its
// title (og:title).
std::optional<Banner> FindBanner(const HtmlFacts& facts, const HtmlMain& main);

}  // namespace marsad::decode
