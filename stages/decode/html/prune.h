// What inside an article's element is no part of the article.
#pragma once

#include <vector>

#include "stages/decode/html/text.h"
#include "stages/decode/html/tree.h"
#include "stages/decode/html/weigh.h"

namespace marsad::decode {

enum class HtmlScope {
  kPage,      // tags that stand for boilerplate, names, notices, dialogs and lists of links
  kFragment,  // names alone: the rest may be what the source meant to send
};

struct HtmlPruning {
  HtmlNodes left_out;
  bool is_locked = false;  // a notice that was left out says that the rest is for subscribers
};

// Of the elements in `parts`, whose weights are in `scale`; `shown` are read though attributes hide them.
HtmlPruning PruneHtml(const std::vector<const HtmlNode*>& parts, const HtmlScale& scale, const HtmlNodes& shown,
                      HtmlScope scope);

// Whether an element's class says that it tells about the article (date, author, reading time) or about its author.
bool TellsOfArticle(const HtmlNode& node);

}  // namespace marsad::decode
