// Which of the articles that a page's JSON-LD describes is the page's own.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stages/decode/json/news_json_ld.h"

namespace marsad::decode {

// What a page says of itself outside JSON-LD.
struct PageSigns {
  std::vector<std::string> addresses;  // canonical, og:url; absolute or not
  std::vector<std::string> titles;     // og:title, <title>, headings of the first level; without sites' names alone
};

// The page's own article: the one with the page's address or title; else one that contradicts neither and stands in no
// list, the most telling class first. What it leaves open is filled from others that are the page's own as well. Absent
// where all describe other articles.
std::optional<NewsItem> OwnNews(std::vector<NewsItem> items, const PageSigns& signs);

// Whether two addresses lead to the same page: without scheme, www, m. and amp variants, fragments and what campaigns
// put into queries. Absent if one of them says nothing: a fragment alone, or the site's front page.
std::optional<bool> IsSamePage(std::string_view a, std::string_view b);

}  // namespace marsad::decode
