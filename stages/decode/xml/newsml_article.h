// The formats of news agencies as articles: NewsML-G2 (IPTC; newsItem, newsMessage) and NITF 3.
#pragma once

#include "stages/decode/article/draft.h"
#include "stages/decode/limits.h"
#include "stages/decode/refusal.h"
#include "stages/decode/xml/document.h"

namespace marsad::decode {

// Whether the root is one of NewsML-G2's items, its message, or nitf.
bool IsNewsml(const XmlElement& root);

// A newsItem or an nitf is one article; a newsMessage is as many as it holds newsItems, and its other items are named as
// ignored in the first. Items that are no news (packageItem, conceptItem ...) are refused.
OrRefusal<Drafts> ReadNewsml(const XmlElement& root, const Limits& limits);

}  // namespace marsad::decode
