// NITF 3 (IPTC, News Industry Text Format): a document of its own, or the text in a NewsML-G2 item.
#pragma once

#include "stages/decode/article/draft.h"
#include "stages/decode/refusal.h"
#include "stages/decode/xml/document.h"

namespace marsad::decode {

// `nitf` is the element of that name. Fields that NITF's head states: doc-id, date.issue, date.release, urgency, key-list,
// tobject.subject, identified-content; of docdata management-status says kill, cancel or withhold.
OrRefusal<Draft> ReadNitf(const XmlElement& nitf);

// Only the text: headline, byline, dateline and body, for an item that states all else itself.
OrRefusal<Draft> ReadNitfText(const XmlElement& nitf);

}  // namespace marsad::decode
