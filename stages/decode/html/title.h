// The title of a page's article, of all that the page offers for one.
#pragma once

#include <string>
#include <vector>

namespace marsad::decode {

// Each on one line, as the page has it; empty if it has none.
struct TitleSources {
  std::string headline = {};               // JSON-LD
  std::string item = {};                   // itemprop=headline
  std::vector<std::string> headings = {};  // h1, without those that are a logo
  std::vector<std::string> lesser = {};    // h2 and h3
  std::string lead = {};                   // the last h2 or h3 before the text's first paragraph
  std::vector<std::string> titled = {};    // elements that a class calls a title
  std::vector<std::string> shared = {};    // og:title, twitter:title
  std::string document = {};               // <title>
  std::vector<std::string> sites = {};     // names of the site
};

// The first of headline, item, the heading, shared, document and titled that is no site's name, without the site's name at its
// ends. Of several headings the one that document or shared hold; if they do not hold a single one, which names a section
// then, the lesser one that they hold. A name that stands for the site alone in `shared` is passed over though nobody calls
// it so: it has fewer words than the document's title and none in common with it. Where the chosen one is cut, the whole one
// that begins alike takes its place.
std::string ChooseTitle(const TitleSources& sources);

}  // namespace marsad::decode
