// Feeds, and single items of them, as articles: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0 (RFC 4287), CDF.
#pragma once

#include "stages/decode/article/draft.h"
#include "stages/decode/limits.h"
#include "stages/decode/xml/document.h"

namespace marsad::decode {

// Whether the root is that of a feed, of an item or of an entry.
bool IsFeed(const XmlElement& root);

// Every item becomes a draft; what an item does not say it takes from its feed (language, authors of Atom, source).
// Identity is guid or id: as it stands where it is a URI, for that is unique everywhere; else after the feed's own
// address. RFC 6721's deleted-entry becomes a kill. An item in which the text ended is refused: half an article is none.
OrRefusal<Drafts> ReadFeed(const XmlElement& root, const Limits& limits);

}  // namespace marsad::decode
