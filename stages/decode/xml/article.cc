#include "stages/decode/xml/article.h"

#include <utility>

#include "stages/decode/xml/document.h"
#include "stages/decode/xml/feed_article.h"
#include "stages/decode/xml/fields.h"
#include "stages/decode/xml/newsml_article.h"

namespace marsad::decode {
namespace {

OrRefusal<Drafts> ReadByRoot(const XmlElement& root, const Limits& limits) {
  if (IsFeed(root)) return ReadFeed(root, limits);
  if (IsNewsml(root)) return ReadNewsml(root, limits);
  std::string sentence =
      "the XML's root is <" + Shorten(root.QualifiedName()) +
      ">; accepted are feeds (rss, rdf:RDF, feed, item, entry), NewsML-G2 (newsItem, newsMessage) and "
      "nitf";
  if (root.name == "html") sentence += "; send a page as text/html";
  if (root.name == "urlset" || root.name == "sitemapindex") {
    sentence += "; a sitemap names pages and holds no text: send the pages";
  }
  return Refuse(Fault::kUnknownFormat, std::move(sentence));
}

}  // namespace

OrRefusal<Drafts> ReadXmlArticles(std::string_view text, const Limits& limits) {
  const OrRefusal<XmlDocument> document = XmlDocument::Parse(text, limits.nesting);
  if (!document) return tl::unexpected(document.error());
  OrRefusal<Drafts> drafts = ReadByRoot(document->root(), limits);
  if (drafts && !drafts->drafts.empty()) {
    Draft& first = drafts->drafts.front();
    if (!document->mended().empty()) NoteIgnored(document->mended(), &first);
    first.repairs += document->repairs();
  }
  return drafts;
}

}  // namespace marsad::decode
