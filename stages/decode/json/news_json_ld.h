// schema.org's NewsArticle as pages carry it: JSON-LD in <script type="application/ld+json">.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace marsad::decode {

// What one object of the class Article or of a class below it says; texts as they stand there, perhaps with HTML in them.
struct NewsItem {
  std::string headline;
  std::string body;
  std::string url;
  std::string language;
  std::string published;
  std::string updated;
  std::string correction;
  std::string publisher_name;
  std::string publisher_url;
  std::vector<std::string> authors;
  std::vector<std::string> subjects;  // keywords and section
};

// The article that `json` describes: the first object of the most telling class, wherever it stands (@graph, lists,
// mainEntity). References by @id within the text are followed. Absent where there is none or the text is no JSON even
// after mending raw line breaks in strings, as many sites write them.
std::optional<NewsItem> ReadNewsJsonLd(std::string_view json);

}  // namespace marsad::decode
