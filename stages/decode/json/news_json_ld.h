// schema.org's NewsArticle as pages carry it: JSON-LD in <script type="application/ld+json">.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace marsad::decode {

// The text of one script.
struct JsonLdScript {
  std::string text;
  bool is_beside = false;  // stands in a part of the page that is not about its article: navigation, a related story
};

// What one object of the class Article or of a class below it says; texts as they stand there, perhaps with HTML in them.
struct NewsItem {
  // A post of a live blog.
  struct Update {
    std::string headline;
    std::string body;
  };

  int rank = 0;            // how telling the class is: 3 NewsArticle and what is below it, 2 live coverage, 1 others
  bool is_listed = false;  // stands in a list, in another article or in a part beside the page's article
  std::string headline;
  std::string body;
  std::vector<std::string> addresses;  // url, mainEntityOfPage, @id, as far as stated
  std::string language;
  std::string published;
  std::string updated;
  std::string correction;
  std::string publisher_name;
  std::string publisher_url;
  std::vector<std::string> authors;        // people, and names that are not said to be an organization's
  std::vector<std::string> organizations;  // named as authors
  std::vector<std::string> subjects;       // keywords and section
  std::vector<Update> updates;             // in the order of the source
  bool is_locked = false;                  // isAccessibleForFree is false
  std::vector<std::string> locked_parts;   // CSS selectors of what is not for everyone
};

// The articles that the scripts of one page describe, wherever they stand (@graph, lists, mainEntity), in their order, at
// most 64. References by @id are followed, from script to script too. A script that is no JSON is mended (json_ld_mend.h);
// one that is none even then says nothing.
std::vector<NewsItem> ReadNewsJsonLd(std::span<const JsonLdScript> scripts);

}  // namespace marsad::decode
