// What a page says of itself besides its text: <title>, <meta>, <link>, Open Graph, microdata, JSON-LD.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "stages/decode/html/tree.h"
#include "stages/decode/json/news_json_ld.h"

namespace marsad::decode {

struct HtmlFacts {
  std::string title;           // <title>
  std::string language;        // <html lang>
  std::string canonical;       // <link rel=canonical>, as written
  std::string base;            // <base href>
  std::vector<NewsItem> news;  // of JSON-LD, perhaps about other articles (identity.h)
  // <meta> by its name, property or itemprop in lower case, and elements with itemprop; in the order of the page. The
  // dates of hAtom are "published" and "updated".
  std::vector<std::pair<std::string, std::string>> properties;
  std::vector<const HtmlNode*> headings;  // h1, the first 20, without logos
  std::vector<const HtmlNode*> lesser;    // h2 and h3, the first 20
  std::vector<std::string> logos;         // texts that lead to the site's front page or are called a logo, the first 20
  std::vector<const HtmlNode*> authors;   // elements that name the author, the most telling first, the first 20
  std::vector<const HtmlNode*> times;     // <time datetime>, the first 20
  std::vector<const HtmlNode*> articles;  // <article>
  std::vector<const HtmlNode*> bodies;    // itemprop=articleBody
  std::vector<const HtmlNode*> titled;    // elements whose class says that they hold a title, the first 20
  std::vector<const HtmlNode*> dated;  // elements whose class says that their text is the article's date, the first 20
  std::vector<const HtmlNode*> texts;  // the same of an article's text: entry-content and its like
  const HtmlNode* main = nullptr;      // <main> or role=main
  const HtmlNode* body = nullptr;      // <body>

  // The first value that is not blank, of the first of the properties that has one; empty if none has.
  std::string_view First(std::initializer_list<std::string_view> names) const;
};

HtmlFacts ReadHtmlFacts(const HtmlNode& root);

// The elements beside one of a title: the one before it, two after it, and the one after that around it.
std::vector<const HtmlNode*> Beside(const HtmlNode& node);

// The first element below `root` whose attribute `name` has `token` among its tokens; null: none.
const HtmlNode* FindElement(const HtmlNode& root, std::string_view name, std::string_view token);

}  // namespace marsad::decode
