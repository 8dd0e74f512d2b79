// When a page's article was published and changed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "stages/decode/article/moment.h"
#include "stages/decode/html/facts.h"
#include "stages/decode/html/main_content.h"
#include "stages/decode/json/news_json_ld.h"

namespace marsad::decode {

struct PageDates {
  std::optional<Moment> published;
  std::optional<Moment> updated;
};

// What the dates are read from; borrowed.
struct DateSources {
  const HtmlFacts& facts;
  const HtmlMain& main;
  const NewsItem& news;                         // JSON-LD's facts of the page's own article
  std::vector<const HtmlNode*> title_elements;  // that show the title
};

// The first that says something of: JSON-LD, <meta> and microdata, the only <time> of the article, a date in words beside the
// title, the only date in words of an element that its class calls a date and that does not stand after the text. A value that
// is no date is named in `ignored`.
PageDates ReadPageDates(const DateSources& sources, std::vector<std::string>* ignored);

}  // namespace marsad::decode
