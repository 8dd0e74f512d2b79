// Live blogs: what stands before their posts, and what JSON-LD alone has of them.
#pragma once

#include <vector>

#include "stages/decode/article/draft.h"
#include "stages/decode/html/facts.h"
#include "stages/decode/html/weigh.h"
#include "stages/decode/json/news_json_ld.h"

namespace marsad::decode {

// Whether JSON-LD says that the page is a live blog.
bool IsLiveBlog(const HtmlFacts& facts);

// The elements that open a live blog, in the order of the page: they follow its heading, or hold it, and stand before
// `posts`, the element that has the posts or the first of them.
std::vector<const HtmlNode*> OpeningBefore(const HtmlNode& posts, const HtmlFacts& facts, const HtmlScale& scale);

// Puts `opening` before the text of the draft, whose marks follow.
void PrependOpening(std::string_view opening, Draft* draft);

// Adds the posts that the text of the draft does not have.
void AddUpdates(const std::vector<NewsItem::Update>& updates, Draft* draft);

}  // namespace marsad::decode
